"""Whether a review is late follows from its day: the stored mark, which lagged behind it, goes."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0010_homecomings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The mark is no fact of its own, so there is nothing to bring back.
        migrations.RunSQL(
            "UPDATE referrals_placementreview SET state = 'DUE' WHERE state = 'OVERDUE'", migrations.RunSQL.noop
        ),
        migrations.RemoveConstraint(
            model_name="placementreview",
            name="one_open_review_per_placement",
        ),
        migrations.RemoveIndex(
            model_name="placementreview",
            name="review_open_due",
        ),
        migrations.AlterField(
            model_name="placementreview",
            name="state",
            field=models.CharField(
                choices=[("DUE", "Belum dilaksanakan"), ("HELD", "Dilaksanakan"), ("CANCELLED", "Tidak perlu lagi")],
                default="DUE",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="placementreview",
            index=models.Index(
                condition=models.Q(("state__in", ["DUE"])), fields=["due_on", "id"], name="review_open_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="placementreview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["DUE"])), fields=("placement",), name="one_open_review_per_placement"
            ),
        ),
    ]
