"""A question says who asks: the receiver, or the regency before it recommends."""

import django.db.models.deletion
from django.db import migrations, models

# Until now only receivers asked. The trigger keeps words and people; it is set again with the asker below.
FILL = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE referrals_referralquestion DISABLE TRIGGER question_stays;
UPDATE referrals_referralquestion q SET institution_id = r.to_institution_id
  FROM referrals_referral r WHERE r.id = q.referral_id;
ALTER TABLE referrals_referralquestion ENABLE TRIGGER question_stays;
SET CONSTRAINTS ALL DEFERRED;
"""
HELD = """
CREATE OR REPLACE FUNCTION refuse_change_of_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.answered_at IS NOT NULL
        OR ({new}) IS DISTINCT FROM ({old})
    THEN
        RAISE EXCEPTION 'question % stays as it was asked and answered: % refused', OLD.id, TG_OP
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
WORDS = ("referral_id", "text", "asked_at", "asked_by_id")


def held(columns: tuple[str, ...]) -> str:
    return HELD.format(
        new=", ".join(f"NEW.{column}" for column in columns), old=", ".join(f"OLD.{column}" for column in columns)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("institutions", "0008_specialisations"),
        ("referrals", "0026_places_are_held"),
    ]

    operations = [
        migrations.AddField(
            model_name="referralquestion",
            name="institution",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="institutions.institution",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="referralquestion",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="institutions.institution",
            ),
        ),
        migrations.RunSQL(held((*WORDS, "institution_id")), held(WORDS)),
    ]
