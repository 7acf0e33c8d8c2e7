"""Reports that an operator takes: to the Dinas of the place, from there to a worker, and on to a case response."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record, subject_of
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.notices.services import mark_acted
from atensi.reference.models import Code, Region
from atensi.reference.workdays import local_day
from institutions.models import Institution
from institutions.offices import responsible_office
from institutions.parameters import value_for

from .. import permissions
from ..eligibility.cases import worker_problems
from ..eligibility.incoming import call_problems, closing_problems, passing_problems, state_problems
from ..models import CaseResponse, IncomingReport, IncomingReportStep
from ..notifications import tell_incoming_office, tell_incoming_worker, tell_operator
from ..states import DESK_CHANNELS, Channel, IncomingState, IncomingStepKind, Urgency
from .cases import numbered
from .locks import locked, sent_before


@dataclass(frozen=True, slots=True)
class Call:
    """What a caller told. region: regency or district of the place. category: None while it is not known."""

    channel: str
    received_at: datetime
    problem: str
    urgency: str
    region: Region
    place: str = ""
    category: Code | None = None
    child_name: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""


@transaction.atomic
@in_record_language
def record_incoming(*, call: Call, form_id: UUID, by: Actor) -> IncomingReport:
    """Record a call and hand it to the Dinas of its place: the regency's, else the province's. Its clock runs.

    form_id: the form's own key; sending it again returns the same report. Raises NotAllowed, RuleViolation.
    Source: domain.md 9 (what TePSA records; each report gets an assessment by the Dinas).
    """
    require(permissions.can_take_call(by))
    if before := sent_before(IncomingReport, form_id, by=by, made_by="recorded_by_id"):
        return before
    return take_in(call=call, form_id=form_id, by=by, channels=DESK_CHANNELS)


def take_in(*, call: Call, form_id: UUID, by: Actor, channels: Collection[str] = (Channel.SERASI,)) -> IncomingReport:
    """Write a report and hand it to the Dinas of its place. Part of `record_incoming`, and of a Sentra's request that
    is sent on; both hold the transaction and ask who may. Raises RuleViolation."""
    office = responsible_office(call.region)
    require_no_problems(call_problems(call.channel, call.problem, call.received_at, office, channels))
    assert office is not None
    report = _write(call, office, form_id, by)
    _add_step(report, IncomingStepKind.RECORDED, by)
    keep_deadlines(subjects={"report": [report.pk]}, by=by)
    tell_incoming_office(report, by=by)
    record("incoming.record", report, by=by, data={"office": office.pk})
    return report


@transaction.atomic
@in_record_language
def assign_incoming(*, report: IncomingReport, worker: User, by: Actor) -> IncomingReport:
    """Take a report up and give it to `worker`, a field social worker of the office; they have their own time for it.

    The same worker again changes nothing. Raises NotAllowed, RuleViolation.
    """
    report = _locked(report)
    require(permissions.can_take_up(by, report))
    if report.state == IncomingState.ASSIGNED and report.assigned_to_id == worker.pk:
        return report
    require_no_problems([*state_problems(report, IncomingState.ASSIGNED), *worker_problems(worker, report.office)])
    taken_up = report.state == IncomingState.WAITING
    report.state, report.assigned_to = IncomingState.ASSIGNED, worker
    _start_clock(report)
    mark_acted(subject_of(report), by=by)  # whoever was told before need not take it up any more
    _moved(report, IncomingStepKind.ASSIGNED, by, worker=worker)
    tell_incoming_worker(report, by=by)
    if taken_up:
        tell_operator(report, by=by)
    record("incoming.assign", report, by=by, data={"worker": worker.pk})
    return report


@transaction.atomic
@in_record_language
def pass_on_incoming(*, report: IncomingReport, to: Institution, reason: str, by: Actor) -> IncomingReport:
    """Hand a report to another Dinas, with the reason; its clock begins anew and the trace stays.

    Raises NotAllowed, RuleViolation.
    """
    report = _locked(report)
    require(permissions.can_pass_on(by, report))
    require_no_problems([*state_problems(report, IncomingState.WAITING), *passing_problems(report, to, reason)])
    left = report.office_id
    report.state, report.office, report.assigned_to = IncomingState.WAITING, to, None
    _start_clock(report)
    mark_acted(subject_of(report), by=by)  # the office that had it need not do anything any more
    _moved(report, IncomingStepKind.PASSED_ON, by, text=reason.strip())
    tell_incoming_office(report, by=by)
    record("incoming.pass_on", report, by=by, data={"from": left, "to": to.pk})
    return report


@transaction.atomic
@in_record_language
def close_incoming(
    *, report: IncomingReport, closure: str, note: str, by: Actor, double_of: IncomingReport | None = None
) -> IncomingReport:
    """Close a report that needs no case response. closure: an `IncomingClosure`; a double names the earlier report,
    which is no double itself.

    Raises NotAllowed, RuleViolation.
    """
    report, double_of = _locked_pair(report, double_of)
    require(permissions.can_take_up(by, report))
    problems = closing_problems(report, closure, note, double_of)
    require_no_problems([*state_problems(report, IncomingState.CLOSED), *problems])
    report.state, report.closure, report.closure_note = IncomingState.CLOSED, closure, note.strip()
    report.double_of = double_of
    _moved(report, IncomingStepKind.CLOSED, by, text=f"{report.get_closure_display()}. {report.closure_note}")
    tell_operator(report, by=by)
    record("incoming.close", report, by=by, data={"closure": closure, "double_of": double_of and double_of.pk})
    return report


def answer_incoming(*, report: IncomingReport, response: CaseResponse, by: Actor) -> IncomingReport:
    """Link a report with the case response that was made of it, which ends it. Part of `log_response`, which holds
    the transaction. Raises NotAllowed, RuleViolation.
    """
    report = _locked(report)
    require(permissions.can_answer(by, report))
    require_no_problems(state_problems(report, IncomingState.ANSWERED))
    report.state, report.response = IncomingState.ANSWERED, response
    _moved(report, IncomingStepKind.ANSWERED, by, text=response.number)
    tell_operator(report, by=by)
    record("incoming.answer", report, by=by, data={"response": response.pk})
    return report


def _locked(report: IncomingReport) -> IncomingReport:
    row = locked(report)
    row.office = Institution.objects.select_related("region").get(pk=row.office_id)
    return row


def _locked_pair(report: IncomingReport, other: IncomingReport | None) -> tuple[IncomingReport, IncomingReport | None]:
    """Both as they stand now, locked in the order of their keys, so that two closures never wait for each other."""
    given = {one.pk: one for one in (report, other) if one is not None}
    rows = {pk: _locked(given[pk]) for pk in sorted(given)}
    return rows[report.pk], rows[other.pk] if other is not None else None


def _hours(urgency: str, office: Institution) -> int:
    key = "report_danger_hours" if urgency == Urgency.DANGER else "report_hours"
    return int(value_for(key, office))


def _write(call: Call, office: Institution, form_id: UUID, by: Actor) -> IncomingReport:
    hours = _hours(call.urgency, office)
    year = local_day(call.received_at, office.region).year
    return IncomingReport.objects.create(
        number=f"L-{numbered('incoming', office, year)}",
        channel=call.channel,
        received_at=call.received_at,
        reporter_name=call.reporter_name,
        reporter_phone=call.reporter_phone,
        child_name=call.child_name,
        problem=call.problem.strip(),
        category=call.category,
        urgency=call.urgency,
        region=call.region,
        place=call.place,
        office=office,
        due_hours=hours,
        due_at=timezone.now() + timedelta(hours=hours),
        form_id=form_id,
        recorded_by_id=by.user_id,
        recorded_for_id=by.institution_id,
    )


def _start_clock(report: IncomingReport) -> None:
    """Whoever takes it in hand now has the office's whole time for it."""
    report.due_hours = _hours(report.urgency, report.office)
    report.due_at = timezone.now() + timedelta(hours=report.due_hours)


def _moved(report: IncomingReport, kind: str, by: Actor, *, worker: User | None = None, text: str = "") -> None:
    report.save()
    _add_step(report, kind, by, worker=worker, text=text)
    keep_deadlines(subjects={"report": [report.pk]}, by=by)


def _add_step(report: IncomingReport, kind: str, by: Actor, *, worker: User | None = None, text: str = "") -> None:
    IncomingReportStep.objects.create(
        report=report,
        kind=kind,
        office=report.office,
        worker=worker,
        text=text,
        happened_at=timezone.now(),
        by_id=by.user_id,
    )
