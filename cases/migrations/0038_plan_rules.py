from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0037_signed_plans_count_as_approved")]
    operations = [
        migrations.AddConstraint(
            model_name="careplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("signed_at", None), ("state", "APPROVED"), _connector="OR"),
                name="plan_signed_is_approved",
                violation_error_message="Rencana ditandatangani setelah disetujui penyelia.",
            ),
        ),
        migrations.AddConstraint(
            model_name="careplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "APPROVED"), models.Q(("approval", ""), _negated=True)),
                    models.Q(models.Q(("state", "APPROVED"), _negated=True), ("approval", "")),
                    _connector="OR",
                ),
                name="plan_approved_says_by_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="careplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approval", "REVIEWED"), ("approved_at__isnull", False), ("approved_by__isnull", False)),
                    models.Q(
                        models.Q(("approval", "REVIEWED"), _negated=True), ("approved_at", None), ("approved_by", None)
                    ),
                    _connector="OR",
                ),
                name="plan_review_has_time_and_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="careplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("submitted_at", None), ("submitted_by", None)),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="plan_submission_has_time_and_person",
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
                    ),
                    _connector="OR",
                ),
                name="plan_approved_by_another_person",
                violation_error_message="Rencana disetujui orang lain, bukan penulisnya.",
            ),
        ),
        migrations.AddConstraint(
            model_name="careplanaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "CANCELLED"), _negated=True),
                    models.Q(("state_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="dropped_action_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="careplancontact",
            constraint=models.UniqueConstraint(fields=("plan", "member"), name="plan_contact_once"),
        ),
        migrations.AddConstraint(
            model_name="careplancontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pace", "NONE"), ("way", "")),
                    models.Q(models.Q(("pace", "NONE"), _negated=True), models.Q(("way", ""), _negated=True)),
                    _connector="OR",
                ),
                name="planned_contact_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="careplancontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("siblings", "APART"), _negated=True),
                    models.Q(("apart_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="siblings_apart_say_why",
            ),
        ),
    ]
