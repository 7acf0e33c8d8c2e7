"""The regency recommends before its province decides (domain.md 5.2, 5.3); what it said stays as it was given."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STAYS = """
CREATE FUNCTION refuse_change_of_recommendation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'recommendation % is given: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER given_stays BEFORE UPDATE OR DELETE ON referrals_recommendation
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_recommendation();
"""
STAYS_OFF = """
DROP TRIGGER given_stays ON referrals_recommendation;
DROP FUNCTION refuse_change_of_recommendation();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("institutions", "0007_desk_roles"),
        ("referrals", "0019_answering_times"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="recommendation_due_on",
            field=models.DateField(blank=True, null=True, verbose_name="rekomendasi paling lambat"),
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="nomor")),
                (
                    "advice",
                    models.CharField(
                        choices=[("FOR", "Mendukung"), ("AGAINST", "Tidak mendukung")],
                        max_length=10,
                        verbose_name="rekomendasi",
                    ),
                ),
                ("reason", models.TextField(verbose_name="alasan")),
                ("given_at", models.DateTimeField()),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.mandate",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.institution"
                    ),
                ),
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendation",
                        to="referrals.referral",
                    ),
                ),
                (
                    "report_author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signed_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-given_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                        ),
                        name="recommendation_says_why",
                        violation_error_message="Tulis alasan rekomendasi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_by", models.F("report_author")), _negated=True),
                            models.Q(
                                models.Q(("mandate", None), ("signed_for", None)),
                                models.Q(
                                    ("mandate__isnull", False),
                                    ("signed_for__isnull", False),
                                    models.Q(("signed_for", models.F("report_author")), _negated=True),
                                    models.Q(("signed_for", models.F("given_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="recommendation_four_eyes",
                        violation_error_message="Penulis laporan sosial tidak memberi rekomendasi.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(STAYS, STAYS_OFF),
    ]
