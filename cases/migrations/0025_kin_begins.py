"""Whoever cares for a child now has a period of it, its beginning unknown; a step of a search stays as written."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION refuse_change_of_tracing_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'step % of a search stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER tracing_steps_stay BEFORE UPDATE OR DELETE ON cases_tracingstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_tracing_steps();
"""
DROP = """
DROP TRIGGER tracing_steps_stay ON cases_tracingstep;
DROP FUNCTION refuse_change_of_tracing_steps();
"""
PERIODS = """
INSERT INTO cases_caregivingperiod (member_id, recorded_at, recorded_by_id)
SELECT member.id, member.created_at, child.created_by_id
FROM cases_familymember member JOIN cases_beneficiary child ON child.id = member.beneficiary_id
WHERE member.is_caregiver
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_kin")]
    operations = [
        migrations.RunSQL(PERIODS, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGER, DROP),
    ]
