"""A part of a signed meeting neither leaves it nor comes to it from another one: the meeting that a row is of before the
change counts, and the one after it. Where a meeting was moved from stays with it, too."""

from django.db import migrations

PARTS = """
CREATE OR REPLACE FUNCTION refuse_change_of_signed_meeting_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.meeting_id] WHEN 'DELETE' THEN ARRAY[OLD.meeting_id]
                            ELSE ARRAY[OLD.meeting_id, NEW.meeting_id] END;
        signed bigint := (SELECT min(id) FROM meetings_meeting WHERE id = ANY(touched) AND signed_at IS NOT NULL);
BEGIN
    IF signed IS NOT NULL THEN
        RAISE EXCEPTION 'meeting % is signed: % of its parts refused', signed, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signed_stays BEFORE INSERT OR UPDATE OR DELETE ON meetings_meetingmove
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed_meeting_part();
"""
# The functions may stay as they are: 0002 takes them back.
PARTS_BACK = "DROP TRIGGER signed_stays ON meetings_meetingmove;"
MEMBERS = """
CREATE OR REPLACE FUNCTION refuse_change_of_signed_group() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.workinggroup_id]
                            WHEN 'DELETE' THEN ARRAY[OLD.workinggroup_id]
                            ELSE ARRAY[OLD.workinggroup_id, NEW.workinggroup_id] END;
        signed bigint := (SELECT min(g.id) FROM meetings_workinggroup g JOIN meetings_meeting m ON m.id = g.meeting_id
                          WHERE g.id = ANY(touched) AND m.signed_at IS NOT NULL);
BEGIN
    IF signed IS NOT NULL THEN
        RAISE EXCEPTION 'group % is of a signed meeting: % refused', signed, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""
FOLLOW_UPS = """
CREATE OR REPLACE FUNCTION refuse_change_of_signed_follow_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.meeting_id] WHEN 'DELETE' THEN ARRAY[OLD.meeting_id]
                            ELSE ARRAY[OLD.meeting_id, NEW.meeting_id] END;
        signed bigint := (SELECT min(id) FROM meetings_meeting WHERE id = ANY(touched) AND signed_at IS NOT NULL);
        done text[] := '{done_at,done_by_id,done_note}';
BEGIN
    IF signed IS NULL THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.done_at IS NULL AND to_jsonb(OLD) - done = to_jsonb(NEW) - done THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'meeting % is signed: % of its follow-ups refused', signed, TG_OP
        USING ERRCODE = 'check_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_signed_minutes_stay")]
    operations = [
        migrations.RunSQL(PARTS, PARTS_BACK),
        migrations.RunSQL(MEMBERS, migrations.RunSQL.noop),
        migrations.RunSQL(FOLLOW_UPS, migrations.RunSQL.noop),
    ]
