"""A child who was not safe at the last contact is a task of its own kind, one at a time."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0049_conference_calls"),
        ("institutions", "0007_desk_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="casetask",
            name="single_task_open_once",
        ),
        migrations.AlterField(
            model_name="casetask",
            name="kind",
            field=models.CharField(
                choices=[
                    ("MANUAL", "Tugas"),
                    ("CIVIL_REGISTRATION", "Urus identitas"),
                    ("TRACING", "Telusuri keluarga"),
                    ("FOLLOW_UP", "Tindak lanjut pembahasan"),
                    ("LEGAL", "Tenggat hukum"),
                    ("TRANSITION", "Rencana peralihan"),
                    ("REASSESS", "Nilai lagi"),
                    ("CONTACT_REVIEW", "Tinjau larangan kontak"),
                    ("PLAN_APPROVAL", "Setujui rencana"),
                    ("PLAN_REVISION", "Perbaiki rencana"),
                    ("PLAN_SIGNING", "Tanda tangani rencana"),
                    ("CONTACT", "Tindak lanjut kontak"),
                    ("UNSAFE", "Anak tidak aman"),
                    ("VOCATIONAL", "Pendampingan kemandirian"),
                ],
                default="MANUAL",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="casetask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["CIVIL_REGISTRATION", "TRANSITION", "UNSAFE"]), ("state", "OPEN")),
                fields=("case", "kind"),
                name="single_task_open_once",
            ),
        ),
    ]
