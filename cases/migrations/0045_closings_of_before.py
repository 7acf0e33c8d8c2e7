"""Whatever was closed before closings were kept has one, from what the case itself says."""

from django.db import migrations

CLOSINGS = """
INSERT INTO cases_caseclosing (case_id, stage, reason_id, evaluation, reasons, child_view, child_not_heard_reason,
    family_view, handed_to, handed_to_name, hand_over_note, closed_at, closed_by_id, reopening_reason)
SELECT id, CASE WHEN stage IN ('CLOSE', 'AFTERCARE') THEN 'MONITOR' ELSE stage END, closure_reason_id,
    final_evaluation, closing_reasons, '', '', '', '', '', '', closed_at, closed_by_id, ''
FROM cases_case WHERE closed_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0044_closings")]
    operations = [migrations.RunSQL(CLOSINGS, migrations.RunSQL.noop)]
