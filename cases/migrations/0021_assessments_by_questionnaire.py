import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_persons"), ("instruments", "0002_published_stays")]
    operations = [
        migrations.AddField(
            "assessment",
            "version",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="instruments.instrumentversion",
                verbose_name="instrumen",
            ),
        ),
        migrations.AddField(
            "assessment", "answers", models.JSONField(blank=True, default=dict, verbose_name="jawaban")
        ),
        migrations.AddField(
            "assessment",
            "corrects",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="cases.assessment",
                verbose_name="mengoreksi",
            ),
        ),
        migrations.AddField("assessment", "scores", models.JSONField(blank=True, null=True, verbose_name="nilai")),
    ]
