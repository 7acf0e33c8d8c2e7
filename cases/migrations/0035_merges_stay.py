"""A merge stays on file as it was made; undoing it is the one thing that is added. A birth parent goes with the child
whose two files become one, and back, and nowhere else."""

from django.db import migrations

MERGES = """
CREATE FUNCTION refuse_change_of_merges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.undone_at IS NULL AND (OLD.changes = '' OR NEW.changes = OLD.changes)
        AND (NEW.id, NEW.kept_id, NEW.merged_id, NEW.office_id, NEW.reason, NEW.merged_at, NEW.merged_by_id)
            IS NOT DISTINCT FROM
            (OLD.id, OLD.kept_id, OLD.merged_id, OLD.office_id, OLD.reason, OLD.merged_at, OLD.merged_by_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'merge % stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER merges_stay BEFORE UPDATE OR DELETE ON cases_beneficiarymerge
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_merges();
"""
DROP_MERGES = """
DROP TRIGGER merges_stay ON cases_beneficiarymerge;
DROP FUNCTION refuse_change_of_merges();
"""
PARENTS = """
CREATE OR REPLACE FUNCTION refuse_loss_of_birth_parent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.relation NOT IN ('MOTHER', 'FATHER') THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.relation = OLD.relation
        AND (NEW.beneficiary_id = OLD.beneficiary_id {merged})
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'family member % is a birth parent: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
"""
IN_FORCE = """
            OR EXISTS (SELECT FROM cases_beneficiarymerge m WHERE m.undone_at IS NULL
                       AND (m.merged_id, m.kept_id) IN ((OLD.beneficiary_id, NEW.beneficiary_id),
                                                        (NEW.beneficiary_id, OLD.beneficiary_id)))
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0034_merges")]
    operations = [
        migrations.RunSQL(MERGES, DROP_MERGES),
        migrations.RunSQL(PARENTS.format(merged=IN_FORCE), PARENTS.format(merged="")),
    ]
