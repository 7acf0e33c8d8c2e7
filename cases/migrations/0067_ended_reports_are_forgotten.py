"""At the end of keeping the steps of a report or request go with it (UU 27/2022 arts. 42-44); until then they stay.

Only of one that ended without a case, and at least two years after its last step: no setting is shorter.
"""

from django.db import migrations

FORGETTABLE = """
CREATE OR REPLACE FUNCTION refuse_change_of_incoming_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        AND EXISTS (SELECT FROM cases_incomingreport WHERE id = OLD.report_id AND state = 'CLOSED')
        AND NOT EXISTS (SELECT FROM cases_incomingreportstep
                         WHERE report_id = OLD.report_id AND happened_at > now() - interval '2 years')
    THEN RETURN OLD;
    END IF;
    RAISE EXCEPTION 'step % of a report stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE FUNCTION refuse_change_of_request_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        AND EXISTS (SELECT FROM cases_deskrequest asked LEFT JOIN cases_incomingreport report ON report.id = asked.report_id
                     WHERE asked.id = OLD.request_id AND (asked.state = 'ANSWERED' OR report.state = 'CLOSED'))
        AND NOT EXISTS (SELECT FROM cases_deskrequeststep
                         WHERE request_id = OLD.request_id AND happened_at > now() - interval '2 years')
    THEN RETURN OLD;
    END IF;
    RAISE EXCEPTION 'step % of a request stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
"""
ALWAYS = """
CREATE OR REPLACE FUNCTION refuse_change_of_incoming_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'step % of a report stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE FUNCTION refuse_change_of_request_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'step % of a request stays: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0066_admission_sheets_in_the_story")]

    operations = [
        migrations.RunSQL(FORGETTABLE, ALWAYS),
        migrations.RemoveIndex(model_name="deskrequest", name="request_of_sentra"),
        migrations.RemoveIndex(model_name="deskrequest", name="request_of_desk"),
    ]
