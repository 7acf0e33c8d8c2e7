"""Plans that were signed before a supervisor had to approve them count as approved by the old rule, by nobody: no
approver is made up. What was dropped then had no reason to give."""

from django.db import migrations

FORWARD = """
ALTER TABLE cases_careplan DISABLE TRIGGER signed_stays;
UPDATE cases_careplan SET state = 'APPROVED', approval = 'OLD_RULE' WHERE signed_at IS NOT NULL;
ALTER TABLE cases_careplan ENABLE TRIGGER signed_stays;
UPDATE cases_careplanaction SET state_reason = 'Dihentikan sebelum alasan dicatat.' WHERE state = 'CANCELLED';
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0036_plan_approval")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
