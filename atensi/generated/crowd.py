"""The demo's crowd: beside the children whose stories are told, as many others as an office really has.

Written by COPY as the nation is, but among the demo's own offices and people, and with every constraint and trigger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone

from atensi.deadlines.services.keeping import reconcile
from atensi.demo.world import World
from atensi.documents.models import NumberSeries
from cases.models import CarePlan, Case
from cases.states import CareForm, Stage
from institutions.models import Institution
from referrals.models import CareDecision, Placement, PlacementReview, Referral
from referrals.services.answering import withdraw_referral
from referrals.services.sending import redirect_referral
from referrals.states import ReferralKind, ReferralState

from .book import Book, File
from .bulk import write_notices, write_series
from .care import LIMIT_DAYS, Care
from .files import Files
from .groups import Groups
from .months import USUAL
from .nation import Body, Nation, Person
from .neighbours import build_neighbours
from .people import Children
from .work import Work
from .writing import Writer

CROWD, SEED, EVENTS_OF_CASE = 269, 10, 4
# Days since the report, and how many of a hundred cases are so young.
AGES = (((1, 3), 4), ((4, 12), 8), ((13, 60), 24), ((61, 180), 34), ((181, 420), 30))
# Up to how many days after the report a case stands in which stage: most are in time, a few are late.
STAGES: tuple[tuple[int, dict[str, int]], ...] = (
    (2, {Stage.INTAKE: 70, Stage.AGREEMENT: 30}),
    (8, {Stage.INTAKE: 10, Stage.AGREEMENT: 40, Stage.ASSESSMENT: 50}),
    (12, {Stage.ASSESSMENT: 15, Stage.PLAN: 85}),
    (20, {Stage.PLAN: 15, Stage.IMPLEMENT: 85}),
    (45, {Stage.PLAN: 2, Stage.IMPLEMENT: 98}),
    (119, {Stage.IMPLEMENT: 1}),
    (170, {Stage.IMPLEMENT: 60, Stage.MONITOR: 40}),
    (999, {Stage.IMPLEMENT: 34, Stage.MONITOR: 26, Stage.CLOSE: 24, Stage.AFTERCARE: 16}),
)
SHARES, LATE_DAYS, BY_HOME = 0.13, 8, 0.3
# The first case of this age is of a child who stays in a home past the limit of an emergency.
OVERSTAYED_AGES = range(LIMIT_DAYS + 3, LIMIT_DAYS + 16)


class Young(Children):
    """Children of the demo: none has a NIK, for none of them exists; none is grown up yet."""

    with_nik, oldest = 0.0, 5800


class Morning(Care):
    """Care in which little is late, and no home takes more children than it has places."""

    waiting, by_province = 0.28, 0.2
    forms = (26, 10, 52, 12)
    answers = {ReferralState.ACCEPTED: 64, ReferralState.SENT: 20, ReferralState.DECLINED: 16}

    def __init__(self, book: Book):
        super().__init__(book, SHARES)
        taken = dict(Placement.objects.open().values_list("institution").annotate(Count("pk")).order_by())
        homes = Institution.objects.filter(places__isnull=False).values_list("pk", "places")
        self.free = {pk: places - taken.get(pk, 0) for pk, places in homes}

    def write(self, file: File) -> None:
        if file.stage == Stage.PLAN and file.age in OVERSTAYED_AGES:
            self._emergency(file, file.at(1))
        else:
            super().write(file)

    def _refer(self, file: File, kind: str, to: int, sent: datetime, state: str, answers: Person, **asked: Any) -> int:
        if state == ReferralState.SENT:  # asked lately, whatever the age of the case
            sent = self.book.now - timedelta(
                days=self.book.rng.randint(0, LATE_DAYS), hours=self.book.rng.randint(1, 9)
            )
        return super()._refer(file, kind, to, sent, state, answers, **asked)

    def _body(self, file: File, form: str) -> Body:
        if form == CareForm.SENTRA and file.office.sentra:
            return file.office.sentra
        homes = file.office.homes
        free = [max(0, self.free[home.pk]) for home in homes]
        return self.book.rng.choices(homes, free if any(free) else None)[0]

    def _server(self, file: File) -> Body | None:
        """The Sentra, or one of the homes near the child: those serve families too."""
        if self.book.rng.random() < BY_HOME:
            return self.book.rng.choice(file.office.homes)
        return super()._server(file)

    def _place(
        self, file: File, at: datetime, rule: dict[str, Any], facts: dict[str, Any], body: Body | None, end: date | None
    ) -> None:
        if body and not end:
            self.free[body.pk] -= 1
        super()._place(file, at, rule, facts, body, end)

    def _left_open(self, due: date) -> bool:
        return due > self.book.today - timedelta(days=LATE_DAYS) and self.book.rng.random() < 0.6


class Circles(Groups):
    """Sessions of small offices: who is ready waits longer for the others."""

    share, ahead = 0.5, 75


class Days(Work):
    """Work in which little is late."""

    open_tasks, late = 0.5, 5


class CrowdFiles(Files):
    """Cases that stand where cases of their age stand."""

    overstayed = False

    def _stage(self, age: int) -> str:
        if age in OVERSTAYED_AGES and not self.overstayed:
            self.overstayed = True
            return Stage.PLAN
        weights = next(weights for days, weights in STAGES if age <= days)
        return self.book.rng.choices(list(weights), list(weights.values()))[0]


def gather(world: World) -> int:
    """Add the crowd to a demo whose stories are told. Returns how many cases were added.

    Inside the transaction of the load, as the role that the application runs as.
    """
    nation = build_neighbours(world)
    last_told = Case.objects.aggregate(last=Max("pk"))["last"] or 0
    rng = Random(SEED)  # noqa: S311  (dice, no secrets)
    book = Book(Writer(timezone.now()), rng, timezone.localdate())
    book.series = Counter(dict(NumberSeries.objects.values_list("key", "last")))
    _write(book, nation)
    write_series(book.series)
    reconcile()
    write_notices(timezone.now(), after=last_told)
    _answer_two(world, last_told)
    return CROWD


def _write(book: Book, nation: Nation) -> None:
    care, work, young = Morning(book), Days(book, Circles(book)), Young(book.writer, book.rng)
    files = CrowdFiles(book, nation, care, work, children=young, events=EVENTS_OF_CASE)
    for number, day in enumerate(list(_days(book))):
        book.rng.seed(f"{SEED}/{number}")  # what hangs on today's date in one case moves no other
        files.write(day, book.rng.choices(list(USUAL), list(USUAL.values()))[0], frozenset())
    # Goals stand before their plan is signed; a decision asks for its papers, a placement for its decision.
    book.writer.put_last(CarePlan, CareDecision, Placement, PlacementReview)
    with book.writer.sending():
        pass
    book.writer.draw_sequences()


def _days(book: Book) -> Iterator[date]:
    """The days on which the cases were opened, the first one first."""
    ranges = book.rng.choices([ages for ages, _share in AGES], [share for _ages, share in AGES], k=CROWD)
    for age in sorted((book.rng.randint(*ages) for ages in ranges), reverse=True):
        yield book.today - timedelta(days=age)


def _answer_two(world: World, last_told: int) -> None:
    """Of the requests that wait for the Sentra the worker takes one back, and one is passed on to a home."""
    rows = Referral.objects.filter(kind=ReferralKind.SERVICE, state=ReferralState.SENT, case__pk__gt=last_told)
    rows = rows.filter(to_institution=world.institutions["sentra"])
    taken_back, passed_on = rows.select_related("case__worker").order_by("pk")[:2]
    withdraw_referral(referral=taken_back, by=world.actor(taken_back.case.worker.username))
    redirect_referral(
        referral=passed_on,
        by=world.actor("yusuf"),
        to_institution=world.institutions["kasih"],
        reason="Layanan ini diberikan LKSA yang lebih dekat dengan anak.",
    )
