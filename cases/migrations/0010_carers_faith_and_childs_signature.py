"""The faith of a carer, who is the alleged harmer, and why a child did not sign its plan (domain.md 5.4, 6; hard)."""

from django.conf import settings
from django.db import migrations, models

# A plan signed before this rule says so. What it says besides stays as it was signed.
FILL = """
ALTER TABLE cases_careplan DISABLE TRIGGER signed_stays;
UPDATE cases_careplan SET child_not_signed_reason = 'Ditandatangani sebelum alasan ini ditanyakan.'
 WHERE signed_at IS NOT NULL AND NOT child_signs;
ALTER TABLE cases_careplan ENABLE TRIGGER signed_stays;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_birth_parents_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="careplan",
            name="child_not_signed_reason",
            field=models.TextField(blank=True, verbose_name="mengapa anak tidak menandatangani"),
        ),
        migrations.AddField(
            model_name="familymember",
            name="faith",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ISLAM", "Islam"),
                    ("PROTESTANT", "Kristen Protestan"),
                    ("CATHOLIC", "Katolik"),
                    ("HINDU", "Hindu"),
                    ("BUDDHIST", "Buddha"),
                    ("CONFUCIAN", "Khonghucu"),
                    ("BELIEF", "Kepercayaan terhadap Tuhan YME"),
                ],
                max_length=20,
                verbose_name="agama",
            ),
        ),
        migrations.AddField(
            model_name="familymember",
            name="is_alleged_harmer",
            field=models.BooleanField(default=False, verbose_name="diduga pelaku"),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("RESPONSE_LOGGED", "Laporan dicatat"),
                    ("FIRST_CONTACT", "Kontak pertama"),
                    ("CASE_OPENED", "Kasus dibuka"),
                    ("STAGE_CHANGED", "Tahap berubah"),
                    ("WORKER_ASSIGNED", "Petugas ditetapkan"),
                    ("FAMILY_RECORDED", "Keluarga dicatat"),
                    ("AGREEMENT_SIGNED", "Kesepakatan ditandatangani"),
                    ("ASSESSMENT_SIGNED", "Asesmen ditandatangani"),
                    ("REPORT_SIGNED", "Laporan sosial ditandatangani"),
                    ("CONFERENCE_HELD", "Pembahasan kasus"),
                    ("PLAN_SIGNED", "Rencana ditandatangani"),
                    ("SERVICE_RECORDED", "Layanan dicatat"),
                    ("REFERRAL_SENT", "Rujukan dikirim"),
                    ("REFERRAL_ANSWERED", "Rujukan dijawab"),
                    ("DECISION_SIGNED", "Keputusan ditandatangani"),
                    ("PLACED", "Penempatan dimulai"),
                    ("REVIEW_HELD", "Tinjauan penempatan"),
                    ("PLACEMENT_OVERSTAYED", "Batas darurat terlewati"),
                    ("HOMECOMING_PREPARED", "Kepulangan disiapkan"),
                    ("PLACEMENT_ENDED", "Penempatan berakhir"),
                    ("AFTERCARE_VISIT", "Kunjungan bimbingan lanjut"),
                    ("CASE_CLOSED", "Kasus ditutup"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="careplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_at", None),
                    ("child_signs", True),
                    models.Q(("child_not_signed_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="plan_signed_by_child_or_says_why",
                violation_error_message="Anak ikut menandatangani. Bila tidak bisa, tulis alasannya.",
            ),
        ),
    ]
