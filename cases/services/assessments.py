"""Assessments: drafted, edited, signed by a social worker; a correction is a new one (domain.md 8, 9)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.reference.workdays import add_workdays, today_in
from institutions.parameters import value_for

from .. import permissions
from ..eligibility.common import open_problems
from ..eligibility.papers import assessment_problems
from ..models import Assessment, Case
from ..states import AssessmentKind, EventKind, Stage
from .events import add_event
from .locks import locked_case
from .papers import fill, locked_draft, put_signature
from .stages import advance

FIELDS = (
    "kind",
    "assessed_on",
    "biological",
    "psychological",
    "social",
    "spiritual",
    "parenting",
    "strengths",
    "risks",
    "child_view",
    "conclusion",
)


@transaction.atomic
def draft_assessment(*, case: Case, by: Actor, content: Mapping[str, Any]) -> Assessment:
    """Begin an assessment. content: any of FIELDS, `kind` and `assessed_on` at least.

    Raises NotAllowed for anybody but a social worker of the case (domain.md 8, hard), RuleViolation.
    """
    require(permissions.can_sign_paper(by, case))
    case = locked_case(case)
    require_no_problems(open_problems(case))
    assessment = Assessment(case=case, author_id=by.user_id)
    fill(assessment, content, FIELDS)
    assessment.save()
    record("assessment.draft", case, by=by, data={"assessment": assessment.pk})
    return assessment


@transaction.atomic
def edit_assessment(
    *, assessment: Assessment, by: Actor, content: Mapping[str, Any], read_at: datetime | None = None
) -> Assessment:
    """Change a draft. read_at: its `updated_at` as the user read it. Raises NotAllowed, RuleViolation, StaleWrite."""
    assessment = locked_draft(assessment, by, read_at)
    require_no_problems(open_problems(assessment.case))
    fill(assessment, content, FIELDS)
    assessment.save()
    record("assessment.edit", assessment.case, by=by, data={"assessment": assessment.pk})
    return assessment


@transaction.atomic
def sign_assessment(
    *, assessment: Assessment, by: Actor, read_at: datetime | None = None, reasons: dict[str, str] | None = None
) -> Assessment:
    """Sign a draft; it cannot change afterwards. The comprehensive one brings the case to assessment and starts the
    plan's clock (plan_due_workdays). Raises NotAllowed, RuleViolation, StaleWrite."""
    assessment = locked_draft(assessment, by, read_at)
    case = assessment.case = locked_case(assessment.case)
    put_signature(assessment, by, assessment_problems(assessment, by), reasons)
    add_event(case=case, kind=EventKind.ASSESSMENT_SIGNED, by=by, text=assessment.get_kind_display())
    if assessment.kind == AssessmentKind.COMPREHENSIVE:
        today, office = today_in(case.office.region), case.office
        case.plan_due_on = add_workdays(today, value_for("plan_due_workdays", office, on=today), region=office.region)
        case.save(update_fields=["plan_due_on", "updated_at"])
        advance(case=case, to=Stage.ASSESSMENT, by=by)
    soft = sorted(assessment.soft_reasons)
    record("assessment.sign", case, by=by, data={"assessment": assessment.pk, "soft": soft})
    keep_deadlines(cases=[case.pk], by=by)
    return assessment
