"""A decision is taken back on a paper of its own, and nothing begins by it any more (UU 30/2014 art. 64)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STAYS = """
CREATE TRIGGER signed_stays BEFORE UPDATE OR DELETE ON referrals_decisionrevocation
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();
"""
STAYS_OFF = "DROP TRIGGER signed_stays ON referrals_decisionrevocation;"
NOT_BY_REVOKED = """
CREATE FUNCTION refuse_placement_by_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM referrals_decisionrevocation r WHERE r.decision_id = NEW.decision_id) THEN
        RAISE EXCEPTION 'decision % was taken back: no placement begins by it', NEW.decision_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER not_by_revoked AFTER INSERT OR UPDATE OF decision_id ON referrals_placement
    FOR EACH ROW EXECUTE FUNCTION refuse_placement_by_revoked();
"""
NOT_BY_REVOKED_OFF = """
DROP TRIGGER not_by_revoked ON referrals_placement;
DROP FUNCTION refuse_placement_by_revoked();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_revocation_papers"),
        ("institutions", "0008_specialisations"),
        ("referrals", "0023_silence_lets_a_referral_lapse"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionRevocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="alasan")),
                ("signed_at", models.DateTimeField()),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revocation",
                        to="referrals.caredecision",
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
                    "paper",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.officialpaper",
                    ),
                ),
                (
                    "report_author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signed_by",
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
                "ordering": ["-signed_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="revocation_says_why",
                        violation_error_message="Tulis mengapa keputusan dicabut.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_by", models.F("report_author")), _negated=True),
                            models.Q(
                                models.Q(("mandate", None), ("signed_for", None)),
                                models.Q(
                                    ("mandate__isnull", False),
                                    ("signed_for__isnull", False),
                                    models.Q(("signed_for", models.F("report_author")), _negated=True),
                                    models.Q(("signed_for", models.F("signed_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="revocation_four_eyes",
                        violation_error_message="Penulis laporan sosial tidak boleh menandatangani keputusannya.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(STAYS, STAYS_OFF),
        migrations.RunSQL(NOT_BY_REVOKED, NOT_BY_REVOKED_OFF),
    ]
