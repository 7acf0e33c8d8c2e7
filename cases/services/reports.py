"""Social reports: the signed professional report for a decision maker (domain.md 9); a correction is a new version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language

from .. import permissions
from ..eligibility.common import open_problems
from ..eligibility.papers import REPORT_SECTIONS, report_problems
from ..event_states import EventKind
from ..models import Assessment, Case, SocialReport
from .events import add_event
from .locks import locked_case
from .papers import fill, locked_draft, put_signature

FIELDS = ("assessment", *REPORT_SECTIONS)


@transaction.atomic
@in_record_language
def draft_report(*, case: Case, by: Actor, assessment: Assessment, content: Mapping[str, Any]) -> SocialReport:
    """Begin a social report on an assessment of the case. content: any of REPORT_SECTIONS.

    Raises NotAllowed for anybody but a social worker of the case (domain.md 8, hard), RuleViolation.
    """
    require(permissions.can_sign_paper(by, case))
    require(assessment.case_id == case.pk)
    case = locked_case(case)
    require_no_problems(open_problems(case))
    report = SocialReport(case=case, assessment=assessment, author_id=by.user_id)
    fill(report, content, REPORT_SECTIONS)
    report.save()
    record("report.draft", case, by=by, data={"report": report.pk})
    return report


@transaction.atomic
@in_record_language
def edit_report(
    *, report: SocialReport, by: Actor, content: Mapping[str, Any], read_at: datetime | None = None
) -> SocialReport:
    """Change a draft. content: any of FIELDS. Raises NotAllowed, RuleViolation, StaleWrite."""
    report = locked_draft(report, by, read_at)
    require_no_problems(open_problems(report.case))
    fill(report, content, FIELDS)
    require(report.assessment.case_id == report.case_id)
    report.save()
    record("report.edit", report.case, by=by, data={"report": report.pk})
    return report


@transaction.atomic
@in_record_language
def sign_report(
    *, report: SocialReport, by: Actor, read_at: datetime | None = None, reasons: dict[str, str] | None = None
) -> SocialReport:
    """Sign a draft; it cannot change afterwards. Raises NotAllowed, RuleViolation, StaleWrite."""
    report = locked_draft(report, by, read_at)
    report.case = locked_case(report.case)
    put_signature(report, by, report_problems(report, by), reasons)
    add_event(case=report.case, kind=EventKind.REPORT_SIGNED, by=by)
    record("report.sign", report.case, by=by, data={"report": report.pk, "soft": sorted(report.soft_reasons)})
    return report
