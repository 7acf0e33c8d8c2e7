"""What a Sentra did with a request stays as it was written."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION refuse_change_of_request_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'step % of a request stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER request_steps_stay BEFORE UPDATE OR DELETE ON cases_deskrequeststep
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_request_steps();
"""
DROP = """
DROP TRIGGER request_steps_stay ON cases_deskrequeststep;
DROP FUNCTION refuse_change_of_request_steps();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0064_serasi_requests")]

    operations = [migrations.RunSQL(TRIGGER, DROP)]
