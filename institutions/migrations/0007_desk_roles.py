"""A ministry unit takes calls (TePSA) and reads numbers; operators and analysts work there and at a Dinas."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("institutions", "0006_parameter_cancelled"),
    ]

    operations = [
        migrations.AlterField(
            model_name="institution",
            name="kind",
            field=models.CharField(
                choices=[
                    ("DINAS_PROVINCE", "Dinas Sosial provinsi"),
                    ("DINAS_REGENCY", "Dinas Sosial kabupaten/kota"),
                    ("SENTRA", "Sentra"),
                    ("UPTD", "UPTD"),
                    ("LKSA", "LKSA"),
                    ("LKS", "LKS"),
                    ("MINISTRY", "Unit Kementerian Sosial"),
                ],
                max_length=20,
                verbose_name="jenis",
            ),
        ),
        migrations.AlterField(
            model_name="mandate",
            name="role",
            field=models.CharField(
                choices=[
                    ("FIELD_SOCIAL_WORKER", "Sakti Peksos"),
                    ("SUPERVISOR", "Penyelia"),
                    ("SOCIAL_OFFICE_DECIDER", "Pejabat pemutus Dinas Sosial"),
                    ("INTAKE_OFFICER", "Petugas penerimaan Sentra"),
                    ("LKSA_STAFF", "Petugas LKSA"),
                    ("HOTLINE_OPERATOR", "Operator pengaduan"),
                    ("ANALYST", "Analis data"),
                    ("ADMINISTRATOR", "Administrator"),
                ],
                max_length=30,
                verbose_name="peran",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("FIELD_SOCIAL_WORKER", "Sakti Peksos"),
                    ("SUPERVISOR", "Penyelia"),
                    ("SOCIAL_OFFICE_DECIDER", "Pejabat pemutus Dinas Sosial"),
                    ("INTAKE_OFFICER", "Petugas penerimaan Sentra"),
                    ("LKSA_STAFF", "Petugas LKSA"),
                    ("HOTLINE_OPERATOR", "Operator pengaduan"),
                    ("ANALYST", "Analis data"),
                    ("ADMINISTRATOR", "Administrator"),
                ],
                max_length=30,
                verbose_name="peran",
            ),
        ),
    ]
