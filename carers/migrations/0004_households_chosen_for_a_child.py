"""Which household of the register was chosen for a child, and which child a household offers to take."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STAYS = """
CREATE TRIGGER match_stays BEFORE DELETE ON carers_carematch
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_written_row();
CREATE TRIGGER ended_stays BEFORE UPDATE ON carers_carematch
    FOR EACH ROW WHEN (OLD.ended_on IS NOT NULL) EXECUTE FUNCTION refuse_change_of_written_row();
"""
BACK = """
DROP TRIGGER match_stays ON carers_carematch;
DROP TRIGGER ended_stays ON carers_carematch;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("carers", "0003_steps_to_guardianship_and_adoption"),
        ("cases", "0063_households_in_the_story"),
        ("institutions", "0008_specialisations"),
        ("reference", "0004_region_by_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CareMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.CharField(
                        choices=[("FOSTER", "Orang tua asuh"), ("GUARDIAN", "Wali"), ("ADOPTION", "Pengangkatan anak")],
                        max_length=15,
                        verbose_name="bentuk pengasuhan",
                    ),
                ),
                ("reason", models.TextField(verbose_name="mengapa keluarga ini")),
                ("reasons", models.JSONField(blank=True, default=dict)),
                ("lives_from", models.DateField(blank=True, null=True)),
                ("chosen_at", models.DateTimeField(auto_now_add=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("end_reason", models.TextField(blank=True, verbose_name="alasan")),
            ],
            options={
                "ordering": ["-chosen_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="candidate",
            name="wants_age_from",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="umur anak paling rendah"),
        ),
        migrations.AddField(
            model_name="candidate",
            name="wants_age_to",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="umur anak paling tinggi"),
        ),
        migrations.AddField(
            model_name="candidate",
            name="wants_sex",
            field=models.CharField(
                blank=True,
                choices=[("MALE", "Laki-laki"), ("FEMALE", "Perempuan")],
                max_length=10,
                verbose_name="anak laki-laki atau perempuan",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("wants_age_from", None),
                    ("wants_age_to", None),
                    ("wants_age_from__lte", models.F("wants_age_to")),
                    _connector="OR",
                ),
                name="candidate_wishes_ages_in_order",
                violation_error_message="Umur paling rendah melebihi umur paling tinggi.",
            ),
        ),
        migrations.AddField(
            model_name="carematch",
            name="candidate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="carers.candidate"
            ),
        ),
        migrations.AddField(
            model_name="carematch",
            name="carer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.familymember"
            ),
        ),
        migrations.AddField(
            model_name="carematch",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="care_matches", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="carematch",
            name="chosen_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="carematch",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="carematch",
            index=models.Index(
                condition=models.Q(("ended_on", None)), fields=["candidate"], name="match_standing_of_household"
            ),
        ),
        migrations.AddConstraint(
            model_name="carematch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None), ("lives_from", None)),
                fields=("case", "form"),
                name="one_household_chosen",
                violation_error_message="Sudah ada keluarga yang dipilih untuk anak ini.",
            ),
        ),
        migrations.AddConstraint(
            model_name="carematch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None), ("lives_from__isnull", False)),
                fields=("case",),
                name="child_lives_in_one_household",
            ),
        ),
        migrations.AddConstraint(
            model_name="carematch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_by", None), ("ended_on", None)),
                    models.Q(
                        ("ended_by__isnull", False),
                        ("ended_on__isnull", False),
                        models.Q(("end_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="care_match_end_is_whole",
                violation_error_message="Tuliskan mengapa pilihan diakhiri.",
            ),
        ),
        migrations.RunSQL(STAYS, BACK),
    ]
