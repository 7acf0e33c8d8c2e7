"""A wording that was published stays as it was read out. Agreements of before covered the service and its data: they
were read the notice of the data protection page, whose version they name."""

from django.db import migrations

NOTICE_STAYS = """
CREATE FUNCTION refuse_change_of_consent_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'DRAFT' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'IN_FORCE' AND NEW.state = 'RETIRED' AND
        (OLD.code, OLD.purpose, OLD.recipients, OLD.retention, OLD.rights, OLD.purpose_en, OLD.recipients_en,
         OLD.retention_en, OLD.rights_en, OLD.created_at, OLD.created_by_id, OLD.published_at, OLD.published_by_id)
        IS NOT DISTINCT FROM
        (NEW.code, NEW.purpose, NEW.recipients, NEW.retention, NEW.rights, NEW.purpose_en, NEW.recipients_en,
         NEW.retention_en, NEW.rights_en, NEW.created_at, NEW.created_by_id, NEW.published_at, NEW.published_by_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'consent notice % is published: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER published_stays BEFORE UPDATE OR DELETE ON cases_consentnotice
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_consent_notice();
"""
BACK = """
DROP TRIGGER published_stays ON cases_consentnotice;
DROP FUNCTION refuse_change_of_consent_notice();
"""
OLD_ONES = """
INSERT INTO cases_consent (agreement_id, scope, withdrawn_on, withdrawn_reason)
SELECT a.id, s.scope, a.withdrawn_on,
       CASE WHEN a.withdrawn_on IS NULL THEN '' ELSE 'Ditarik sebelum alasan dicatat.' END
FROM cases_agreement a CROSS JOIN (VALUES ('SERVICE'), ('DATA')) AS s (scope)
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0027_consents")]
    operations = [
        migrations.RunSQL(NOTICE_STAYS, BACK),
        migrations.RunSQL(OLD_ONES, migrations.RunSQL.noop),
    ]
