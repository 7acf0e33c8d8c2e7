"""Logging a report with the first answer to it, and the first contact with the child."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record, tells_when_refused
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import Problem, RuleViolation, require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import local_day
from institutions.models import Institution
from institutions.parameters import value_for
from institutions.rights import seeing

from .. import permissions
from ..eligibility.cases import ASSIGNED
from ..eligibility.responses import contact_problems, joining_problems, report_problems
from ..event_states import EventKind
from ..hooks import RISK_ROSE
from ..masking import may_reuse
from ..models import Beneficiary, Case, CaseResponse, IncomingReport, ResponseCategory
from ..person import Person
from ..report import Report
from ..states import ResponseOutcome, Risk
from .beneficiaries import create_beneficiary
from .cases import add_categories, is_restricted, numbered, open_case
from .events import add_event
from .incoming import answer_incoming
from .locks import locked, locked_case, sent_before
from .reentries import watch_reentry

RISING = (Risk.LOW, Risk.MEDIUM, Risk.HIGH)


@tells_when_refused
@transaction.atomic
@in_record_language
def log_response(
    *,
    by: Actor,
    form_id: UUID,
    report: Report,
    outcome: str,
    person: Person | None = None,
    beneficiary: Beneficiary | None = None,
    case: Case | None = None,
    worker: User | None = None,
    without_nik: bool = False,
    incoming: IncomingReport | None = None,
) -> CaseResponse:
    """Log a report at the actor's office; it opens a case, joins an open one, or ends as advice (`ResponseOutcome`).

    form_id: the form's own key; sending it again returns the same response. case: the one to join. beneficiary: a
    person already on file; else `person` is recorded. worker: who becomes responsible for a new case; the actor when
    they are a field social worker. without_nik: see `create_beneficiary`. incoming: the desk's report that it answers,
    which ends with it. Raises NotAllowed, RuleViolation.
    Source: domain.md 9 (what a report holds; first-contact limits by triage).
    """
    require(permissions.can_log_response(by))
    before = sent_before(CaseResponse, form_id, by=by, made_by="logged_by_id")
    if before:
        return before
    office = Institution.objects.select_related("region").get(pk=by.institution_id)
    _require_case_to_join(outcome, case, by)
    require_no_problems([*report_problems(report, office), *joining_problems(case)])
    if outcome == ResponseOutcome.JOINED_CASE:
        case = _join(case, report, by)
        beneficiary = case.beneficiary
    else:
        beneficiary = _known(beneficiary, by) or create_beneficiary(
            person=person, office=office, by=by, without_nik=without_nik
        )
    if outcome == ResponseOutcome.OPENED_CASE:
        case = _open(beneficiary, office, worker, report, by)
    response = _write(report, office, beneficiary, case, outcome, form_id, by)
    keep_deadlines(subjects={"first_contact": [response.pk]}, by=by)
    day = local_day(response.received_at, office.region)
    watch_reentry(beneficiary=beneficiary, on=day, by=by, case=case, response=response)
    if incoming is not None:
        answer_incoming(report=incoming, response=response, by=by)
    record("response.log", response, by=by, data={"outcome": outcome, "case": case.pk if case else None})
    return response


@transaction.atomic
@in_record_language
def record_first_contact(*, response: CaseResponse, by: Actor, at: datetime, note: str) -> CaseResponse:
    """Record when somebody of the office first reached the child, and what they found; it stops the clock.

    The same person sending the same again changes nothing. Raises NotAllowed, RuleViolation.
    """
    response = locked(response)
    require(permissions.can_record_contact(by, response))
    if (response.first_contact_at, response.first_contact_by_id, response.first_contact_note) == (at, by.user_id, note):
        return response
    require_no_problems(contact_problems(response, at, note))
    response.first_contact_at, response.first_contact_by_id, response.first_contact_note = at, by.user_id, note
    response.save(update_fields=["first_contact_at", "first_contact_by", "first_contact_note"])
    if response.case:
        add_event(case=response.case, kind=EventKind.FIRST_CONTACT, by=by, text=note, at=at)
    keep_deadlines(subjects={"first_contact": [response.pk]}, by=by)
    record("response.first_contact", response, by=by, data={"late": at > response.first_contact_due_at})
    return response


def _require_case_to_join(outcome: str, case: Case | None, by: Actor) -> None:
    """A case is named exactly when the report joins it: none is tied to one whose work is not the actor's."""
    require((case is not None) == (outcome == ResponseOutcome.JOINED_CASE))
    require(case is None or permissions.can_work_on(by, case))


def _known(beneficiary: Beneficiary | None, by: Actor) -> Beneficiary | None:
    """A person on file whose name the user may read; neither somebody else's file nor a masked one is opened by naming
    its number."""
    if beneficiary is not None:
        require(may_reuse(seeing(by), beneficiary))
    return beneficiary


def _join(case: Case, report: Report, by: Actor) -> Case:
    """A new report only ever protects more: categories are added, risk and restriction rise."""
    case = locked_case(case)
    add_categories(case, report.categories, None)
    case.restricted = case.restricted or is_restricted(report.categories)
    before = case.risk
    case.risk = max(before, report.triage, key=RISING.index)
    case.save(update_fields=["restricted", "risk", "updated_at"])
    if case.risk != before:
        for follow in RISK_ROSE:
            follow(case)
    return case


def _open(beneficiary: Beneficiary, office: Institution, worker: User | None, report: Report, by: Actor) -> Case:
    if worker is None and permissions.takes_cases(by):
        worker = User.objects.get(pk=by.user_id)
    if worker is None:
        raise RuleViolation(
            Problem("worker_missing", _("Pilih petugas yang menangani."), source=ASSIGNED, field="worker")
        )
    return open_case(
        beneficiary=beneficiary,
        office=office,
        worker=worker,
        risk=report.triage,
        categories=list(report.categories),
        primary=report.primary,
        by=by,
    )


def _write(
    report: Report,
    office: Institution,
    beneficiary: Beneficiary,
    case: Case | None,
    outcome: str,
    form_id: UUID,
    by: Actor,
) -> CaseResponse:
    day = local_day(report.received_at, office.region)
    hours = value_for(f"first_contact_{report.triage.lower()}_hours", office, on=day)
    response = CaseResponse.objects.create(
        number=f"R-{numbered('response', office, day.year)}",
        office=office,
        channel=report.channel,
        received_at=report.received_at,
        region=report.region,
        place=report.place,
        what_happened=report.what_happened,
        triage=report.triage,
        immediate_actions=list(report.immediate_actions),
        reporter_name=report.reporter_name,
        reporter_phone=report.reporter_phone,
        beneficiary=beneficiary,
        outcome=outcome,
        case=case,
        first_contact_hours=hours,
        first_contact_due_at=report.received_at + timedelta(hours=hours),
        form_id=form_id,
        logged_by_id=by.user_id,
    )
    ResponseCategory.objects.bulk_create(
        ResponseCategory(response=response, code=category, is_primary=category == report.primary)
        for category in report.categories
    )
    if case:
        add_event(case=case, kind=EventKind.RESPONSE_LOGGED, by=by, text=response.number, at=report.received_at)
    return response
