"""The way to guardianship or adoption of a child, step by step; what was written down stays."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STAYS = """
CREATE TRIGGER written_stays BEFORE UPDATE OR DELETE ON carers_careprocessstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_written_row();
CREATE TRIGGER process_stays BEFORE DELETE ON carers_careprocess
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_written_row();
CREATE TRIGGER ended_stays BEFORE UPDATE ON carers_careprocess
    FOR EACH ROW WHEN (OLD.ended_on IS NOT NULL) EXECUTE FUNCTION refuse_change_of_written_row();
"""
BACK = """
DROP TRIGGER written_stays ON carers_careprocessstep;
DROP TRIGGER process_stays ON carers_careprocess;
DROP TRIGGER ended_stays ON carers_careprocess;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("carers", "0002_checks_permits_and_steps_stay"),
        ("cases", "0062_care_steps_in_the_story"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CareProcess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.CharField(
                        choices=[("GUARDIAN", "Wali"), ("ADOPTION", "Pengangkatan anak")],
                        max_length=15,
                        verbose_name="bentuk pengasuhan",
                    ),
                ),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("end_reason", models.TextField(blank=True, verbose_name="alasan")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="care_processes", to="cases.case"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CareProcessStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("KIN_FIRST", "Keluarga dan kerabat ditanya lebih dulu"),
                            ("STATEMENTS", "Pernyataan calon wali dan persetujuan suami atau istri"),
                            ("VISIT", "Kunjungan rumah"),
                            ("TPPW", "Pertimbangan Tim Pertimbangan Penunjukan Wali"),
                            ("ADVICE", "Rekomendasi bupati atau wali kota"),
                            ("HEARING", "Sidang pengadilan"),
                            ("DECREE", "Penetapan pengadilan"),
                            ("CONSENT", "Izin tertulis orang tua atau wali, dan persetujuan anak"),
                            ("REPORT", "Laporan sosial calon anak dan calon orang tua angkat"),
                            ("PIPA", "Pertimbangan Tim PIPA"),
                            ("TRIAL", "Izin pengasuhan sementara"),
                            ("TRIED", "Masa pengasuhan percobaan selesai"),
                            ("PERMIT", "Izin pengangkatan anak"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("MET", "Terpenuhi"), ("NOT_MET", "Tidak terpenuhi")],
                        max_length=10,
                        verbose_name="hasil",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="tanggal")),
                ("paper_number", models.CharField(blank=True, max_length=100, verbose_name="nomor surat")),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="pengadilan atau lembaga")),
                ("note", models.TextField(blank=True, verbose_name="catatan")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="carers.careprocess"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "withdraws",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawn_by",
                        to="carers.careprocessstep",
                    ),
                ),
            ],
            options={
                "ordering": ["done_on", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="careprocess",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("case", "form"),
                name="one_open_care_process",
                violation_error_message="Proses ini sudah dibuka untuk kasus ini.",
            ),
        ),
        migrations.AddConstraint(
            model_name="careprocess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_by", None), ("ended_on", None)),
                    models.Q(
                        ("ended_by__isnull", False),
                        ("ended_on__isnull", False),
                        models.Q(("end_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="care_process_end_is_whole",
                violation_error_message="Tuliskan mengapa proses diakhiri.",
            ),
        ),
        migrations.AddConstraint(
            model_name="careprocessstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "MET"), ("withdraws", None)),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="care_step_says_why",
                violation_error_message="Tuliskan apa yang ditemukan.",
            ),
        ),
        migrations.RunSQL(STAYS, BACK),
    ]
