"""Two years of ticks with workers killed, Redis emptied, outages and a wrong clock (issue: the review clock).

`ATENSI_SIMULATED_PLACEMENTS` makes the country larger; `script/bench` runs it with 5,000.
"""

import os
from collections import Counter, defaultdict
from random import Random

import pytest
from django.db import connection, transaction
from django.db.models import Count

from atensi.deadlines.services.keeping import reconcile
from atensi.notices.models import Delivery, Notice
from atensi.notices.states import DeliveryState
from institutions.states import Role
from referrals.models import Placement, PlacementReview
from referrals.states import OPEN_PLACEMENTS, OPEN_REVIEWS, ReviewState
from tests import databases
from tests.deadlines import years
from tests.deadlines.sink import Sink

pytestmark = pytest.mark.slow

PLACEMENTS = int(os.environ.get("ATENSI_SIMULATED_PLACEMENTS", "200"))
STEPS = ["before:14", "before:3", "before:0", "late:1", "late:7", "late:14"]
# From which step on somebody in this role hears of a late review of their office.
CLIMBING = {Role.SUPERVISOR: "late:1", Role.SOCIAL_OFFICE_DECIDER: "late:14"}


@pytest.fixture(autouse=True)
def sink(settings):
    settings.EMAIL_BACKEND = "tests.deadlines.sink.Sink"
    Sink.reset()
    return Sink


def rank(kind: str) -> int:
    return STEPS.index(kind.partition(".")[2])


def every_review_was_told_of() -> None:
    """After undisturbed work: one open review each, and its worker was told of the highest step it has come to."""
    placements = Placement.objects.filter(state__in=OPEN_PLACEMENTS).count()
    open_reviews = list(
        PlacementReview.objects.filter(state__in=OPEN_REVIEWS).select_related("placement__case__office__region")
    )
    assert len(open_reviews) == len({row.placement_id for row in open_reviews}) == placements
    told = years.told_rows()
    for review in open_reviews:
        kind = years.expected_kind(review)
        case = review.placement.case
        if kind:
            assert (f"placementreview:{review.pk}", kind, case.worker_id, review.due_on) in told
        for role, since in CLIMBING.items():
            if kind and rank(kind) >= STEPS.index(since):
                for person in case.office.memberships.filter(role=role):
                    assert (f"placementreview:{review.pk}", kind, person.user_id, review.due_on) in told


def escalations_climb() -> None:
    """What a person heard of one due date came in the order of the ladder, each step once."""
    heard = defaultdict(list)
    for row in Notice.objects.filter(kind__startswith="review.").order_by("created_at", "pk"):
        heard[row.subject, row.recipient_id, row.due_on].append(rank(row.kind))
    assert all(steps == sorted(set(steps)) for steps in heard.values())


def each_notice_is_one_mail() -> None:
    states = dict(Delivery.objects.values_list("message_id", "state"))
    sent = {message for message, state in states.items() if state == DeliveryState.SENT}
    assert sent <= set(Sink.taken), "what is marked was taken"
    # The sender was killed between the two, and before it could send again the review was held.
    assert {states[message] for message in set(Sink.taken) - sent} <= {DeliveryState.DROPPED}
    assert not Delivery.objects.filter(state=DeliveryState.PENDING).exists()
    assert not Notice.objects.annotate(mails=Count("deliveries")).filter(mails__gt=1).exists()


def tidy_up() -> None:
    """What autovacuum does on a real server; two years pass here before it wakes up once."""
    owner, _web = databases.roles()
    with databases.acting_as(owner), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def test_two_years_of_trouble_lose_and_double_nothing(committed_db):
    with years.standing_at(2026, 1, 5, 8):
        country = years.Country(PLACEMENTS, seed=1)
    trouble = Random(7)
    Sink.reset(Random(11))
    ticks = Counter()

    def after_tick(survived: bool) -> None:
        ticks[survived] += 1
        if ticks.total() % 60 == 1:
            tidy_up()
        if survived and ticks[True] % 30 == 0:
            every_review_was_told_of()

    years.run(country, 730, trouble=trouble, after_tick=after_tick)
    assert ticks[False] > 100, "there was trouble"
    every_review_was_told_of()
    escalations_climb()
    each_notice_is_one_mail()
    assert max(Sink.taken.values()) > 1, "some mails left twice, under one id"
    assert PlacementReview.objects.filter(state=ReviewState.HELD).count() > PLACEMENTS * 3
    assert reconcile() == 0


@pytest.mark.django_db
def test_trouble_changes_no_row_of_any_review():
    assert days_of_reviews(Random(3)) == days_of_reviews(None)


def days_of_reviews(trouble: Random | None) -> list[tuple]:
    """Every review after two hundred days: whose, which, due when, held when. The database forgets them again."""
    with transaction.atomic():
        with years.standing_at(2026, 1, 5, 8):
            country = years.Country(12, seed=5)
        years.run(country, 200, trouble=trouble, after_tick=lambda survived: None)
        rows = PlacementReview.objects.order_by("placement_id", "sequence")
        facts = [(country.numbers[row.placement_id], row.sequence, row.due_on, row.state, row.held_on) for row in rows]
        transaction.set_rollback(True)
    return facts
