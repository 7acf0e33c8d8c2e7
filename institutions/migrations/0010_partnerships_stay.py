"""An agreement between a Sentra and its partner stays as it was written; only its end is added, once."""

from django.db import migrations

STAY = """
CREATE FUNCTION keep_partnership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
        OR (to_jsonb(NEW) - 'ended_at' - 'ended_by_id' - 'end_reason')
            <> (to_jsonb(OLD) - 'ended_at' - 'ended_by_id' - 'end_reason') THEN
        RAISE EXCEPTION 'partnership % stays as written: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER partnerships_stay BEFORE UPDATE OR DELETE ON institutions_partnership
    FOR EACH ROW EXECUTE FUNCTION keep_partnership();
"""
BACK = """
DROP TRIGGER partnerships_stay ON institutions_partnership;
DROP FUNCTION keep_partnership();
"""


class Migration(migrations.Migration):
    dependencies = [("institutions", "0009_partners_of_a_sentra")]

    operations = [migrations.RunSQL(STAY, BACK)]
