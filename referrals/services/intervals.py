"""A new review interval moves the reviews that lie ahead, with a trace; what is late or held stays (domain.md 13).

Placements carry the rule they are reviewed by. The sweep compares it with the settings in force today for the office
that ruled it, set-based and in batches; whoever runs it again finds nothing. A setting acts from its first day on.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Prefetch
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from atensi.audit.actor import Actor, system_actor
from atensi.audit.services import record
from atensi.reference.workdays import before_today, today_in
from institutions.models import Institution, Parameter
from institutions.parameters import InForce, in_force_by_office, lineages_of

from ..models import Placement, PlacementReview, ReviewDateChange
from ..querysets import OFFICE_ZONE
from ..review_rules import FACTOR, PARAMETER_OF_TERM, due_from, is_young, rule_of
from ..states import OPEN_PLACEMENTS, PULLING_REASONS, DateChangeReason, ReviewState
from .review_dates import Move, move_reviews

BATCH = 500
SUBJECT = "sweep:reviews"
KEYS = [*(key for _unit, key in PARAMETER_OF_TERM.values()), FACTOR]
Settings = dict[int | None, dict[str, InForce]]

# Open placements whose copied interval is not what their office's settings say today.
DIFFERING = """
SELECT p.id
  FROM referrals_placement p
  JOIN cases_case c ON c.id = p.case_id
  JOIN cases_beneficiary b ON b.id = p.beneficiary_id
  LEFT JOIN referrals_caredecision d ON d.id = p.decision_id
  JOIN jsonb_to_recordset(%(wanted)s::jsonb) AS w(office bigint, term text, unit text, amount numeric, factor numeric)
    ON w.office = coalesce(d.deciding_office_id, c.office_id) AND w.term = p.review_rule->>'term'
 WHERE p.state = ANY(%(open)s) AND p.id > %(after)s
   AND ((p.review_rule->>w.unit)::numeric IS DISTINCT FROM w.amount
        OR coalesce((p.review_rule->>'factor')::numeric, 1) <>
           CASE WHEN p.starts_on < (b.birth_date + interval '5 years')::date THEN w.factor ELSE 1 END)
 ORDER BY p.id LIMIT %(batch)s
   FOR NO KEY UPDATE OF p SKIP LOCKED
"""


def follow_intervals(*, batch: int = BATCH) -> int:
    """Bring the rule of every open placement, and the day of its coming review, up to the settings in force today.

    Each batch is a transaction; rows that somebody works on wait for the next run. Returns how many rules changed.
    """
    return sum(_batches(_settings(), batch, system_actor()))


def _settings() -> Settings:
    """The intervals in force today for each office that rules an open placement, on that office's calendar."""
    offices = Institution.objects.filter(pk__in=_ruling_offices()).select_related("region")
    return in_force_by_office(KEYS, {office.pk: today_in(office.region) for office in offices})


def _ruling_offices() -> set[int]:
    """Ids of the offices that rule an open placement: the deciding one, else the case's."""
    rules = Coalesce("decision__deciding_office_id", "case__office_id")
    return set(Placement.objects.open().order_by().values_list(rules, flat=True).distinct())


def _batches(settings: Settings, batch: int, by: Actor) -> Iterator[int]:
    wanted = [
        {"office": office, "term": term, "unit": unit, "amount": found[key].value, "factor": found[FACTOR].value}
        for office, found in settings.items()
        for term, (unit, key) in PARAMETER_OF_TERM.items()
    ]
    given = {"wanted": json.dumps(wanted), "open": sorted(OPEN_PLACEMENTS), "batch": batch, "after": 0}
    while True:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(DIFFERING, given)
                found = [pk for (pk,) in cursor.fetchall()]
            _follow(_loaded(found), settings, by)
        if not found:
            return
        given["after"] = found[-1]
        yield len(found)


def _loaded(ids: Collection[int]) -> list[Placement]:
    reviews = PlacementReview.objects.exclude(state=ReviewState.CANCELLED).order_by("-sequence")
    changes = ReviewDateChange.objects.filter(reason__in=PULLING_REASONS)
    rows = Placement.objects.filter(pk__in=ids).select_related("decision", "beneficiary", "case__office__region")
    return list(rows.prefetch_related(Prefetch("reviews", reviews.prefetch_related(Prefetch("date_changes", changes)))))


