"""What happened to a task cannot be rewritten, as the lines of a case's timeline."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION refuse_change_of_task_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'step % of a task stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER task_steps_stay BEFORE UPDATE OR DELETE ON cases_taskstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_task_steps();
"""
DROP = """
DROP TRIGGER task_steps_stay ON cases_taskstep;
DROP FUNCTION refuse_change_of_task_steps();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_tasks")]
    operations = [migrations.RunSQL(TRIGGER, DROP)]
