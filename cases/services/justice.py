"""A child in contact with the law (UU 11/2012): the matter, its people and days, and how it ended (domain.md 9)."""

from datetime import date, timedelta

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.models import Code
from institutions.parameters import value_for

from .. import permissions
from ..eligibility.common import open_problems
from ..eligibility.justice import (
    contact_problems,
    kept_problems,
    new_date_problems,
    outcome_problems,
    track_problems,
    young_problems,
)
from ..event_states import EventKind
from ..justice_states import DIVERSION_DATES, JusticeDateKind, YoungDecision
from ..models import Case, ChildInJustice, JusticeContact, JusticeDate, YoungOffenderDecision
from ..states import JUSTICE_CATEGORIES
from .cases import add_categories
from .events import add_event
from .locks import locked, locked_case

CATEGORY = "JUSTICE"


@transaction.atomic
@in_record_language
def record_matter(
    *,
    case: Case,
    by: Actor,
    role: str,
    act_on: date,
    reported_on: date,
    matter: str,
    diversion: bool = False,
    reasons: dict[str, str] | None = None,
) -> ChildInJustice:
    """Record, or correct, the matter that brings the child before the law. The case is restricted from then on (art.
    19), and of the category that says so; where diversion is sought its first day is set.

    Raises NotAllowed, RuleViolation. Source: UU 11/2012 arts. 1, 7, 19, 21.
    """
    case = _workable(case, by)
    asked = track_problems(case, role=role, act_on=act_on, reported_on=reported_on, matter=matter, diversion=diversion)
    given = require_no_problems([*open_problems(case), *asked], reasons=reasons)
    track = ChildInJustice.objects.filter(case=case).first() or ChildInJustice(case=case, recorded_by_id=by.user_id)
    is_new = track.pk is None
    track.role, track.act_on, track.reported_on, track.diversion = role, act_on, reported_on, diversion
    track.matter, track.reasons = matter.strip(), given
    track.save()
    _restrict(case)
    _keep_diversion(track, by)
    if not track.is_young_offender:
        track.dates.filter(kind=JusticeDateKind.PROGRAMME_END, done_on=None).delete()
    if is_new:
        add_event(case=case, kind=EventKind.JUSTICE_RECORDED, by=by, text=track.get_role_display())
    keep_deadlines(cases=[case.pk], by=by)
    record("justice.record", case, by=by, data={"role": role, "act_on": act_on.isoformat(), "soft": sorted(given)})
    return track


def _restrict(case: Case) -> None:
    """Hide name and place from whoever is not of the case's team (art. 19)."""
    if not case.category_rows.filter(code__code__in=JUSTICE_CATEGORIES).exists():
        add_categories(case, list(Code.objects.of(Code.List.AMPK).filter(code=CATEGORY)[:1]), None)
    if not case.restricted:
        case.restricted = True
        case.save(update_fields=["restricted", "updated_at"])


def _keep_diversion(track: ChildInJustice, by: Actor) -> None:
    """The first day of diversion, while it has not begun: so many days after the matter was taken up (art. 29)."""
    start = track.dates.filter(kind=JusticeDateKind.DIVERSION_START).first()
    if not track.diversion:
        track.dates.filter(kind__in=DIVERSION_DATES, done_on=None).delete()
    elif start is None or start.done_on is None:
        _count(track, JusticeDateKind.DIVERSION_START, track.reported_on, "diversion_start_days", by)


def _count(track: ChildInJustice, kind: str, begins: date, setting: str, by: Actor) -> None:
    """Set the day that so many days after `begins` are over, by the office's setting of that day."""
    days = value_for(setting, track.case.office, on=begins)
    _set(track, kind, begins + timedelta(days=days), by)


def _set(track: ChildInJustice, kind: str, due_on: date, by: Actor) -> None:
    row = track.dates.filter(kind=kind).first() or JusticeDate(track=track, kind=kind, recorded_by_id=by.user_id)
    row.due_on = due_on
    row.save()


@transaction.atomic
@in_record_language
def record_contact(
    *,
    track: ChildInJustice,
    by: Actor,
    agency: str,
    office: str,
    officer: str = "",
    phone: str = "",
    file_number: str = "",
    contact: JusticeContact | None = None,
) -> JusticeContact:
    """Record who handles the matter at an agency, or correct `contact`. Raises NotAllowed, RuleViolation."""
    case = _workable(track.case, by)
    require(contact is None or contact.track_id == track.pk)
    require_no_problems([*open_problems(case), *contact_problems(office)])
    row = locked(contact) if contact else JusticeContact(track=track, recorded_by_id=by.user_id)
    row.agency, row.office, row.officer = agency, office.strip(), officer.strip()
    row.phone, row.file_number = phone.strip(), file_number.strip()
    row.save()
    record("justice.contact", case, by=by, data={"contact": row.pk, "agency": agency})
    return row


