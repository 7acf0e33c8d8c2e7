"""A way to kin says with which relative. One that runs gets the only relative it can be about; where there is none or
more than one it is ended, for nobody knows whom its steps are about."""

import django.db.models.deletion
from django.db import migrations, models

NAMED = """
UPDATE carers_careprocess process SET relative_id = kin.only_one
FROM (
    SELECT beneficiary_id, min(id) AS only_one FROM cases_familymember
    WHERE is_alive AND may_contact AND NOT is_alleged_harmer AND kinship_degree BETWEEN 1 AND 3
    GROUP BY beneficiary_id HAVING count(*) = 1
) kin, cases_case one
WHERE process.form = 'KINSHIP' AND process.ended_on IS NULL
    AND one.id = process.case_id AND kin.beneficiary_id = one.beneficiary_id;
UPDATE carers_careprocess SET ended_on = current_date, ended_by_id = opened_by_id,
    end_reason = 'Proses ini belum menyebut kerabatnya. Buka lagi untuk kerabat yang dinilai.'
WHERE form = 'KINSHIP' AND ended_on IS NULL AND relative_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
STAYS = """
CREATE TRIGGER relative_stays BEFORE UPDATE OF relative_id ON carers_careprocess
    FOR EACH ROW WHEN (OLD.relative_id IS DISTINCT FROM NEW.relative_id)
    EXECUTE FUNCTION refuse_change_of_written_row();
"""
BACK = "DROP TRIGGER relative_stays ON carers_careprocess;"


class Migration(migrations.Migration):
    dependencies = [
        ("carers", "0005_kin_as_a_way_and_days_in_court"),
        ("cases", "0065_request_steps_stay"),
    ]

    operations = [
        migrations.AddField(
            model_name="careprocess",
            name="relative",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.familymember",
            ),
        ),
        migrations.RunSQL(NAMED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="careprocess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("form", "KINSHIP"), _negated=True), ("relative", None)),
                    models.Q(
                        ("form", "KINSHIP"),
                        models.Q(("relative__isnull", False), ("ended_on__isnull", False), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="way_to_kin_names_the_relative",
                violation_error_message="Pilih kerabatnya: proses kerabat adalah tentang satu orang.",
            ),
        ),
        migrations.RunSQL(STAYS, BACK),
    ]
