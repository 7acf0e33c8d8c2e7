"""A service says for which institution it was written, which keeps it when its share of the case ends (design.md 3)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Rows of before: the institution of their writer, where it can only be one.
FILL = """
UPDATE cases_servicerecord s SET recorded_for_id = w.institution_id
  FROM (SELECT user_id, min(institution_id) AS institution_id FROM institutions_membership
         GROUP BY user_id HAVING count(DISTINCT institution_id) = 1) w
 WHERE w.user_id = s.recorded_by_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_carers_faith_and_childs_signature"),
        ("institutions", "0004_capacity_bands"),
        ("reference", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="servicerecord",
            name="recorded_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="institutions.institution",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="servicerecord",
            index=models.Index(fields=["recorded_for", "-provided_on", "-id"], name="service_of_institution"),
        ),
    ]
