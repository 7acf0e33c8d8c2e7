"""What a supervisor approved is what the parties sign: from the approval on the text of a plan, its goals, actions and
contacts stay as they are; only the signature comes. The steps to the approval stay, too."""

from django.db import migrations

PLANS = """
CREATE FUNCTION refuse_change_of_approved_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE signing text[] := '{signed_at,signed_by_id,str_number,soft_reasons,updated_at}';
BEGIN
    IF OLD.state <> 'APPROVED' OR OLD.signed_at IS NOT NULL THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - signing = to_jsonb(NEW) - signing THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'plan % is approved: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER approved_stays BEFORE UPDATE OR DELETE ON cases_careplan
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_approved_plan();
"""
PLANS_BACK = "DROP TRIGGER approved_stays ON cases_careplan; DROP FUNCTION refuse_change_of_approved_plan();"
PARTS = """
CREATE OR REPLACE FUNCTION refuse_change_of_signed_goal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE plan bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.plan_id ELSE OLD.plan_id END;
BEGIN
    IF EXISTS (SELECT FROM cases_careplan WHERE id = plan AND (signed_at IS NOT NULL OR state = 'APPROVED')) THEN
        RAISE EXCEPTION 'plan % is signed: % of its goals refused', plan, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION refuse_change_of_signed_action() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE goal bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.goal_id ELSE OLD.goal_id END;
        progress text[] := '{state,done_on,state_reason,moved_at,moved_by_id}';
BEGIN
    IF NOT EXISTS (SELECT FROM cases_careplan p JOIN cases_careplangoal g ON g.plan_id = p.id
                   WHERE g.id = goal AND (p.signed_at IS NOT NULL OR p.state = 'APPROVED')) THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - progress = to_jsonb(NEW) - progress THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'goal % belongs to a signed plan: % of its actions refused', goal, TG_OP
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER signed_stays BEFORE INSERT OR UPDATE OR DELETE ON cases_careplancontact
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed_goal();
"""
PARTS_BACK = "DROP TRIGGER signed_stays ON cases_careplancontact;"
STEPS = """
CREATE FUNCTION refuse_change_of_plan_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'step % of a plan stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER plan_steps_stay BEFORE UPDATE OR DELETE ON cases_planstep
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_plan_steps();
"""
STEPS_BACK = "DROP TRIGGER plan_steps_stay ON cases_planstep; DROP FUNCTION refuse_change_of_plan_steps();"


class Migration(migrations.Migration):
    dependencies = [("cases", "0038_plan_rules")]
    operations = [
        migrations.RunSQL(PLANS, PLANS_BACK),
        migrations.RunSQL(PARTS, PARTS_BACK),
        migrations.RunSQL(STEPS, STEPS_BACK),
    ]
