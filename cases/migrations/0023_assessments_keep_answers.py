import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

TEXTS = ("biological", "psychological", "social", "spiritual", "parenting", "strengths", "risks")


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_old_assessments_become_answers")]
    operations = [
        *[migrations.RemoveField("assessment", name) for name in TEXTS],
        migrations.AlterField(
            "assessment",
            "version",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="instruments.instrumentversion",
                verbose_name="instrumen",
            ),
        ),
        migrations.AddConstraint(
            "assessment",
            models.CheckConstraint(
                condition=Q(signed_at=None) | ~Q(conclusion="") & Q(scores__isnull=False),
                name="assessment_signed_is_complete",
                violation_error_message="Asesmen belum lengkap.",
            ),
        ),
    ]
