"""The sweep keeps the clock: repairs, marks, and changes nothing when it runs again."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from atensi.audit.models import AuditEvent
from cases.event_states import EventKind
from cases.models import CaseEvent
from referrals.models import Placement, PlacementReview
from referrals.review_rules import first_due
from referrals.services.sweep import Swept, sweep
from referrals.states import EndReason, PlacementState, ReviewState, Term
from referrals.tasks import sweep_reviews

from .factories import PlacementFactory, PlacementReviewFactory, days_ago

NOTHING = Swept(made=0, overstayed=0)


def state_of_everything():
    """All that a sweep could change, as plain rows."""
    reviews = PlacementReview.objects.order_by("pk").values_list("pk", "placement", "sequence", "due_on", "state")
    placements = Placement.objects.order_by("pk").values_list("pk", "state")
    return list(reviews), list(placements), CaseEvent.objects.count(), AuditEvent.objects.count()


@pytest.mark.django_db
def test_open_placement_without_a_review_gets_one_by_its_rule():
    placement = PlacementFactory()
    assert sweep().made == 1
    review = placement.reviews.get()
    assert (review.sequence, review.due_on) == (1, first_due(placement))
    assert PlacementReview.objects.overdue().get() == review, "a hundred days after a start with three months"


@pytest.mark.django_db
def test_repaired_review_is_due_when_the_last_held_one_said():
    placement = PlacementFactory()
    held = PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(8))
    assert sweep().made == 1
    review = placement.reviews.get(state=ReviewState.DUE)
    assert (review.sequence, review.due_on) == (2, held.next_due_on)


@pytest.mark.django_db
def test_ended_placement_gets_no_review():
    PlacementFactory(state=PlacementState.ENDED, ended_on=days_ago(1), end_reason=EndReason.CLOSED)
    assert sweep() == NOTHING


@pytest.mark.django_db
def test_review_past_its_day_is_overdue_from_the_next_day():
    PlacementReviewFactory(due_on=timezone.localdate())
    assert not PlacementReview.objects.overdue().exists()
    assert PlacementReview.objects.overdue(timezone.now() + timedelta(days=1)).exists()


@pytest.mark.django_db
def test_held_and_cancelled_reviews_stay_as_they_are():
    PlacementReviewFactory(held=True, due_on=days_ago(50), next_due_on=timezone.localdate() + timedelta(days=40))
    PlacementReviewFactory(
        placement=PlacementFactory(state=PlacementState.ENDED, ended_on=days_ago(1), end_reason=EndReason.CLOSED),
        state=ReviewState.CANCELLED,
        due_on=days_ago(20),
    )
    assert sweep() == Swept(made=1, overstayed=0)


@pytest.mark.django_db
def test_emergency_past_its_limit_is_marked_the_same_day_and_told():
    placement = PlacementFactory(emergency=True, starts_on=days_ago(30))
    PlacementReviewFactory(placement=placement)
    assert sweep() == NOTHING, "the limit's own day still counts"
    assert sweep(timezone.now() + timedelta(days=1)).overstayed == 1
    placement.refresh_from_db()
    assert placement.state == PlacementState.OVERSTAYED
    event = CaseEvent.objects.get(case=placement.case, kind=EventKind.PLACEMENT_OVERSTAYED)
    assert event.by is None
    trail = AuditEvent.objects.get(subject=f"placement:{placement.pk}")
    assert (trail.verb, trail.user_id) == ("placement.mark_overstayed", None)


@pytest.mark.django_db
def test_only_emergencies_overstay():
    PlacementReviewFactory(placement=PlacementFactory(existing=True, starts_on=days_ago(900)))
    PlacementReviewFactory(placement=PlacementFactory(planned_end_on=days_ago(20)))
    assert sweep().overstayed == 0


def one_of_each():
    """A missing review, one that is late, an emergency past its limit."""
    PlacementFactory()
    PlacementReviewFactory(due_on=days_ago(3))
    PlacementReviewFactory(placement=PlacementFactory(emergency=True, starts_on=days_ago(31)))


@pytest.mark.django_db
def test_running_twice_changes_nothing():
    one_of_each()
    assert sweep() == Swept(made=1, overstayed=1)
    after = state_of_everything()
    assert sweep() == NOTHING
    assert state_of_everything() == after


@pytest.mark.django_db
def test_small_batches_do_the_same_work():
    for _time in range(3):
        one_of_each()
    assert sweep(batch=2) == Swept(made=3, overstayed=3)
    assert sweep(batch=2) == NOTHING


@pytest.mark.django_db
def test_deleted_reviews_come_back_and_the_sequence_goes_on():
    placement = PlacementFactory(starts_on=days_ago(10))
    PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(5))
    sweep()
    before = placement.reviews.values_list("sequence", "due_on", "state")
    kept = list(before)
    placement.reviews.filter(state=ReviewState.DUE).delete()
    assert sweep().made == 1
    assert list(before.all()) == kept


@pytest.mark.django_db
def test_clock_that_jumps_ahead_and_back_leaves_what_was_marked():
    placement = PlacementFactory(emergency=True)
    PlacementReviewFactory(placement=placement)
    assert sweep(timezone.now() + timedelta(days=400)).overstayed == 1
    assert sweep(timezone.now() - timedelta(days=400)) == NOTHING
    placement.refresh_from_db()
    assert placement.state == PlacementState.OVERSTAYED


@pytest.mark.django_db
def test_one_trail_line_for_a_batch_of_reviews():
    for _time in range(3):
        PlacementFactory()
    sweep()
    event = AuditEvent.objects.get(subject="sweep:reviews")
    assert (event.verb, event.data, len(event.seen)) == ("review.make_missing", {"reviews": 3}, 3)


@pytest.mark.django_db
def test_sweep_runs_a_fixed_number_of_queries(django_assert_max_num_queries):
    for _time in range(4):
        PlacementReviewFactory(due_on=days_ago(3))
        PlacementFactory()
    with django_assert_max_num_queries(40):
        sweep()
    with django_assert_max_num_queries(12):
        sweep()


@pytest.mark.django_db
def test_task_sweeps():
    one_of_each()
    sweep_reviews()
    assert PlacementReview.objects.overdue().count() == 2
    assert sweep() == NOTHING


RULES = st.one_of(
    st.fixed_dictionaries({"days": st.integers(1, 90), "factor": st.floats(0.05, 1)}),
    st.fixed_dictionaries({"months": st.integers(1, 24), "factor": st.floats(0.05, 1)}),
)


@pytest.mark.django_db
@settings(deadline=None, max_examples=40)
@given(rule=RULES, start=st.dates(date(2020, 1, 1), date(2026, 1, 1)))
def test_sql_and_python_count_the_same_day(rule, start):
    PlacementReview.objects.all().delete()
    placement = Placement.objects.first() or PlacementFactory(court=True, order_on=date(2019, 1, 1))
    placement.review_rule, placement.starts_on, placement.term = rule, start, Term.SHORT
    placement.save()
    sweep()
    assert placement.reviews.get().due_on == first_due(placement)


def test_two_sweeps_at_once_change_nothing_twice(committed_db):
    for _time in range(6):
        one_of_each()
    results, ready = [], threading.Barrier(2)

    def run():
        try:
            ready.wait()
            results.append(sweep(batch=2))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _time in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 2, "a sweep failed"
    sweep()
    assert PlacementReview.objects.open().count() == 18
    assert Placement.objects.filter(state=PlacementState.OVERSTAYED).count() == 6
    assert CaseEvent.objects.filter(kind=EventKind.PLACEMENT_OVERSTAYED).count() == 6
    assert sum(one.overstayed for one in results) <= 6
    after = state_of_everything()
    assert sweep() == NOTHING and state_of_everything() == after


def test_sweep_skips_a_placement_somebody_works_on(committed_db):
    PlacementReviewFactory(placement=PlacementFactory(emergency=True, starts_on=days_ago(31)))
    held, release = threading.Event(), threading.Event()

    def work():
        try:
            with connection.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("SELECT id FROM cases_case FOR UPDATE")
                held.set()
                release.wait(10)
                cursor.execute("ROLLBACK")
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    held.wait(10)
    assert sweep().overstayed == 0
    release.set()
    worker.join()
    assert sweep().overstayed == 1
