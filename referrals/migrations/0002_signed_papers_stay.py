"""A care decision and a held review cannot change (domain.md 5.2, 5.3)."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER signed_stays BEFORE UPDATE OR DELETE ON referrals_caredecision
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();
CREATE FUNCTION refuse_change_of_held_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'HELD' THEN
        RAISE EXCEPTION 'review % is held: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER held_stays BEFORE UPDATE OR DELETE ON referrals_placementreview
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_held_review();
"""
DROP = """
DROP TRIGGER held_stays ON referrals_placementreview;
DROP FUNCTION refuse_change_of_held_review();
DROP TRIGGER signed_stays ON referrals_caredecision;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("cases", "0003_signed_papers_stay")]
    operations = [migrations.RunSQL(TRIGGERS, DROP)]
