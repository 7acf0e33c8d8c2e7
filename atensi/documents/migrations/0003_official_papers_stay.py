"""An official paper is made once: it neither changes nor goes away. A new version has a number of its own."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION refuse_change_of_official_papers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'paper % stays: % refused', OLD.number, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER official_papers_stay BEFORE UPDATE OR DELETE ON documents_officialpaper
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_official_papers();
"""
DROP = """
DROP TRIGGER official_papers_stay ON documents_officialpaper;
DROP FUNCTION refuse_change_of_official_papers();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_official_papers")]
    operations = [migrations.RunSQL(TRIGGER, DROP)]
