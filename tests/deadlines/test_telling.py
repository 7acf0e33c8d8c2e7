"""Rung by rung: who hears of a deadline when, and that nobody hears twice or not at all."""

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from atensi.deadlines.hooks import CLOCKS
from atensi.deadlines.ladders import steps_for
from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import keep_deadlines, reconcile
from atensi.deadlines.services.telling import tell
from atensi.notices.kinds import kind_of
from atensi.notices.models import Notice
from cases.services.aftercare import record_aftercare_visit
from institutions.models import Membership, Parameter
from institutions.parameters import DEFINITIONS
from institutions.states import Role
from referrals.states import ReviewState
from tests.cases.papers import AftercareVisitFactory
from tests.deadlines.given import deadline_of, given_a_review, given_people
from tests.institutions.factories import MandateFactory, MembershipFactory, actor_of
from tests.referrals.factories import worker_of

DUE = date(2026, 7, 15)
WIB = ZoneInfo("Asia/Jakarta")


def morning(days: int) -> datetime:
    """Six o'clock, `days` after the due date."""
    return datetime(2026, 7, 15, 6, tzinfo=WIB) + timedelta(days=days)


def told(people: dict[str, int], kind: str) -> set[str]:
    names = {pk: name for name, pk in people.items()}
    return {names[pk] for pk in Notice.objects.filter(kind=kind).values_list("recipient", flat=True)}


@pytest.mark.django_db
def test_a_review_climbs_the_ladder_day_by_day():
    people = given_people(given_a_review(DUE))
    tell(morning(-15))
    assert not Notice.objects.filter(kind__startswith="review").exists()
    seen = {}
    for day in range(-14, 30):
        tell(morning(day))
        for kind in Notice.objects.filter(kind__startswith="review").values_list("kind", flat=True):
            seen.setdefault(kind, day)
    assert seen == {
        "review.before:14": -14,
        "review.before:3": -3,
        "review.before:0": 0,
        "review.late:1": 1,
        "review.late:7": 7,
        "review.late:14": 14,
    }
    assert told(people, "review.before:14") == {"worker", "home", "head"}
    assert told(people, "review.late:1") == {"worker", "home", "head", "supervisor"}
    assert told(people, "review.late:14") == {"worker", "home", "head", "supervisor", "decider"}
    assert "stranger" not in told(people, "review.late:14")


@pytest.mark.django_db
def test_a_second_round_tells_nobody_again():
    given_people(given_a_review(DUE))
    assert tell(morning(1)).notices > 0
    assert tell(morning(1)).looked_at == 0
    Deadline.objects.update(step=None, next_step_at=morning(0))
    assert tell(morning(1)).notices == 0, "the notice's own key holds even when the mark is lost"


@pytest.mark.django_db
def test_after_an_outage_each_person_gets_one_notice_at_the_highest_step():
    people = given_people(given_a_review(DUE))
    tell(morning(20))
    kinds = Notice.objects.filter(kind__startswith="review").values_list("kind", flat=True)
    assert set(kinds) == {"review.late:14"}
    assert len(kinds) == len(told(people, "review.late:14")) == 5


@pytest.mark.django_db
def test_a_clock_set_back_tells_nothing_twice_and_loses_no_step():
    given_people(given_a_review(DUE))
    tell(morning(1))
    before = Notice.objects.count()
    tell(morning(-20))
    assert Notice.objects.count() == before
    tell(morning(7))
    assert Notice.objects.filter(kind="review.late:7").exists()


@pytest.mark.django_db
def test_a_review_that_was_held_is_told_of_no_more():
    review = given_a_review(DUE)
    given_people(review)
    tell(morning(-3))
    review.state = ReviewState.CANCELLED
    review.save()
    keep_deadlines(cases=[review.placement.case_id])
    assert not Notice.objects.filter(kind__startswith="review", acted_at=None).exists()
    tell(morning(9))
    assert not Notice.objects.filter(kind__contains="late").exists()


