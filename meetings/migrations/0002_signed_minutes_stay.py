"""What a meeting decided stays as it was signed: the meeting, its agenda, who came, its groups and what it agreed. Of a
follow-up only that it was done comes later, once."""

from django.db import migrations

MEETING = """
CREATE FUNCTION refuse_change_of_signed_meeting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NULL THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'meeting % is signed: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER signed_stays BEFORE UPDATE OR DELETE ON meetings_meeting
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed_meeting();
"""
MEETING_BACK = """
DROP TRIGGER signed_stays ON meetings_meeting;
DROP FUNCTION refuse_change_of_signed_meeting();
"""
PARTS = """
CREATE FUNCTION refuse_change_of_signed_meeting_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE meeting bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.meeting_id ELSE OLD.meeting_id END;
BEGIN
    IF EXISTS (SELECT FROM meetings_meeting WHERE id = meeting AND signed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'meeting % is signed: % of its parts refused', meeting, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signed_stays BEFORE INSERT OR UPDATE OR DELETE ON meetings_agendapoint
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed_meeting_part();
CREATE TRIGGER signed_stays BEFORE INSERT OR UPDATE OR DELETE ON meetings_invitation
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed_meeting_part();
CREATE TRIGGER signed_stays BEFORE INSERT OR UPDATE OR DELETE ON meetings_workinggroup
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed_meeting_part();
"""
PARTS_BACK = """
DROP TRIGGER signed_stays ON meetings_agendapoint;
DROP TRIGGER signed_stays ON meetings_invitation;
DROP TRIGGER signed_stays ON meetings_workinggroup;
DROP FUNCTION refuse_change_of_signed_meeting_part();
"""
MEMBERS = """
CREATE FUNCTION refuse_change_of_signed_group() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE working bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.workinggroup_id ELSE OLD.workinggroup_id END;
BEGIN
    IF EXISTS (SELECT FROM meetings_workinggroup g JOIN meetings_meeting m ON m.id = g.meeting_id
               WHERE g.id = working AND m.signed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'group % is of a signed meeting: % refused', working, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signed_stays BEFORE INSERT OR UPDATE OR DELETE ON meetings_workinggroup_members
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed_group();
"""
MEMBERS_BACK = """
DROP TRIGGER signed_stays ON meetings_workinggroup_members;
DROP FUNCTION refuse_change_of_signed_group();
"""
FOLLOW_UPS = """
CREATE FUNCTION refuse_change_of_signed_follow_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE meeting bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.meeting_id ELSE OLD.meeting_id END;
        done text[] := '{done_at,done_by_id,done_note}';
BEGIN
    IF NOT EXISTS (SELECT FROM meetings_meeting WHERE id = meeting AND signed_at IS NOT NULL) THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.done_at IS NULL AND to_jsonb(OLD) - done = to_jsonb(NEW) - done THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'meeting % is signed: % of its follow-ups refused', meeting, TG_OP
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER signed_stays BEFORE INSERT OR UPDATE OR DELETE ON meetings_meetingfollowup
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed_follow_up();
"""
FOLLOW_UPS_BACK = """
DROP TRIGGER signed_stays ON meetings_meetingfollowup;
DROP FUNCTION refuse_change_of_signed_follow_up();
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]
    operations = [
        migrations.RunSQL(MEETING, MEETING_BACK),
        migrations.RunSQL(PARTS, PARTS_BACK),
        migrations.RunSQL(MEMBERS, MEMBERS_BACK),
        migrations.RunSQL(FOLLOW_UPS, FOLLOW_UPS_BACK),
    ]
