"""The work list of decisions walks the index of turns, where a child in an emergency placement has a turn among the urgent
ones; what an office has decided walks an index of its own."""

from django.db import migrations, models

# As `services.turns.is_urgent` has it; a turn is rank * 10^10 + seconds, and the calm ones rank three lower.
URGENT = """
UPDATE referrals_referral r
   SET turn = r.turn {sign} 30000000000
 WHERE r.state = 'SENT' AND r.kind = 'CARE_DECISION' AND NOT r.is_emergency
   AND EXISTS (SELECT 1 FROM referrals_placement p
                WHERE p.case_id = r.case_id AND p.title = 'EMERGENCY' AND p.state IN ('ACTIVE', 'OVERSTAYED'));
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0027_who_asks_the_sender")]

    operations = [
        migrations.RunSQL(URGENT.format(sign="-"), URGENT.format(sign="+")),
        migrations.AddIndex(
            model_name="caredecision",
            index=models.Index(fields=["deciding_office", "-signed_at", "-id"], name="decision_of_office"),
        ),
    ]