@pytest.mark.django_db
def test_what_a_person_does_is_marked_as_theirs_and_what_the_clock_does_as_nobodys():
    reviews = [given_a_review(DUE) for _ in range(2)]
    visit = AftercareVisitFactory(case=reviews[0].placement.case, due_on=DUE, home_on=date(2026, 5, 1))
    keep_deadlines(cases=[visit.case_id])
    tell(morning(0))
    for review in reviews:
        review.state = ReviewState.CANCELLED
        review.save()
    worker = actor_of(MembershipFactory())
    keep_deadlines(subjects={"review": [reviews[0].pk]}, by=worker)
    done = worker_of(visit.case)
    record_aftercare_visit(visit=visit, done_on=date(2026, 6, 1), is_safe=True, findings="Rekaan.", by=actor_of(done))
    reconcile()
    acted = Notice.objects.filter(acted_at__isnull=False)
    assert {(row.subject, row.acted_by_id) for row in acted} == {
        (f"placementreview:{reviews[0].pk}", worker.user_id),
        (f"placementreview:{reviews[1].pk}", None),
        (f"aftercarevisit:{visit.pk}", done.user_id),
    }


@pytest.mark.django_db
def test_the_ladder_follows_the_offices_own_days():
    review = given_a_review(DUE)
    given_people(review)
    Parameter.objects.create(
        key="review_escalation_days_overdue",
        institution=review.placement.case.office,
        value=[2, 4],
        valid_from=date(2020, 1, 1),
    )
    tell(morning(1))
    assert not Notice.objects.filter(kind__contains="late").exists()
    tell(morning(2))
    assert Notice.objects.filter(kind="review.late:2").exists()
    tell(morning(4))
    assert Notice.objects.filter(kind="review.late:4", recipient__memberships__role=Role.SOCIAL_OFFICE_DECIDER).exists()


@pytest.mark.django_db
def test_where_nobody_stands_the_next_above_hears_of_it():
    review = given_a_review(DUE)
    case = review.placement.case
    Membership.objects.filter(user=case.worker).update(valid_until=date(2020, 1, 2), valid_from=date(2020, 1, 1))
    head_of_office = MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER)
    tell(morning(-14))
    assert set(Notice.objects.values_list("recipient", flat=True)) == {head_of_office.user_id}


@pytest.mark.django_db
def test_a_deputy_hears_what_the_holder_of_the_office_hears():
    mandate = MandateFactory()
    review = given_a_review(DUE)
    case = review.placement.case
    case.office = mandate.grantor.institution
    case.save()
    keep_deadlines(cases=[case.pk])
    tell(morning(14))
    assert Notice.objects.filter(recipient=mandate.deputy, kind="review.late:14").exists()


@pytest.mark.django_db
def test_a_round_costs_the_same_for_one_row_and_for_forty(django_assert_max_num_queries):
    for _ in range(40):
        given_people(given_a_review(DUE))
    with django_assert_max_num_queries(24):
        assert tell(morning(-14)).notices >= 120


def test_two_rounds_at_once_tell_each_person_once(committed_db):
    review = given_a_review(DUE)
    given_people(review)

    def round_of_its_own():
        try:
            tell(morning(1))
        finally:
            connection.close()

    threads = [threading.Thread(target=round_of_its_own) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Notice.objects.filter(kind="review.late:1").count() == 4
    assert deadline_of(review).step == 0


def test_every_clock_has_words_and_a_ladder_that_ends_with_somebody_of_power():
    for clock in CLOCKS:
        values = {key: DEFINITIONS[key].default for key in clock.ladder.settings}
        steps = steps_for(clock.ladder, values)
        assert [step.hours for step in steps] == sorted({step.hours for step in steps}), clock.code
        assert steps[-1].name.startswith("late:"), clock.code
        for name in {step.name.partition(":")[0] for step in steps}:
            kind = kind_of(f"{clock.code}.{name}")
            assert kind.is_required
            assert "X-1" in kind.outside_of("X-1")
            assert "X-1" in kind.title_of("X-1", {})
        assert {rung.value for rung in steps[-1].rungs} & {"SUPERVISOR", "OFFICE", "HEAD"}, clock.code
