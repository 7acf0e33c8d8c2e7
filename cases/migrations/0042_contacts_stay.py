"""What the visit and call log says cannot be rewritten."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION refuse_change_of_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'contact % stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER contacts_stay BEFORE UPDATE OR DELETE ON cases_casecontact
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_contacts();
"""
DROP = """
DROP TRIGGER contacts_stay ON cases_casecontact;
DROP FUNCTION refuse_change_of_contacts();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0041_contacts")]
    operations = [migrations.RunSQL(TRIGGER, DROP)]
