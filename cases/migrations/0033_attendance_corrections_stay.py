"""What the attendance of a session said before a correction cannot be rewritten."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION refuse_change_of_attendance_corrections() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'correction % of a session stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER attendance_corrections_stay BEFORE UPDATE OR DELETE ON cases_attendancecorrection
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_attendance_corrections();
"""
DROP = """
DROP TRIGGER attendance_corrections_stay ON cases_attendancecorrection;
DROP FUNCTION refuse_change_of_attendance_corrections();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0032_group_sessions")]
    operations = [migrations.RunSQL(TRIGGER, DROP)]
