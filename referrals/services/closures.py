"""A home that can care no longer: nobody is admitted, each child gets an earlier review and a plan to move.

Planning goes in batches under the lock of the closure, and skips whoever is being worked on at that moment; the next
batch or the next sweep takes them up. So it can be killed, run twice, and run by two at once.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor, system_actor
from atensi.audit.services import record
from atensi.clock import date_words
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from cases.eligibility.case_tasks import hand_problems
from cases.event_states import EventKind
from cases.models import CaseEvent
from cases.services.events import add_event, announce_events
from cases.services.locks import locked, locked_case
from institutions.models import Institution
from institutions.parameters import value_for, values_by_office

from ..capacity import residents
from ..eligibility.closures import announcing_problems, lifting_problems, moving_problems
from ..models import HomeClosure, MovePlan, Placement, PlacementReview
from ..notifications import tell_closure
from ..permissions import can_close_home, can_plan_move
from ..states import ClosureState, ClosureWhy, DateChangeReason, MoveState, MoveTo
from .review_dates import Move, move_reviews

BATCH = 200
REVIEW_DAYS = "review_after_licence_problem_days"


@transaction.atomic
@in_record_language
def announce_closure(
    *, institution: Institution, by: Actor, why: str, from_on: date, reason: str, move_by: date | None = None
) -> HomeClosure:
    """Say that a home stops: from now on it admits nobody, and every child there is planned for. The children beyond
    the first batch follow with the next run of `plan_moves`.

    move_by: by when all are gone; left out, the day it stops when it closes, else so many days from now as the office
    of the decision says. Raises NotAllowed, RuleViolation. Source: domain.md 5.3, 7.
    """
    house = (
        Institution.objects.select_for_update(no_key=True, of=("self",)).select_related("region").get(pk=institution.pk)
    )
    require(can_close_home(by, house), _("Hanya pejabat pemutus Dinas Sosial wilayah lembaga ini."))
    assert by.institution_id is not None
    last = move_by or _last_day(house, by.institution_id, why, from_on)
    require_no_problems(list(announcing_problems(house, move_by=last, reason=reason)))
    closure = HomeClosure.objects.create(
        institution=house,
        office_id=by.institution_id,
        why=why,
        from_on=from_on,
        move_by=last,
        reason=reason.strip(),
        announced_at=timezone.now(),
        announced_by_id=by.user_id,
    )
    planned = _plan_batch(closure, by)
    _empty_when_nobody_is_left(closure)
    data = {"institution": house.pk, "why": why, "move_by": last.isoformat(), "planned": planned}
    record("closure.announce", closure, by=by, data=data)
    return closure


def _last_day(house: Institution, office: int, why: str, from_on: date) -> date:
    today = today_in(house.region)
    days: int = value_for("closure_move_days", Institution.objects.get(pk=office))
    return from_on if why == ClosureWhy.CLOSING and from_on >= today else today + timedelta(days=days)


def plan_moves() -> int:
    """Plan for the children of every home that stops who have no plan yet, batch by batch. Any number of runs, same
    result. Returns how many were planned for."""
    by = system_actor()
    return sum(_plan_all(closure, by) for closure in HomeClosure.objects.running().order_by("pk"))


def _plan_all(closure: HomeClosure, by: Actor) -> int:
    planned = 0
    while made := plan_next_moves(closure=closure, by=by):
        planned += made
    return planned


@transaction.atomic
@in_record_language
def plan_next_moves(*, closure: HomeClosure, by: Actor) -> int:
    """Plan for the next batch of a home's children; returns how many that were."""
    held = HomeClosure.objects.select_for_update(of=("self",)).select_related("institution").get(pk=closure.pk)
    if held.state != ClosureState.RUNNING:
        return 0
    planned = _plan_batch(held, by)
    _empty_when_nobody_is_left(held)
    if planned:
        record("closure.plan_moves", held, by=by, data={"planned": planned})
    return planned


def _plan_batch(closure: HomeClosure, by: Actor) -> int:
    """The same number of queries for one child and for a batch. The caller holds the closure's row; each case is locked
    beside its placement, so that the timeline's new line never waits for somebody who waits for us."""
    children = (
        residents()
        .filter(institution=closure.institution)
        .exclude(moves__closure=closure)
        .select_related("case__office__region")
    )
    held = list(children.order_by("pk").select_for_update(of=("self", "case"), skip_locked=True)[:BATCH])
    if not held:
        return 0
    moves = MovePlan.objects.bulk_create(
        MovePlan(closure=closure, placement=placement, due_on=closure.move_by) for placement in held
    )
    announce_events(CaseEvent.objects.bulk_create(_events(closure, held, by)))
    _pull_reviews(closure, held, by)
    keep_deadlines(subjects={"move": [move.pk for move in moves]}, by=by)
    tell_closure(closure, held, by=by)
    return len(held)


