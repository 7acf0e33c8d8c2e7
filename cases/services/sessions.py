"""Group sessions: one save writes a service of every case somebody came for; who came is corrected with a reason."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import RuleViolation, require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.models import Code
from institutions.models import Institution

from .. import permissions
from ..eligibility.sessions import correction_problems, evidence_problem, session_problems
from ..models import (
    AttendanceCorrection,
    Case,
    CaseEvent,
    FamilyMember,
    GroupSession,
    ServiceRecord,
    SessionParticipant,
)
from ..service_states import ACTIVITY_OF, Attendance
from ..states import EventKind, Stage
from .events import announce_events
from .locks import locked, refuse_stale, sent_before
from .stages import advance


@dataclass(frozen=True, slots=True)
class Attending:
    """Somebody invited to a session for a case; member: None for the beneficiary."""

    case: Case
    member: FamilyMember | None = None
    attendance: str = Attendance.CAME
    note: str = ""


@transaction.atomic
@in_record_language
def record_session(
    *,
    by: Actor,
    form_id: UUID,
    kind: str,
    base: str,
    held_on: date,
    place: str,
    facilitators: str,
    agenda: str,
    people: Sequence[Attending],
    starts: time | None = None,
    result: str = "",
) -> GroupSession:
    """Record a session of the acting institution, with a line in the timeline of every case invited and a service of
    every case somebody came for. A second send of the same form is the same session.

    Queries: 13 however many take part, and of each case two for the trail, and four more where the service brings it
    from plan to implementation. Raises NotAllowed for a case that `by` does not work on, RuleViolation. Source:
    domain.md 4.1.
    """
    require(permissions.can_hold_session(by))
    if found := sent_before(GroupSession, form_id, by=by, made_by="recorded_by_id"):
        return found
    cases = _locked_cases({one.case.pk for one in people}, by)
    people = [Attending(cases[one.case.pk], one.member, one.attendance, one.note.strip()) for one in people]
    institution = Institution.objects.select_related("region").get(pk=by.institution_id)
    said = {"place": place.strip(), "facilitators": facilitators.strip(), "agenda": agenda.strip()}
    require_no_problems(session_problems(institution=institution, held_on=held_on, parts=people, **said))
    session = GroupSession(institution=institution, form_id=form_id, kind=kind, base=base, held_on=held_on, **said)
    session.starts, session.result, session.recorded_by_id = starts, result.strip(), by.user_id
    session.save()
    rows = [SessionParticipant(session=session, **_row(one)) for one in people]
    SessionParticipant.objects.bulk_create(rows)
    _serve(session, rows, by)
    _tell(EventKind.SESSION_HELD, {pk: _event_words(session, rows, pk) for pk in cases}, by)
    for case in cases.values():
        advance(case=case, to=Stage.IMPLEMENT, by=by)
    for case in cases.values():
        record("session.record", case, by=by, data={"session": session.pk, "kind": kind})
    return session


@transaction.atomic
@in_record_language
def correct_attendance(
    *,
    session: GroupSession,
    by: Actor,
    reason: str,
    changes: Mapping[int, tuple[str, str]],
    read_at: datetime | None = None,
) -> GroupSession:
    """Correct who came and the short results. changes: participant's id -> attendance and note; of the people named,
    those that differ. What it said before is kept with the reason, which a timeline tells when the correction touches
    that case alone; services follow.

    Raises NotAllowed, StaleWrite, RuleViolation (a service that is evidence of a referral stays as it was cited).
    """
    require(permissions.can_correct_session(by, session))
    session = locked(session)
    refuse_stale(session, read_at)
    rows = list(session.participants.select_related("member"))
    changed = [row for row in rows if row.pk in changes and changes[row.pk] != (row.attendance, row.note)]
    require(changes.keys() <= {row.pk for row in rows})
    cases = _locked_cases({row.case_id for row in changed}, by)
    before = {str(row.pk): [row.attendance, row.note] for row in changed}
    for row in rows:
        row.case = cases.get(row.case_id, row.case)
    for row in changed:
        row.attendance, row.note = changes[row.pk]
    touched = [row for row in rows if row.case_id in cases]
    require_no_problems(correction_problems(reason, touched))
    SessionParticipant.objects.bulk_update(changed, ["attendance", "note"])
    session.save(update_fields=["updated_at"])
    correction = AttendanceCorrection(session=session, reason=reason.strip(), before=before)
    correction.corrected_at, correction.corrected_by_id = timezone.now(), by.user_id
    correction.save()
    _serve_anew(session, rows, touched, by)
    _tell(EventKind.SESSION_CORRECTED, _correction_words(session, rows, cases, reason), by)
    for case in cases.values():
        record("session.correct", case, by=by, data={"session": session.pk}, reason=reason)
    return session


def _locked_cases(wanted: set[int], by: Actor) -> dict[int, Case]:
    """The cases by id, locked in one order whoever asks; two sessions cannot wait for each other."""
    # Rows alone: locked with its office, a case that went to another one meanwhile would not be found (`locked_case`).
    list(Case.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", flat=True).select_for_update())
    rows = Case.objects.worked_on_by(by).filter(pk__in=wanted).order_by("pk")
    cases = {case.pk: case for case in rows.select_related("beneficiary", "office__region")}
    require(cases.keys() == wanted)
    return cases


def _row(one: Attending) -> dict[str, object]:
    return {"case": one.case, "member": one.member, "attendance": one.attendance, "note": one.note}


def _serve(session: GroupSession, rows: Sequence[SessionParticipant], by: Actor) -> None:
    """A service of every case of `rows` that somebody came for."""
    component, activity = _codes(session.kind)
    came = {row.case_id: row.case for row in rows if row.attendance == Attendance.CAME}
    ServiceRecord.objects.bulk_create(
        ServiceRecord(
            case=case,
            provided_on=session.held_on,
            component=component,
            activity=activity,
            base=session.base,
            provider=session.facilitators[:200],
            description=_service_words(session, rows, pk),
            session=session,
            recorded_by_id=by.user_id,
            recorded_for_id=session.institution_id,
        )
        for pk, case in came.items()
    )


def _codes(kind: str) -> tuple[Code, Code]:
    component, activity = ACTIVITY_OF[kind]
    found = Code.objects.valid_on(timezone.localdate()).select_related("parent")
    row = found.get(list=Code.List.ACTIVITY, code=activity, parent__code=component)
    return row.parent, row


def _serve_anew(
    session: GroupSession, rows: Sequence[SessionParticipant], touched: Sequence[SessionParticipant], by: Actor
) -> None:
    """Let the services of the cases touched follow the attendance: written, said anew, or taken back."""
    came = {row.case_id for row in touched if row.attendance == Attendance.CAME}
    standing = {service.case_id: service for service in session.services.filter(case__in={r.case_id for r in touched})}
    changed = [standing[pk] for pk in came & standing.keys() if _says_anew(standing[pk], session, rows)]
    _refuse_cited(changed)
    ServiceRecord.objects.bulk_update(changed, ["description"])
    _serve(session, [row for row in touched if row.case_id not in standing], by)
    gone = [standing[pk] for pk in standing.keys() - came]
    _refuse_cited(gone)
    session.services.filter(pk__in=[service.pk for service in gone]).delete()


def _refuse_cited(services: Sequence[ServiceRecord]) -> None:
    """Raise RuleViolation when something that may not lose them, a referral, rests on one of the services."""
    try:
        Collector(using=DEFAULT_DB_ALIAS).collect(services)
    except ProtectedError as held:
        raise RuleViolation(evidence_problem()) from held


def _says_anew(service: ServiceRecord, session: GroupSession, rows: Sequence[SessionParticipant]) -> bool:
    """Put what the service should say now in its place, not yet saved; whether that is something else."""
    before, service.description = service.description, _service_words(session, rows, service.case_id)
    return service.description != before


def _service_words(session: GroupSession, rows: Sequence[SessionParticipant], case: int) -> str:
    """What the service says: the session, and of the people those of this case alone; the others are a number."""
    of_case: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.case_id == case:
            of_case[row.attendance].append(f"{_who(row)} ({row.note})" if row.note else _who(row))
    told = [_event_words(session, rows, case)]
    told += [f"{Attendance(kind).label}: {', '.join(names)}" for kind, names in sorted(of_case.items())]
    return ". ".join(told) + "."


def _who(row: SessionParticipant) -> str:
    return f"{row.member.name} ({row.member.get_relation_display()})" if row.member else str(row.case.beneficiary)


def _event_words(session: GroupSession, rows: Sequence[SessionParticipant], case: int) -> str:
    came = sum(row.attendance == Attendance.CAME for row in rows)
    words = _("%(kind)s, sesi kelompok, %(n)d peserta") % {"kind": session.get_kind_display(), "n": came}
    own = any(row.attendance == Attendance.CAME for row in rows if row.case_id == case)
    return words if own else _("%(words)s, tidak hadir") % {"words": words}


def _correction_words(
    session: GroupSession, rows: Sequence[SessionParticipant], cases: Mapping[int, Case], reason: str
) -> dict[int, str]:
    """What each timeline says of a correction. The reason, in free words, only where it can be of no other case."""
    words = {pk: _event_words(session, rows, pk) for pk in cases}
    return {pk: f"{text}. {reason.strip()}" for pk, text in words.items()} if len(words) == 1 else words


def _tell(kind: str, words: Mapping[int, str], by: Actor) -> None:
    """One line in the timeline of each case, and the programs that listen: a fixed number of queries."""
    now = timezone.now()
    events = [
        CaseEvent(case_id=pk, kind=kind, text=text, happened_at=now, by_id=by.user_id) for pk, text in words.items()
    ]
    announce_events(CaseEvent.objects.bulk_create(events))
