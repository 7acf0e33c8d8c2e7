"""The timeline tells of reviews that move, and of children who come back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_services_kept_by_their_writer"),
    ]

    operations = [
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
                    ("REVIEW_MOVED", "Jadwal tinjauan berubah"),
                    ("PLACEMENT_OVERSTAYED", "Batas darurat terlewati"),
                    ("HOMECOMING_PREPARED", "Kepulangan disiapkan"),
                    ("PLACEMENT_ENDED", "Penempatan berakhir"),
                    ("AFTERCARE_VISIT", "Kunjungan bimbingan lanjut"),
                    ("REENTERED", "Masuk kembali setelah pulang"),
                    ("CASE_CLOSED", "Kasus ditutup"),
                ],
                max_length=20,
            ),
        ),
    ]