def _events(closure: HomeClosure, held: Sequence[Placement], by: Actor) -> list[CaseEvent]:
    text = _("%(home)s: %(why)s. Anak pindah paling lambat %(date)s.") % {
        "home": closure.institution.name,
        "why": str(closure.get_why_display()).lower(),
        "date": date_words(closure.move_by),
    }
    now = timezone.now()
    return [
        CaseEvent(case_id=each.case_id, kind=EventKind.MOVE_PLANNED, text=text, happened_at=now, by_id=by.user_id)
        for each in held
    ]


def _pull_reviews(closure: HomeClosure, held: Sequence[Placement], by: Actor) -> None:
    """To the days of the case's office from now at the latest."""
    rows = PlacementReview.objects.open().filter(placement__in=held).select_related("placement__case__office__region")
    reviews = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    days = values_by_office([REVIEW_DAYS], {each.case.office_id for each in held})
    moves = []
    for review in reviews:
        office = review.placement.case.office
        latest = today_in(office.region) + timedelta(days=days[office.pk][REVIEW_DAYS])
        to = min(review.due_on, latest)
        moves.append(Move(review, to, DateChangeReason.CLOSURE, f"closure:{closure.pk}"))
    move_reviews(moves, by=by)


@transaction.atomic
@in_record_language
def plan_move(
    *,
    move: MovePlan,
    by: Actor,
    to: str,
    to_institution: Institution | None = None,
    responsible: User | None = None,
    note: str = "",
) -> MovePlan:
    """Say where the child goes, and who sees to it (None: the case's worker); until the child has left it may be said
    anew. Raises NotAllowed, RuleViolation."""
    case = locked_case(move.placement.case)
    move = locked(move)
    move.placement.case = case
    require(can_plan_move(by, move), _("Hanya petugas kasus ini dan pejabat kantornya yang merencanakan pindah."))
    named = to_institution if to == MoveTo.OTHER_HOME else None
    problems = list(moving_problems(move, to=to, to_institution=named))
    require_no_problems([*problems, *(hand_problems(case, responsible) if responsible else [])])
    move.state, move.to, move.to_institution, move.responsible = MoveState.PLANNED, to, named, responsible
    move.note, move.planned_at, move.planned_by_id = note.strip(), timezone.now(), by.user_id
    move.save()
    text = _("Direncanakan: %(where)s.") % {"where": str(named or move.get_to_display()).rstrip(".")}
    add_event(case=case, kind=EventKind.MOVE_PLANNED, by=by, text=text)
    keep_deadlines(subjects={"move": [move.pk]}, by=by)
    record("move.plan", move, by=by, data={"case": case.pk, "to": to, "to_institution": named.pk if named else None})
    return move


@transaction.atomic
@in_record_language
def lift_closure(*, closure: HomeClosure, by: Actor, reason: str) -> HomeClosure:
    """Let the home care again: what was planned for its children is dropped. Raises NotAllowed, RuleViolation."""
    closure = HomeClosure.objects.select_for_update(of=("self",)).select_related("institution").get(pk=closure.pk)
    require(can_close_home(by, closure.institution), _("Hanya pejabat pemutus Dinas Sosial wilayah lembaga ini."))
    require_no_problems(list(lifting_problems(closure, reason=reason)))
    open_ = list(closure.moves.open().select_for_update(of=("self",)))
    for move in open_:
        move.state = MoveState.DROPPED
    MovePlan.objects.bulk_update(open_, ["state"])
    closure.state, closure.lift_reason = ClosureState.LIFTED, reason.strip()
    closure.lifted_at, closure.lifted_by_id = timezone.now(), by.user_id
    closure.save()
    keep_deadlines(subjects={"move": [move.pk for move in open_]}, by=by)
    record("closure.lift", closure, by=by, data={"institution": closure.institution_id, "dropped": len(open_)})
    return closure


def left_home(placement: Placement) -> None:
    """A child of a home that stops has left it, by whichever way: its plan is done, and with the last one the closure.
    Part of the service that ended `placement`; who is last is settled under the closure's lock."""
    moves = MovePlan.objects.open().filter(placement=placement)
    closures = HomeClosure.objects.filter(moves__in=moves).select_related("institution")
    for closure in closures.order_by("pk").select_for_update(of=("self",)):
        for move in moves.filter(closure=closure).select_for_update(of=("self",)):
            move.state, move.left_on = MoveState.LEFT, placement.ended_on
            move.save(update_fields=["state", "left_on"])
        _empty_when_nobody_is_left(closure)


def _empty_when_nobody_is_left(closure: HomeClosure) -> None:
    if closure.state == ClosureState.RUNNING and not residents().filter(institution=closure.institution).exists():
        closure.state, closure.emptied_on = ClosureState.EMPTY, today_in(closure.institution.region)
        closure.save(update_fields=["state", "emptied_on"])
