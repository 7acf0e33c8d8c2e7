"""The lines of a case's timeline cannot change or go (domain.md 9): what people were told happened stays told."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION refuse_change_of_timeline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'event % is part of a timeline: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER timeline_stays BEFORE UPDATE OR DELETE ON cases_caseevent
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_timeline();
"""
DROP = """
DROP TRIGGER timeline_stays ON cases_caseevent;
DROP FUNCTION refuse_change_of_timeline();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_tell_of_overstayed")]
    operations = [migrations.RunSQL(TRIGGERS, DROP)]
