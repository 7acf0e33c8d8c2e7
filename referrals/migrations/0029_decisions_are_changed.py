"""A decision is changed on a paper of its own, and only to end sooner (UU 30/2014 art. 63); an extension
has a paper too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STAYS = """
CREATE TRIGGER signed_stays BEFORE UPDATE OR DELETE ON referrals_decisionrevision
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();
"""
STAYS_OFF = "DROP TRIGGER signed_stays ON referrals_decisionrevision;"


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0007_papers_of_changed_decisions"),
        ("institutions", "0008_specialisations"),
        ("referrals", "0028_lists_of_decisions_walk_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="alasan")),
                ("ends_before", models.DateField(blank=True, null=True, verbose_name="berakhir semula")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="berlaku sampai")),
                ("correction", models.TextField(blank=True, default="", verbose_name="perbaikan isi")),
                ("signed_at", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
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
                "ordering": ["signed_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(
                                ("until_on__isnull", False),
                                models.Q(("correction", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="revision_says_what_and_why",
                        violation_error_message="Tulis alasan, dan apa yang diubah.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_before", None),
                            models.Q(
                                ("ends_before__isnull", False),
                                ("until_on__isnull", False),
                                ("until_on__lt", models.F("ends_before")),
                            ),
                            _connector="OR",
                        ),
                        name="revision_only_shortens",
                        violation_error_message="Perubahan hanya memendekkan masa keputusan.",
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
                        name="revision_four_eyes",
                        violation_error_message="Penulis laporan sosial tidak boleh menandatangani keputusannya.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(STAYS, STAYS_OFF),
        migrations.AddField(
            model_name="placementextension",
            name="paper",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.officialpaper",
            ),
        ),
    ]
