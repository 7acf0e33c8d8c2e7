"""Years of daily ticks over a small country: people hold reviews in time, late or very late, and everything that can
happen to machines happens. What comes out depends on the people alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from random import Random
from unittest import mock
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from atensi.deadlines.services.keeping import reconcile
from atensi.deadlines.services.telling import tell
from atensi.demo.steps import justified
from atensi.notices.models import Notice
from atensi.notices.services.delivering import deliver_due
from institutions.models import Institution, Membership
from institutions.states import Role
from referrals.models import PlacementReview
from referrals.services.reviews import hold_review
from referrals.services.sweep import sweep
from referrals.states import OPEN_REVIEWS, Attendee, ReviewOutcome, Term
from tests.cases.factories import CaseFactory
from tests.clock import Clock, standing_at
from tests.deadlines.sink import Killed, Sink
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region
from tests.referrals.factories import PlacementFactory

ZONES = {"14.01": "Asia/Jakarta", "51.01": "Asia/Makassar", "91.01": "Asia/Jayapura"}
TERMS = ((Term.SHORT, {"months": 3}), (Term.SHORT, {"months": 3}), (Term.LONG, {"months": 6}))
# Days from the due date to the day it is held: most in time, some late, a few when everybody has been told.
DELAYS = (-5, -2, -1, 0, 0, 0, 0, 1, 2, 9, 16)
LATE, BEFORE = (14, 7, 1), (0, 3, 14)


class Country:
    """Three offices in three time zones with their people and homes, and `placements` children living in the homes."""

    def __init__(self, placements: int, seed: int):
        self.seed = seed
        self.numbers: dict[int, int] = {}
        self.offices = [self._office(code, zone) for code, zone in ZONES.items()]
        for number in range(placements):
            _office, workers, homes = self.offices[number % len(self.offices)]
            term, rule = TERMS[number % len(TERMS)]
            placement = PlacementFactory(
                case=CaseFactory(worker_membership=workers[number % len(workers)]),
                institution=homes[number % len(homes)],
                term=term,
                decision__term=term,
                review_rule={"term": str(term), **rule, "factor": 1},
                starts_on=timezone.localdate() - timedelta(days=number % 80),
            )
            self.numbers[placement.pk] = number

    def _office(self, code: str, zone: str) -> tuple[Institution, list[Membership], list[Institution]]:
        place = region(code)
        type(place).objects.filter(code=code).update(time_zone=zone)
        office = InstitutionFactory(region_id=code)
        for role in (Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER):
            MembershipFactory(institution=office, role=role)
        homes = [InstitutionFactory(lksa=True, region_id=code, places=9999) for _ in range(2)]
        for home in homes:
            MembershipFactory(institution=home, role=Role.LKSA_STAFF, is_head=True)
        workers = [MembershipFactory(institution=office, role=Role.FIELD_SOCIAL_WORKER) for _ in range(2)]
        return office, workers, homes

    def hold_what_people_hold_today(self) -> int:
        """Each review is held so many days from its due date as chance, and nothing else, has decided."""
        today = timezone.localdate()
        waiting = PlacementReview.objects.filter(
            state__in=OPEN_REVIEWS, due_on__lte=today + timedelta(days=-min(DELAYS))
        ).select_related("placement__case__office", "placement__case__beneficiary", "placement__institution")
        ready = [row for row in waiting if row.due_on + timedelta(days=self._delay(row)) <= today]
        for review in ready:
            hold(review, today)
        return len(ready)

    def _delay(self, review: PlacementReview) -> int:
        return Random(f"{self.seed}/{self.numbers[review.placement_id]}/{review.sequence}").choice(DELAYS)


def hold(review: PlacementReview, on: date) -> None:
    case = review.placement.case
    worker = case.worker.memberships.get(institution=case.office, role=Role.FIELD_SOCIAL_WORKER)
    said = {
        "review": review,
        "by": actor_of(worker),
        "held_on": on,
        "attendees": [Attendee.CHILD, Attendee.CASE_WORKER, Attendee.FAMILY],
        "child_view": "Aku mau pulang (rekaan).",
        "child_not_heard_reason": "",
        "family_view": "Kami menunggunya (rekaan).",
        "findings": "Temuan rekaan.",
        "recommendation": "Rekomendasi rekaan.",
        "outcome": ReviewOutcome.CONTINUE,
    }
    justified(hold_review, **said)


# Setting tens of thousands of papers tells nothing about clocks; their numbers and files are stored all the same.
PAPER = b"%PDF-1.7\n% rekaan\n%%EOF\n"


WORK: tuple[Callable[[], object], ...] = (sweep, tell, deliver_due)
RECONCILE_EVERY = 5  # ticks


def run(country: Country, days: int, *, trouble: Random | None, after_tick: Callable[[bool], None]) -> None:
    """`days` of daily ticks at eight o'clock and of people's work at ten. trouble: what happens to the machines.

    after_tick: called with whether the day's scheduled work ran to its end.
    """
    unset = mock.patch("referrals.services.review_papers.render_pdf", return_value=PAPER)
    with standing_at(2026, 1, 5, 8) as clock, unset:
        outage = 0
        for day in range(days):
            clock.moment = morning(day)
            outage = outage - 1 if outage else week_off(trouble)
            if not outage:
                after_tick(tick(trouble))
            clock.moment += timedelta(hours=2)
            country.hold_what_people_hold_today()
            set_the_clock_wrong(clock, trouble)
        clock.moment = morning(days)
        Sink.dice = None  # now nobody is killed any more, and what waits is sent
        after_tick(tick(None))
        clock.moment += timedelta(hours=2)
        tick(None)
        while deliver_due().total():  # beat asks again each minute
            pass


def morning(day: int) -> datetime:
    return timezone.make_aware(datetime(2026, 1, 5, 8)) + timedelta(days=day)  # noqa: DTZ001 (made aware here)


def week_off(trouble: Random | None) -> int:
    """Days for which nothing scheduled runs."""
    return trouble.choice((2, 7, 8)) if trouble and trouble.random() < 0.015 else 0


def set_the_clock_wrong(clock: Clock, trouble: Random | None) -> None:
    """Now and then the machine believes for one tick that it is a week ago."""
    if trouble and trouble.random() < 0.02:
        right, clock.moment = clock.moment, clock.moment - timedelta(days=7)
        tick(None)
        clock.moment = right


def tick(trouble: Random | None) -> bool:
    """One round of scheduled work; Redis is empty each time. Returns whether nobody was killed in it."""
    cache.clear()
    survived = True
    for work in (*WORK, reconcile)[: len(WORK) + (timezone.localdate().toordinal() % RECONCILE_EVERY == 0)]:
        after = trouble.randrange(1, 40) if trouble and trouble.random() < 0.2 else None
        try:
            with killed_at(after):
                work()
        except Killed:
            survived = False
    return survived


@contextmanager
def killed_at(statement: int | None) -> Iterator[None]:
    """Within the block the process dies at its so-manieth statement."""
    if statement is None:
        yield
        return
    left, execute = [statement], CursorWrapper.execute

    def counted(self, sql, params=None):
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        return execute(self, sql, params)

    with mock.patch.object(CursorWrapper, "execute", counted):
        yield


def expected_kind(review: PlacementReview) -> str | None:
    """The highest step that `review` has come to, counted in whole days where its office is."""
    zone = review.placement.case.office.region.time_zone
    late = (timezone.now().astimezone(ZoneInfo(zone)).date() - review.due_on).days
    if late >= 1:
        return f"review.late:{next(step for step in LATE if late >= step)}"
    step = next((step for step in BEFORE if -late <= step), None)
    return None if step is None else f"review.before:{step}"


def told_rows() -> set[tuple[str, str, int, date]]:
    notices = Notice.objects.filter(kind__startswith="review.")
    return set(notices.values_list("subject", "kind", "recipient_id", "due_on"))
