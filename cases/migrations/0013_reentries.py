"""That a child who had gone home came back is a row of its own (domain.md 5.3)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_reviews_move_and_children_return"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reentry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("REPORTED", "dilaporkan lagi"), ("PLACED", "ditempatkan lagi")], max_length=10
                    ),
                ),
                ("home_on", models.DateField()),
                ("came_back_on", models.DateField()),
                ("watch_months", models.PositiveSmallIntegerField()),
                (
                    "beneficiary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reentries", to="cases.beneficiary"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reentries",
                        to="cases.case",
                    ),
                ),
                (
                    "former",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reentries_after", to="cases.case"
                    ),
                ),
                (
                    "response",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reentry",
                        to="cases.caseresponse",
                    ),
                ),
            ],
            options={
                "ordering": ["-came_back_on", "-pk"],
                "indexes": [models.Index(fields=["former", "came_back_on"], name="reentry_of_former")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("came_back_on__gte", models.F("home_on"))), name="reentry_after_homecoming"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "REPORTED"), ("response__isnull", False)),
                            models.Q(("case__isnull", False), ("kind", "PLACED"), ("response", None)),
                            _connector="OR",
                        ),
                        name="reentry_has_report_or_placement",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "PLACED")),
                        fields=("case", "came_back_on"),
                        name="reentry_by_placement_once",
                    ),
                ],
            },
        ),
    ]