@transaction.atomic
@in_record_language
def set_justice_date(*, track: ChildInJustice, by: Actor, kind: str, due_on: date, place: str = "") -> JusticeDate:
    """Enter a hearing, a verdict's day, or the day a social report is asked for. Raises NotAllowed, RuleViolation."""
    case, track = held_matter(track, by)
    require_no_problems([*open_problems(case), *new_date_problems(track, kind, due_on)])
    row = JusticeDate.objects.create(
        track=track, kind=kind, due_on=due_on, place=place.strip(), recorded_by_id=by.user_id
    )
    keep_deadlines(cases=[case.pk], by=by)
    record("justice.date_set", case, by=by, data={"date": row.pk, "kind": kind, "due_on": due_on.isoformat()})
    return row


@transaction.atomic
@in_record_language
def keep_justice_date(*, row: JusticeDate, by: Actor, done_on: date, note: str = "") -> JusticeDate:
    """Say that what a day was set for took place, and what came of it; diversion that began sets its last day (art. 7).

    Raises NotAllowed, RuleViolation.
    """
    case, track = held_matter(row.track, by)
    row = locked(row)
    row.track = track
    require_no_problems([*open_problems(case), *kept_problems(row, done_on)])
    row.done_on, row.note = done_on, note.strip()
    row.save()
    if row.kind == JusticeDateKind.DIVERSION_START:
        _count(track, JusticeDateKind.DIVERSION_END, done_on, "diversion_days", by)
    add_event(case=case, kind=EventKind.JUSTICE_STEP, by=by, text=f"{row.get_kind_display()}. {row.note}".strip())
    keep_deadlines(cases=[case.pk], by=by)
    record("justice.date_kept", case, by=by, data={"date": row.pk, "kind": row.kind})
    return row


@transaction.atomic
@in_record_language
def decide_for_young_offender(
    *,
    track: ChildInJustice,
    by: Actor,
    decision: str,
    decided_on: date,
    investigator: str,
    probation_officer: str,
    social_worker: str,
    programme_at: str = "",
    until: date | None = None,
) -> YoungOffenderDecision:
    """Record, or correct, what the three parties decided for a child under 12: return to the parents, or a programme
    whose end is a day of the matter. Raises NotAllowed, RuleViolation. Source: UU 11/2012 art. 21."""
    case, track = held_matter(track, by)
    parties = [investigator.strip(), probation_officer.strip(), social_worker.strip()]
    asked = young_problems(
        track, decision=decision, decided_on=decided_on, parties=parties, programme_at=programme_at, until=until
    )
    require_no_problems([*open_problems(case), *asked])
    runs = decision == YoungDecision.PROGRAMME
    row = YoungOffenderDecision.objects.filter(track=track).first() or YoungOffenderDecision(track=track)
    row.decision, row.decided_on, row.recorded_by_id = decision, decided_on, by.user_id
    row.investigator, row.probation_officer, row.social_worker = parties
    row.programme_at, row.until = (programme_at.strip(), until) if runs else ("", None)
    row.save()
    track.dates.filter(kind=JusticeDateKind.PROGRAMME_END, done_on=None).delete()
    if row.until:
        _set(track, JusticeDateKind.PROGRAMME_END, row.until, by)
    add_event(case=case, kind=EventKind.JUSTICE_STEP, by=by, text=row.get_decision_display())
    keep_deadlines(cases=[case.pk], by=by)
    record("justice.young_decision", case, by=by, data={"decision": decision})
    return row


@transaction.atomic
@in_record_language
def end_matter(
    *, track: ChildInJustice, by: Actor, outcome: str, outcome_on: date, outcome_note: str
) -> ChildInJustice:
    """Record, or correct, how the matter ended; the days still ahead end with it. Raises NotAllowed, RuleViolation."""
    case, track = held_matter(track, by)
    require_no_problems([*open_problems(case), *outcome_problems(track, outcome, outcome_on, outcome_note)])
    track.outcome, track.outcome_on, track.outcome_note = outcome, outcome_on, outcome_note.strip()
    track.save()
    add_event(case=case, kind=EventKind.JUSTICE_ENDED, by=by, text=track.get_outcome_display())
    keep_deadlines(cases=[case.pk], by=by)
    record("justice.end", case, by=by, data={"outcome": outcome, "on": outcome_on.isoformat()})
    return track


def _workable(case: Case, by: Actor) -> Case:
    require(permissions.can_work_on(by, case))
    return locked_case(case)


def held_matter(track: ChildInJustice, by: Actor) -> tuple[Case, ChildInJustice]:
    """The case and its matter as they stand now, for somebody who works on them: the case first, as everywhere."""
    case = _workable(track.case, by)
    track = locked(track)
    track.case = case
    return case, track
