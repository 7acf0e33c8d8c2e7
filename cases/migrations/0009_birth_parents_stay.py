"""A birth parent's place in a child's family is never deleted or given to another relation (UU 35/2014 art. 39: the blood
tie is kept, whoever cares for the child). Name, address and whether the parent lives may be corrected."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION refuse_loss_of_birth_parent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.relation NOT IN ('MOTHER', 'FATHER') THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.relation, NEW.beneficiary_id) IS NOT DISTINCT FROM (OLD.relation, OLD.beneficiary_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'family member % is a birth parent: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER birth_parents_stay BEFORE UPDATE OR DELETE ON cases_familymember
    FOR EACH ROW EXECUTE FUNCTION refuse_loss_of_birth_parent();
"""
DROP = """
DROP TRIGGER birth_parents_stay ON cases_familymember;
DROP FUNCTION refuse_loss_of_birth_parent();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_rows_hold_their_rules")]
    operations = [migrations.RunSQL(TRIGGER, DROP)]
