"""What was written of a child's days stays: a contact as it is; a leave, until the return is added once; who cared for the
child, until the day that ended it; and no change of the caregiver without a hand-over note."""

from django.db import migrations

WRITTEN = """
CREATE FUNCTION refuse_change_of_day_of_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% % is kept as it was written: % refused', TG_TABLE_NAME, OLD.id, TG_OP
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER contacts_stay BEFORE UPDATE OR DELETE ON living_familycontact
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_day_of_stay();
CREATE TRIGGER reviews_stay BEFORE UPDATE OR DELETE ON living_caregiverreview
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_day_of_stay();
"""
WRITTEN_BACK = """
DROP TRIGGER contacts_stay ON living_familycontact;
DROP TRIGGER reviews_stay ON living_caregiverreview;
DROP FUNCTION refuse_change_of_day_of_stay();
"""
LEAVE = """
CREATE FUNCTION refuse_change_of_leave() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE back text[] := '{back_on,back_note,back_at,back_by_id}';
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.back_on IS NULL AND to_jsonb(OLD) - back = to_jsonb(NEW) - back THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'leave % is kept as it was written: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER leaves_stay BEFORE UPDATE OR DELETE ON living_leave
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_leave();
"""
LEAVE_BACK = """
DROP TRIGGER leaves_stay ON living_leave;
DROP FUNCTION refuse_change_of_leave();
"""
CARE = """
CREATE FUNCTION refuse_change_of_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.hand_over = '' AND EXISTS (SELECT FROM living_assignment WHERE placement_id = NEW.placement_id) THEN
            RAISE EXCEPTION 'placement % changes its caregiver without a hand-over note', NEW.placement_id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.until IS NULL
        AND to_jsonb(OLD) - '{until}'::text[] = to_jsonb(NEW) - '{until}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'assignment % is kept as it was written: % refused', OLD.id, TG_OP
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER handed_over BEFORE INSERT OR UPDATE OR DELETE ON living_assignment
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_assignment();
"""
CARE_BACK = """
DROP TRIGGER handed_over ON living_assignment;
DROP FUNCTION refuse_change_of_assignment();
"""


class Migration(migrations.Migration):
    dependencies = [("living", "0003_stays_and_caregivers")]
    operations = [
        migrations.RunSQL(WRITTEN, WRITTEN_BACK),
        migrations.RunSQL(LEAVE, LEAVE_BACK),
        migrations.RunSQL(CARE, CARE_BACK),
    ]
