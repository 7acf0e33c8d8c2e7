"""A receiver asks the sender something before it answers; the inbox has its order in an index of its own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The place of what is there already, by the same rule as `urgency.turn_of`.
TURNS = """
UPDATE referrals_referral r
   SET turn = 10000000000::bigint * (CASE c.risk WHEN 'HIGH' THEN 0 WHEN 'MEDIUM' THEN 1 ELSE 2 END
                                     + CASE WHEN r.is_emergency THEN 0 ELSE 3 END)
            + floor(extract(epoch FROM r.sent_at))::bigint
  FROM cases_case c WHERE c.id = r.case_id;
"""
STAYS = """
CREATE FUNCTION refuse_change_of_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.answered_at IS NOT NULL
        OR (NEW.referral_id, NEW.text, NEW.asked_at, NEW.asked_by_id)
           IS DISTINCT FROM (OLD.referral_id, OLD.text, OLD.asked_at, OLD.asked_by_id)
    THEN
        RAISE EXCEPTION 'question % stays as it was asked and answered: % refused', OLD.id, TG_OP
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER question_stays BEFORE UPDATE OR DELETE ON referrals_referralquestion
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_question();
"""
STAYS_OFF = """
DROP TRIGGER question_stays ON referrals_referralquestion;
DROP FUNCTION refuse_change_of_question();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0021_inquiries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferralQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="pertanyaan")),
                ("asked_at", models.DateTimeField()),
                ("answer_due_on", models.DateField()),
                ("due_before", models.DateField()),
                ("answer", models.TextField(blank=True, verbose_name="jawaban")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("due_after", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="referral",
            name="turn",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunSQL(TURNS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["to_institution", "state", "turn", "id"], name="referral_turns"),
        ),
        migrations.AddField(
            model_name="referralquestion",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="referralquestion",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="referralquestion",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="referrals.referral"
            ),
        ),
        migrations.AddConstraint(
            model_name="referralquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="question_asks_something",
                violation_error_message="Tulis pertanyaannya.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referralquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", None), ("due_after", None)),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("due_after__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="question_answer_is_whole",
                violation_error_message="Tulis jawabannya.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referralquestion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None)),
                fields=("referral",),
                name="one_open_question_per_referral",
                violation_error_message="Pertanyaan sebelumnya belum dijawab.",
            ),
        ),
        migrations.RunSQL(STAYS, STAYS_OFF),
    ]
