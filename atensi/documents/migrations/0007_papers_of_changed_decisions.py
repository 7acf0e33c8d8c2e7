from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_hand_over_papers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="officialpaper",
            name="kind",
            field=models.CharField(
                choices=[
                    ("LS", "Laporan sosial"),
                    ("RP", "Rencana"),
                    ("SR", "Surat rujukan"),
                    ("LK", "Laporan kunjungan"),
                    ("BA", "Berita acara pembahasan"),
                    ("NR", "Notulen rapat koordinasi"),
                    ("PJ", "Perpanjangan penempatan"),
                    ("PB", "Perubahan keputusan"),
                    ("PC", "Pencabutan keputusan"),
                    ("ST", "Berita acara serah terima"),
                ],
                max_length=4,
            ),
        ),
    ]
