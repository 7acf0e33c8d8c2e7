"""What was written down of an incident stays: it takes a report once and an end once, and after its end nothing. Whom it
happened to and what was done about it are added to and never changed."""

from django.db import migrations

INCIDENT = """
CREATE FUNCTION refuse_change_of_incident() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE report text[] := '{reported_at,reported_by_id,report_number,findings}';
        ending text[] := '{closed_at,closed_by_id,closed_for_id,outcome,soft_reasons}';
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.closed_at IS NULL
        AND to_jsonb(OLD) - report - ending = to_jsonb(NEW) - report - ending
        AND (OLD.reported_at IS NULL OR (OLD.reported_at, OLD.reported_by_id, OLD.report_number, OLD.findings)
             IS NOT DISTINCT FROM (NEW.reported_at, NEW.reported_by_id, NEW.report_number, NEW.findings)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'incident % is kept as it was written: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER incidents_stay BEFORE UPDATE OR DELETE ON living_incident
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_incident();
"""
INCIDENT_BACK = """
DROP TRIGGER incidents_stay ON living_incident;
DROP FUNCTION refuse_change_of_incident();
"""
PARTS = """
CREATE FUNCTION refuse_change_of_incident_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'incident % is kept as it was written: % of its parts refused', OLD.incident_id, TG_OP
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM living_incident WHERE id = NEW.incident_id AND closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'incident % is closed: INSERT of its parts refused', NEW.incident_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incidents_stay BEFORE INSERT OR UPDATE OR DELETE ON living_incidentchild
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_incident_part();
CREATE TRIGGER incidents_stay BEFORE INSERT OR UPDATE OR DELETE ON living_incidentstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_incident_part();
"""
PARTS_BACK = """
DROP TRIGGER incidents_stay ON living_incidentchild;
DROP TRIGGER incidents_stay ON living_incidentstep;
DROP FUNCTION refuse_change_of_incident_part();
"""


class Migration(migrations.Migration):
    dependencies = [("living", "0001_initial")]
    operations = [
        migrations.RunSQL(INCIDENT, INCIDENT_BACK),
        migrations.RunSQL(PARTS, PARTS_BACK),
    ]
