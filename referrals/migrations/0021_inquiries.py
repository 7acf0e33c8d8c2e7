"""Who was asked to care for a child, and what they said, is written down and stays (domain.md 5.1)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TRIGGER = """
CREATE FUNCTION refuse_change_of_inquiries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'inquiry % stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER inquiries_stay BEFORE UPDATE OR DELETE ON referrals_inquiry
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_inquiries();
"""
DROP = """
DROP TRIGGER inquiries_stay ON referrals_inquiry;
DROP FUNCTION refuse_change_of_inquiries();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0057_care_asked_event"),
        ("referrals", "0020_regencies_recommend"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="alternative",
            name="result",
            field=models.CharField(
                choices=[
                    ("FIT", "Bersedia dan layak"),
                    ("WILLING", "Bersedia, kelayakan belum dinilai"),
                    ("IMPOSSIBLE", "Tidak mungkin saat ini"),
                    ("NOT_SAFE", "Tidak aman"),
                    ("NOT_READY", "Belum siap; menjadi tujuan"),
                    ("NONE_AVAILABLE", "Tidak tersedia"),
                    ("NOT_IN_INTEREST", "Bukan kepentingan terbaik anak"),
                    ("POVERTY_ONLY", "Hanya karena kemiskinan"),
                ],
                max_length=20,
                verbose_name="hasil",
            ),
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("BIRTH_FAMILY", "Keluarga inti"),
                            ("KINSHIP", "Kerabat"),
                            ("FOSTER", "Orang tua asuh"),
                            ("GUARDIAN", "Wali"),
                            ("ADOPTION", "Pengangkatan anak"),
                            ("LKSA", "LKSA"),
                            ("SENTRA", "Sentra"),
                        ],
                        max_length=15,
                        verbose_name="bentuk pengasuhan",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="ditanyakan pada")),
                ("asked_whom", models.CharField(blank=True, max_length=200, verbose_name="orang atau lembaga lain")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("FIT", "Bersedia dan layak"),
                            ("WILLING", "Bersedia, kelayakan belum dinilai"),
                            ("IMPOSSIBLE", "Tidak mungkin saat ini"),
                            ("NOT_SAFE", "Tidak aman"),
                            ("NOT_READY", "Belum siap; menjadi tujuan"),
                            ("NONE_AVAILABLE", "Tidak tersedia"),
                            ("NOT_IN_INTEREST", "Bukan kepentingan terbaik anak"),
                            ("POVERTY_ONLY", "Hanya karena kemiskinan"),
                        ],
                        max_length=20,
                        verbose_name="hasil",
                    ),
                ),
                ("reason", models.TextField(verbose_name="alasan")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.assessment",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
                        to="cases.case",
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.caseconference",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="referrals.inquiry",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.familymember",
                        verbose_name="keluarga",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.servicerecord",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_on", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="alternative",
            name="inquiry",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="referrals.inquiry",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["case", "-asked_on", "-id"], name="inquiry_of_case"),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_whom", ""), ("member__isnull", False)),
                    models.Q(("member", None), models.Q(("asked_whom", ""), _negated=True)),
                    _connector="OR",
                ),
                name="inquiry_says_whom",
                violation_error_message="Pilih siapa yang ditanya dari keluarga, atau tulis orang atau lembaganya.",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="inquiry_says_why",
                violation_error_message="Tuliskan apa jawabannya dan mengapa.",
            ),
        ),
        migrations.RunSQL(TRIGGER, DROP),
    ]
