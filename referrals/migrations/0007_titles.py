"""The titles of a placement, held in the database: EXISTING owes a referral by a day, an order is whole."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A child entered before this rule keeps the day of entry plus the setting's default (domain.md 13).
FILL = """
UPDATE referrals_placement SET referral_due_on = (admitted_at AT TIME ZONE 'Asia/Jakarta')::date + 90
 WHERE title = 'EXISTING' AND referral_due_on IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_timeline_stays"),
        ("documents", "0001_initial"),
        ("institutions", "0004_capacity_bands"),
        ("referrals", "0006_rows_hold_their_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="placement",
            name="placement_has_its_title",
        ),
        migrations.AddField(
            model_name="placement",
            name="referral_due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="referral",
            name="order_document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="order_number",
            field=models.CharField(blank=True, max_length=100, verbose_name="nomor penetapan"),
        ),
        migrations.AddField(
            model_name="referral",
            name="order_on",
            field=models.DateField(blank=True, null=True, verbose_name="tanggal penetapan"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision__isnull", False), ("title", "DECISION")),
                    models.Q(
                        ("order_on__isnull", False), ("title", "COURT"), models.Q(("order_number", ""), _negated=True)
                    ),
                    models.Q(
                        ("emergency_ends_on__isnull", False), ("limit_days__isnull", False), ("title", "EMERGENCY")
                    ),
                    models.Q(("referral_due_on__isnull", False), ("title", "EXISTING")),
                    _connector="OR",
                ),
                name="placement_has_its_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("order_number", ""), ("order_on", None)),
                    models.Q(
                        models.Q(("order_number", ""), _negated=True),
                        ("decision", None),
                        ("kind", "ADMISSION"),
                        ("order_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="referral_order_is_whole",
                violation_error_message="Isi nomor dan tanggal penetapan.",
            ),
        ),
    ]
