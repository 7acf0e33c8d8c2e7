"""The hands that a report went through cannot be rewritten (domain.md 9), as the lines of a case's timeline."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION refuse_change_of_incoming_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'step % of a report stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER incoming_steps_stay BEFORE UPDATE OR DELETE ON cases_incomingreportstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_incoming_steps();
"""
DROP = """
DROP TRIGGER incoming_steps_stay ON cases_incomingreportstep;
DROP FUNCTION refuse_change_of_incoming_steps();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_incoming_reports")]
    operations = [migrations.RunSQL(TRIGGER, DROP)]
