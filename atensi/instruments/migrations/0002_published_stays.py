"""A published questionnaire cannot change: what was answered must stay readable as it was asked. It can only be retired.

A draft is its keeper's to change and to throw away.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'DRAFT' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'PUBLISHED' AND NEW.state = 'RETIRED' AND
        (OLD.instrument_id, OLD.number, OLD.definition, OLD.legal_basis, OLD.created_at, OLD.created_by_id,
         OLD.published_at, OLD.published_by_id)
        IS NOT DISTINCT FROM
        (NEW.instrument_id, NEW.number, NEW.definition, NEW.legal_basis, NEW.created_at, NEW.created_by_id,
         NEW.published_at, NEW.published_by_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'questionnaire % is published: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER published_stays BEFORE UPDATE OR DELETE ON instruments_instrumentversion
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();
"""
BACK = """
DROP TRIGGER published_stays ON instruments_instrumentversion;
DROP FUNCTION refuse_change_of_published();
"""


class Migration(migrations.Migration):
    dependencies = [("instruments", "0001_questionnaires")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
