"""What was checked, signed and done with a household stays as it was written; a later row stands in its place."""

from django.db import migrations

STAYS = """
CREATE FUNCTION refuse_change_of_written_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'row % of % stays as written: % refused', OLD.id, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER written_stays BEFORE UPDATE OR DELETE ON carers_candidatecheck
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_written_row();
CREATE TRIGGER written_stays BEFORE UPDATE OR DELETE ON carers_candidatepermit
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_written_row();
CREATE TRIGGER written_stays BEFORE UPDATE OR DELETE ON carers_candidatestep
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_written_row();
"""
BACK = """
DROP TRIGGER written_stays ON carers_candidatecheck;
DROP TRIGGER written_stays ON carers_candidatepermit;
DROP TRIGGER written_stays ON carers_candidatestep;
DROP FUNCTION refuse_change_of_written_row();
"""


class Migration(migrations.Migration):
    dependencies = [("carers", "0001_households_that_offer_to_care")]

    operations = [migrations.RunSQL(STAYS, BACK)]
