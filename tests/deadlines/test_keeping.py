"""The table of deadlines holds what the clocks ask for, and nothing else, whoever wrote or lost a row."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from atensi.deadlines.hooks import CLOCKS
from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import keep_deadlines, reconcile
from referrals.states import ReviewState
from tests.cases.factories import BeneficiaryFactory, CaseFactory
from tests.deadlines.given import deadline_of, given_a_review
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region
from tests.referrals.factories import PlacementFactory, PlacementReviewFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


def rows() -> list[tuple]:
    return list(
        Deadline.objects.order_by("clock", "subject_id").values_list(
            "clock", "subject_id", "case_id", "reference", "office", "holder", "worker", "due_on", "due_at"
        )
    )


def test_a_review_gets_its_row_with_the_people_who_answer_for_it():
    review = given_a_review(TODAY)
    placement = review.placement
    row = deadline_of(review)
    assert (row.case_id, row.reference) == (placement.case_id, placement.case.number)
    assert (row.office, row.holder, row.worker) == (placement.case.office, placement.institution, placement.case.worker)


@pytest.mark.parametrize(("code", "hours"), [("14.01", 7), ("51.01", 8), ("91.01", 9)])
def test_a_day_is_over_at_midnight_of_the_office(code, hours):
    zone = {7: "Asia/Jakarta", 8: "Asia/Makassar", 9: "Asia/Jayapura"}[hours]
    place = region(code)
    type(place).objects.filter(code=code).update(time_zone=zone)
    office = InstitutionFactory(region_id=code)
    review = given_a_review(TODAY, case=CaseFactory(worker_membership=MembershipFactory(institution=office)))
    assert (deadline_of(review).due_at + timedelta(hours=hours)).strftime("%d %H:%M") == "02 00:00"


def test_what_is_done_goes():
    review = given_a_review(TODAY)
    review.state = ReviewState.CANCELLED
    review.save()
    assert keep_deadlines(cases=[review.placement.case_id]) == 1
    assert not Deadline.objects.filter(clock="review").exists()


def test_what_moved_is_told_of_anew_and_what_changed_hands_is_not():
    review = given_a_review(TODAY)
    Deadline.objects.update(step=-24, next_step_at=None)
    case = review.placement.case
    case.worker = MembershipFactory(institution=case.office).user
    case.save()
    keep_deadlines(cases=[case.pk])
    row = deadline_of(review)
    assert (row.worker, row.step, row.next_step_at) == (case.worker, -24, None)
    review.due_on = TODAY + timedelta(days=1)
    review.save()
    keep_deadlines(cases=[case.pk])
    row = deadline_of(review)
    assert row.step is None
    assert row.next_step_at is not None


def test_keeping_a_case_leaves_others_alone_and_is_one_query(django_assert_num_queries):
    one, other = given_a_review(TODAY), given_a_review(TODAY)
    Deadline.objects.filter(clock="review").update(reference="lain")
    with django_assert_num_queries(3):  # savepoint, the statement, its release
        keep_deadlines(cases=[one.placement.case_id])
    assert deadline_of(one).reference == one.placement.case.number
    assert deadline_of(other).reference == "lain"


def test_nothing_is_asked_of_nobody(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert keep_deadlines() == 0


def test_the_sweep_mends_whatever_differs_and_then_finds_nothing():
    reviews = [PlacementReviewFactory(placement=PlacementFactory(), due_on=TODAY) for _ in range(5)]
    assert reconcile(batch=2) > 0
    before = rows()
    assert reconcile(batch=2) == 0
    Deadline.objects.filter(clock="review", subject_id=reviews[0].pk).delete()
    Deadline.objects.filter(clock="review", subject_id=reviews[1].pk).update(due_on=TODAY + timedelta(days=3))
    Deadline.objects.create(clock="review", subject_id=10**9, reference="hantu", due_on=TODAY, due_at=timezone.now())
    assert reconcile(batch=2) == 3
    assert rows() == before


def test_every_clock_can_be_asked_in_one_statement():
    codes = [clock.code for clock in CLOCKS]
    assert len(codes) == len(set(codes)) == 31
    for clock in CLOCKS:
        assert list(clock.wanted()) == list(clock.wanted().filter(pk__in=clock.rows().values("pk")))


def test_coming_of_age_is_the_eighteenth_birthday_of_those_who_came_as_children():
    child = CaseFactory(beneficiary=BeneficiaryFactory(birth_date=date(2012, 2, 29)))
    adult = CaseFactory(beneficiary=BeneficiaryFactory(birth_date=date(1960, 5, 5)))
    keep_deadlines(cases=[child.pk, adult.pk])
    row = Deadline.objects.get(clock="coming_of_age")
    assert (row.subject_id, row.due_on) == (child.pk, date(2030, 2, 28))
