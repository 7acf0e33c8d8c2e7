"""A request that nobody answers lapses on a day written on it; one for a care decision never does."""

from django.db import migrations, models

# Whoever waits already is given a week more before anything lapses.
WAITING = """
UPDATE referrals_referral SET lapses_on = greatest(answer_due_on, current_date) + 7
 WHERE state = 'SENT' AND kind <> 'CARE_DECISION';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0022_questions_before_an_answer"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="referral",
            name="referral_answer_has_time_and_person",
        ),
        migrations.RemoveConstraint(
            model_name="referral",
            name="referral_refusal_has_reason",
        ),
        migrations.AddField(
            model_name="referral",
            name="lapses_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="referral",
            name="state",
            field=models.CharField(
                choices=[
                    ("SENT", "Menunggu jawaban"),
                    ("ACCEPTED", "Diterima"),
                    ("DECLINED", "Ditolak"),
                    ("REDIRECTED", "Dialihkan"),
                    ("WITHDRAWN", "Ditarik"),
                    ("COMPLETED", "Selesai"),
                    ("LAPSED", "Gugur tanpa jawaban"),
                ],
                default="SENT",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None), ("state", "SENT")),
                    models.Q(("answered_at__isnull", False), ("answered_by", None), ("state", "LAPSED")),
                    models.Q(
                        models.Q(("state__in", ["SENT", "LAPSED"]), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="referral_answer_has_time_and_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "CARE_DECISION"), _negated=True),
                    models.Q(models.Q(("state", "LAPSED"), _negated=True), ("lapses_on", None)),
                    _connector="OR",
                ),
                name="referral_decision_never_lapses",
                violation_error_message="Permintaan keputusan tidak gugur: Dinas Sosial wajib menjawabnya.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["DECLINED", "LAPSED", "REDIRECTED"]), _negated=True),
                    models.Q(("answer_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="referral_refusal_has_reason",
                violation_error_message="Tuliskan alasannya.",
            ),
        ),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
    ]
