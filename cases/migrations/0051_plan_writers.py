"""Everybody who had a hand in a plan is remembered, so that none of them approves it."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0050_unsafe_task"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="careplan",
            name="plan_approved_by_another_person",
        ),
        migrations.AddField(
            model_name="careplan",
            name="writers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddConstraint(
            model_name="careplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(
                        models.Q(("approved_by", models.F("author")), _negated=True),
                        models.Q(
                            ("edited_by", None),
                            models.Q(("approved_by", models.F("edited_by")), _negated=True),
                            _connector="OR",
                        ),
                        models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                        models.Q(("writers__contains", [models.F("approved_by")]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="plan_approved_by_another_person",
                violation_error_message="Rencana disetujui orang lain, bukan penulisnya.",
            ),
        ),
    ]
