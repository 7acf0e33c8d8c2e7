"""Assessments: drafted, edited, signed by a social worker; a correction is a new one (domain.md 8, 9)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import Problem, RuleViolation, require, require_no_problems
from atensi.instruments.answers import normal
from atensi.instruments.models import InstrumentVersion
from atensi.instruments.scoring import kept_scores
from atensi.instruments.states import Audience
from atensi.language import in_record_language
from atensi.reference.workdays import add_workdays, today_in
from institutions.parameters import value_for

from .. import permissions
from ..assessing import facts_of
from ..eligibility.common import open_problems
from ..eligibility.papers import assessment_problems
from ..event_states import EventKind
from ..models import Assessment, Case
from ..states import AssessmentKind, Stage
from .events import add_event
from .locks import locked_case
from .papers import fill, locked_draft, put_signature
from .stages import advance

# What the user writes in a draft, whatever its questionnaire.
FIELDS = ("assessed_on", "answers", "child_view", "conclusion")


@transaction.atomic
@in_record_language
def draft_assessment(
    *, case: Case, by: Actor, content: Mapping[str, Any], corrects: Assessment | None = None
) -> Assessment:
    """Begin an assessment by the questionnaire in force. content: `kind`, `assessed_on`, and any of FIELDS; what the
    case tells (age group, sex) is answered already. corrects: a signed one, whose questionnaire and words are taken
    over where `content` says nothing else.

    Raises NotAllowed for anybody but a social worker of the case (domain.md 8, hard), RuleViolation.
    """
    require(permissions.can_sign_paper(by, case))
    case = locked_case(case)
    require_no_problems(open_problems(case))
    content = dict(content)
    assessment = Assessment(case=case, author_id=by.user_id, kind=content.pop("kind"))
    if corrects is None:
        assessment.version = version_in_force(case, assessment.kind)
        assessment.answers = facts_of(case, assessment.questionnaire)
    else:
        take_over(assessment, corrects)
    fill(assessment, with_answers(assessment, content), FIELDS)
    assessment.save()
    told = {"assessment": assessment.pk, "version": assessment.version_id, "corrects": assessment.corrects_id}
    record("assessment.draft", case, by=by, data=told)
    return assessment


def version_in_force(case: Case, kind: str) -> InstrumentVersion:
    """The published questionnaire for this case. Raises RuleViolation when there is none."""
    audience = Audience.CHILD if case.beneficiary.is_child else Audience.ADULT
    version = InstrumentVersion.objects.in_force(kind, audience=audience)
    if version is None:
        text = _("Belum ada instrumen yang terbit untuk asesmen ini. Hubungi administrator Kementerian.")
        raise RuleViolation(Problem("instrument_missing", text, field="kind"))
    return version


def take_over(assessment: Assessment, corrects: Assessment) -> None:
    """Begin with the questionnaire and the words of a signed assessment of the same case and kind."""
    require(corrects.case_id == assessment.case_id and corrects.kind == assessment.kind and corrects.is_signed)
    assessment.corrects, assessment.version = corrects, corrects.version
    for name in FIELDS:
        setattr(assessment, name, getattr(corrects, name))


def with_answers(assessment: Assessment, content: dict[str, Any]) -> dict[str, Any]:
    """`content` with its answers as they are kept: facts stay where nothing else is said, the rest is replaced.

    Raises RuleViolation for what is no answer to this questionnaire.
    """
    if "answers" not in content:
        return content
    kept, faults = normal(assessment.questionnaire, content["answers"], assessment.answers)
    require_no_problems([Problem("answer_malformed", fault.text, field=fault.where) for fault in faults])
    first = assessment.answers if assessment.pk is None and assessment.corrects is None else {}
    return {**content, "answers": {**first, **kept}}


@transaction.atomic
@in_record_language
def edit_assessment(
    *, assessment: Assessment, by: Actor, content: Mapping[str, Any], read_at: datetime | None = None
) -> Assessment:
    """Change a draft. content: any of FIELDS; `answers` replaces all answers. read_at: its `updated_at` as the user
    read it. Raises NotAllowed, RuleViolation, StaleWrite."""
    assessment = locked_draft(assessment, by, read_at)
    require_no_problems(open_problems(assessment.case))
    fill(assessment, with_answers(assessment, dict(content)), FIELDS)
    assessment.save()
    record("assessment.edit", assessment.case, by=by, data={"assessment": assessment.pk})
    return assessment


@transaction.atomic
@in_record_language
def sign_assessment(
    *, assessment: Assessment, by: Actor, read_at: datetime | None = None, reasons: dict[str, str] | None = None
) -> Assessment:
    """Sign a draft; it cannot change afterwards, and keeps the scores that its questionnaire gives. The comprehensive
    one brings the case to assessment and starts the plan's clock (plan_due_workdays), which a correction leaves as it
    runs.

    Raises NotAllowed, RuleViolation, StaleWrite.
    """
    assessment = locked_draft(assessment, by, read_at)
    case = assessment.case = locked_case(assessment.case)
    assessment.scores = kept_scores(assessment.questionnaire, assessment.answers)
    put_signature(assessment, by, assessment_problems(assessment, by), reasons)
    add_event(case=case, kind=EventKind.ASSESSMENT_SIGNED, by=by, text=assessment.get_kind_display())
    if assessment.kind == AssessmentKind.COMPREHENSIVE:
        if assessment.corrects_id is None or case.plan_due_on is None:
            start_plan_clock(case)
        advance(case=case, to=Stage.ASSESSMENT, by=by)
    soft = sorted(assessment.soft_reasons)
    record("assessment.sign", case, by=by, data={"assessment": assessment.pk, "soft": soft})
    keep_deadlines(cases=[case.pk], by=by)
    return assessment


def start_plan_clock(case: Case) -> None:
    """Say until when the plan is due, from today on where the office is."""
    today, office = today_in(case.office.region), case.office
    case.plan_due_on = add_workdays(today, value_for("plan_due_workdays", office, on=today), region=office.region)
    case.save(update_fields=["plan_due_on", "updated_at"])
