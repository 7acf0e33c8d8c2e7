"""The day of a review moves with a trace, and the trace stays (domain.md 5.3)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TRIGGERS = """
CREATE FUNCTION refuse_change_of_date_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'date change % is a trace: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER date_changes_stay BEFORE UPDATE OR DELETE ON referrals_reviewdatechange
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_date_change();
"""
DROP = """
DROP TRIGGER date_changes_stay ON referrals_reviewdatechange;
DROP FUNCTION refuse_change_of_date_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0012_reviews_in_full"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewDateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_from", models.DateField()),
                ("due_to", models.DateField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("LICENCE", "Izin operasional lembaga habis, hampir habis, atau tidak ada"),
                            ("CERTIFICATE", "Akreditasi lembaga habis atau hampir habis"),
                            ("INACTIVE", "Lembaga tidak aktif lagi"),
                            ("INCIDENT", "Ada kejadian di tempat anak tinggal"),
                            ("BY_HAND", "Dimajukan petugas"),
                            ("INTERVAL", "Jarak tinjauan diubah di pengaturan"),
                        ],
                        max_length=12,
                    ),
                ),
                ("cause", models.CharField(blank=True, max_length=40)),
                ("note", models.TextField(blank=True, verbose_name="alasan")),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="date_changes",
                        to="referrals.placementreview",
                    ),
                ),
            ],
            options={
                "ordering": ["changed_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cause", ""), _negated=True),
                        fields=("review", "cause"),
                        name="review_moved_once_per_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reason__in", ["BY_HAND", "CERTIFICATE", "INACTIVE", "INCIDENT", "LICENCE"]),
                                _negated=True,
                            ),
                            ("due_to__lte", models.F("due_from")),
                            _connector="OR",
                        ),
                        name="review_is_pulled_forward_only",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "BY_HAND"), _negated=True),
                            models.Q(("changed_by__isnull", False), models.Q(("note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="review_moved_by_hand_has_a_reason",
                        violation_error_message="Tulis alasan memajukan tinjauan.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, DROP),
    ]