def _follow(placements: Sequence[Placement], settings: Settings, by: Actor) -> None:
    if not placements:
        return
    moves = []
    for placement in placements:
        old, new = placement.review_rule, _rule_of(placement, settings)
        placement.review_rule = new
        move = _move(placement, old, new)
        if move is not None:
            moves.append(move)
    Placement.objects.bulk_update(placements, ["review_rule"])
    moved = move_reviews(moves, by=by)
    versions = sorted({pk for placement in placements for pk in placement.review_rule["versions"].values() if pk})
    data = {"placements": len(placements), "reviews": moved, "parameters": versions}
    seen = [f"placement:{placement.pk}" for placement in placements]
    record("review.follow_intervals", SUBJECT, by=by, data=data, seen=seen)


def _rule_of(placement: Placement, settings: Settings) -> dict[str, Any]:
    """Whether the child counts as under five stays as it was when the placement began."""
    decision = placement.decision
    office = decision.deciding_office_id if decision else placement.case.office_id
    young = is_young(placement.beneficiary, placement.starts_on)
    return rule_of(placement.review_rule["term"], young, settings[office])


def _move(placement: Placement, old: dict[str, Any], new: dict[str, Any]) -> Move | None:
    """The coming review's new day, None when it stays: counted anew from where its interval runs, never before today,
    and never later than somebody, a trouble of the home or the placement's title made it."""
    reviews, today = list(placement.reviews.all()), today_in(placement.case.office.region)
    coming = next((review for review in reviews if review.state == ReviewState.DUE), None)
    if coming is None or coming.due_on <= today:
        return None
    last = next((review for review in reviews if review.state == ReviewState.HELD), None)
    start = last.held_on if last else placement.starts_on
    limits = [placement.emergency_ends_on, *(change.due_to for change in coming.date_changes.all())]
    if last is not None and last.next_due_on < due_from(old, start):
        limits.append(last.next_due_on)  # chosen nearer than the rule asks
    if last is None and placement.decision is not None and placement.decision.review_due_on > start:
        limits.append(placement.decision.review_due_on)
    if placement.planned_end_on is not None:
        limits.append(max(placement.planned_end_on, coming.due_on))
    to = max(today, min(day for day in (due_from(new, start), *limits) if day is not None))
    return Move(coming, to, DateChangeReason.INTERVAL) if to != coming.due_on else None


def effect_of(key: str, office: Institution) -> str:
    """For `institutions.hooks.PARAMETER_EFFECTS`: how many reviews that lie ahead a new value of `key` would count
    anew. Offices with a nearer value of their own are left out."""
    if key not in KEYS:
        return ""
    rows = PlacementReview.objects.open().exclude(before_today("due_on", f"placement__{OFFICE_ZONE}", days=1))
    rows = rows.alias(ruled_by=Coalesce("placement__decision__deciding_office_id", "placement__case__office_id"))
    rows = rows.filter(ruled_by__in=_heirs(key, office))
    if key != FACTOR:
        rows = rows.filter(placement__term=next(term for term, (_unit, own) in PARAMETER_OF_TERM.items() if own == key))
    count = rows.count()
    words = ngettext(
        "Nilai baru menghitung ulang %(n)d tinjauan yang akan datang pada hari mulai berlaku.",
        "Nilai baru menghitung ulang %(n)d tinjauan yang akan datang pada hari mulai berlaku.",
        count,
    )
    return words % {"n": count}


def _heirs(key: str, office: Institution) -> list[int]:
    """Offices that rule placements and take their value of `key` from `office`."""
    lines = lineages_of(_ruling_offices())
    own = set(
        Parameter.objects.standing().filter(key=key, institution__isnull=False).values_list("institution_id", flat=True)
    )
    return [pk for pk, line in lines.items() if office.pk in line and not own & set(line[: line.index(office.pk)])]
