"""A file of a case stays as it was added; it can be taken back once, and never removed."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION refuse_change_of_attachments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL
       AND (to_jsonb(NEW) - '{withdrawn_at,withdrawn_by_id,withdrawn_reason}'::text[])
         = (to_jsonb(OLD) - '{withdrawn_at,withdrawn_by_id,withdrawn_reason}'::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'file % of a case stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER attachments_stay BEFORE UPDATE OR DELETE ON cases_attachment
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_attachments();
"""
DROP = """
DROP TRIGGER attachments_stay ON cases_attachment;
DROP FUNCTION refuse_change_of_attachments();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0030_attachments")]
    operations = [migrations.RunSQL(TRIGGER, DROP)]
