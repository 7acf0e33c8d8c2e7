"""The goals and actions of a signed plan belong to the signature: they cannot change, come or go. Only an action's state
and the day it was done move on while the plan is carried out (domain.md 5.4)."""

from django.db import migrations

GOALS = """
CREATE FUNCTION refuse_change_of_signed_goal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE plan bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.plan_id ELSE OLD.plan_id END;
BEGIN
    IF EXISTS (SELECT FROM cases_careplan WHERE id = plan AND signed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'plan % is signed: % of its goals refused', plan, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signed_stays BEFORE INSERT OR UPDATE OR DELETE ON cases_careplangoal
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed_goal();
"""
ACTIONS = """
CREATE FUNCTION refuse_change_of_signed_action() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE goal bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.goal_id ELSE OLD.goal_id END;
BEGIN
    IF NOT EXISTS (SELECT FROM cases_careplan p JOIN cases_careplangoal g ON g.plan_id = p.id
                   WHERE g.id = goal AND p.signed_at IS NOT NULL) THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.goal_id, OLD.text, OLD.component_id, OLD.base, OLD.responsible, OLD.due_on)
        IS NOT DISTINCT FROM (NEW.goal_id, NEW.text, NEW.component_id, NEW.base, NEW.responsible, NEW.due_on) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'goal % belongs to a signed plan: % of its actions refused', goal, TG_OP
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER signed_stays BEFORE INSERT OR UPDATE OR DELETE ON cases_careplanaction
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed_action();
"""
UNDO = """
DROP TRIGGER signed_stays ON {table};
DROP FUNCTION {function}();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_reasons_and_plan_parties")]
    operations = [
        migrations.RunSQL(GOALS, UNDO.format(table="cases_careplangoal", function="refuse_change_of_signed_goal")),
        migrations.RunSQL(
            ACTIONS, UNDO.format(table="cases_careplanaction", function="refuse_change_of_signed_action")
        ),
    ]
