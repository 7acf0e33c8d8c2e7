"""A signed assessment, social report or care plan cannot change (domain.md 9, hard); a correction is a new version.

Removal of a signed paper is refused too.
"""

from django.db import migrations

SIGNED = ("cases_assessment", "cases_socialreport", "cases_careplan")

FUNCTION = """
CREATE FUNCTION refuse_change_of_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NOT NULL THEN
        RAISE EXCEPTION '% % is signed: % refused', TG_TABLE_NAME, OLD.id, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_relations")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change_of_signed();"),
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER signed_stays BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();",
                f"DROP TRIGGER signed_stays ON {table};",
            )
            for table in SIGNED
        ],
    ]
