"""A rejection says what to try first; an approval is taken up in time, or a new decision is asked for (domain.md 5.2)."""

from django.conf import settings
from django.db import migrations, models

# What the paper of every rejection said until now; a signed row changes nowhere else.
SAID = """
ALTER TABLE referrals_caredecision DISABLE TRIGGER signed_stays;
UPDATE referrals_caredecision SET try_first = 'Pengasuhan oleh keluarga, dengan dukungan layanan.'
    WHERE outcome = 'REJECTED' AND try_first = '';
ALTER TABLE referrals_caredecision ENABLE TRIGGER signed_stays;
"""
FITS = """
CREATE OR REPLACE FUNCTION placement_fits_its_title() RETURNS trigger LANGUAGE plpgsql AS $$
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
        OR NEW.starts_on < d.starts_on OR NEW.starts_on > d.ends_on {stale}
    THEN
        RAISE EXCEPTION 'decision % does not approve this placement', d.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""
IN_TIME, ANY_TIME = FITS.format(stale="OR NEW.starts_on > d.usable_until"), FITS.format(stale="")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0054_justice_date_called_off"),
        ("documents", "0004_meeting_minutes"),
        ("institutions", "0007_desk_roles"),
        ("referrals", "0016_held_reviews_by_month"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="caredecision",
            name="start_due_on",
            field=models.DateField(blank=True, null=True, verbose_name="penempatan dimulai paling lambat"),
        ),
        migrations.AddField(
            model_name="caredecision",
            name="try_first",
            field=models.TextField(blank=True, default="", verbose_name="ditempuh dulu"),
        ),
        migrations.AddField(
            model_name="caredecision",
            name="usable_until",
            field=models.DateField(blank=True, null=True, verbose_name="penempatan boleh dimulai sampai"),
        ),
        migrations.RunSQL(SAID, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="caredecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "REJECTED"), _negated=True),
                    models.Q(("try_first", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_rejection_says_what_first",
                violation_error_message="Tulis apa yang ditempuh dulu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caredecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("start_due_on", None), ("usable_until", None)),
                    models.Q(
                        ("outcome", "APPROVED"),
                        ("start_due_on__gte", models.F("starts_on")),
                        ("start_due_on__isnull", False),
                        ("usable_until__gte", models.F("start_due_on")),
                        ("usable_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="decision_is_used_in_time",
                violation_error_message="Batas mulai penempatan tidak cocok dengan masa keputusan.",
            ),
        ),
        migrations.RunSQL(IN_TIME, ANY_TIME),
    ]
