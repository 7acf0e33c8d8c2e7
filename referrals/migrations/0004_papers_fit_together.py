"""What a constraint on one row cannot say (design.md 4: hard rules stand in the database and in services).

A placement by decision is the one that an approving decision of the same case describes; a placement is its case's
person's; a decision names the true author of its report, so that four eyes are four, and papers of one case only.
They run after the row's own constraints, whose messages are the plainer ones.
"""

from django.db import migrations

PLACEMENT = """
CREATE FUNCTION placement_fits_its_title() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE d referrals_caredecision;
BEGIN
    IF NEW.beneficiary_id IS DISTINCT FROM (SELECT beneficiary_id FROM cases_case WHERE id = NEW.case_id) THEN
        RAISE EXCEPTION 'placement of another person than its case is about' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.title <> 'DECISION' THEN RETURN NULL; END IF;
    SELECT * INTO d FROM referrals_caredecision WHERE id = NEW.decision_id;
    IF d.outcome IS DISTINCT FROM 'APPROVED'
        OR (d.case_id, d.form, d.base, d.term) IS DISTINCT FROM (NEW.case_id, NEW.form, NEW.base, NEW.term)
        OR (d.institution_id IS NOT NULL AND d.institution_id IS DISTINCT FROM NEW.institution_id)
        OR (d.carer_id IS NOT NULL AND d.carer_id IS DISTINCT FROM NEW.carer_id)
        OR NEW.starts_on < d.starts_on OR NEW.starts_on > d.ends_on
    THEN
        RAISE EXCEPTION 'decision % does not approve this placement', d.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fits_its_title AFTER INSERT OR UPDATE OF case_id, beneficiary_id, title, decision_id, form, base, term,
    institution_id, carer_id, starts_on ON referrals_placement
    FOR EACH ROW EXECUTE FUNCTION placement_fits_its_title();
"""
DECISION = """
CREATE FUNCTION decision_fits_its_papers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM cases_socialreport r WHERE r.id = NEW.social_report_id AND r.case_id = NEW.case_id
                   AND r.author_id = NEW.report_author_id AND r.signed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'decision %: the report is not a signed one of this case and author', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM referrals_referral f WHERE f.id = NEW.referral_id AND f.case_id = NEW.case_id)
        OR (NEW.conference_id IS NOT NULL AND NOT EXISTS
            (SELECT FROM cases_caseconference c WHERE c.id = NEW.conference_id AND c.case_id = NEW.case_id)) THEN
        RAISE EXCEPTION 'decision %: papers of another case', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fits_its_papers AFTER INSERT ON referrals_caredecision
    FOR EACH ROW EXECUTE FUNCTION decision_fits_its_papers();
"""
DROP_PLACEMENT = """
DROP TRIGGER fits_its_title ON referrals_placement;
DROP FUNCTION placement_fits_its_title();
"""
DROP_DECISION = """
DROP TRIGGER fits_its_papers ON referrals_caredecision;
DROP FUNCTION decision_fits_its_papers();
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_admission_may_be_asked_again"), ("cases", "0007_timeline_stays")]
    operations = [migrations.RunSQL(PLACEMENT, DROP_PLACEMENT), migrations.RunSQL(DECISION, DROP_DECISION)]
