"""What is late is late everywhere at the same moment: lists, figures and states agree with `Deadline.late`."""

from datetime import date, datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.reference.models import Region
from cases.eligibility.common import past_problems
from cases.models import AftercareVisit
from cases.services.cases import open_case
from cases.states import Risk
from institutions.models import Institution
from referrals.models import Placement, PlacementReview, Referral
from referrals.services.sweep import sweep
from referrals.states import PlacementState
from tests.cases.factories import BeneficiaryFactory, CaseFactory, code
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region
from tests.referrals.factories import PlacementFactory, PlacementReviewFactory, ReferralFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)
OFFICES = {"14.01": "Asia/Jakarta", "51.01": "Asia/Makassar", "91.01": "Asia/Jayapura"}
SECOND = timedelta(seconds=1)


@pytest.fixture(params=OFFICES)
def office(request) -> Institution:
    """A regency's Dinas in WIB, WITA or WIT."""
    region(request.param)
    Region.objects.filter(code=request.param).update(time_zone=OFFICES[request.param])
    return InstitutionFactory(region_id=request.param)


@pytest.fixture
def midnight(office) -> datetime:
    """When `DAY` is over at the office."""
    zone = ZoneInfo(office.region.time_zone)
    return datetime.combine(DAY + timedelta(days=1), datetime.min.time(), zone)


def case_of(office: Institution):
    return CaseFactory(worker_membership=MembershipFactory(institution=office))


def all_over_the_night(midnight: datetime) -> list[datetime]:
    """Moments around the end of the day in every zone of the country."""
    return [midnight + timedelta(hours=hours) + step for hours in range(-3, 4) for step in (-SECOND, timedelta())]


def given_reviews(office):
    return PlacementReviewFactory(placement=PlacementFactory(case=case_of(office)), due_on=DAY).placement.case


def given_answers(office):
    return ReferralFactory(case=case_of(office), answer_due_on=DAY).case


def given_visits(office):
    case = case_of(office)
    AftercareVisit.objects.create(case=case, month=1, due_on=DAY, home_on=DAY - timedelta(days=30))
    return case


def given_residents(office):
    return PlacementFactory(case=case_of(office), existing=True, referral_due_on=DAY).case


@pytest.mark.parametrize(
    ("given", "clock", "overdue"),
    [
        (given_reviews, "review", PlacementReview.objects.overdue),
        (given_answers, "answer", Referral.objects.overdue),
        (given_visits, "aftercare", AftercareVisit.objects.overdue),
        (given_residents, "existing", Placement.objects.late_for_referral),
    ],
)
def test_lists_are_late_exactly_when_the_deadline_is(office, midnight, given, clock, overdue):
    keep_deadlines(cases=[given(office).pk])
    deadlines = Deadline.objects.filter(clock=clock)
    for at in all_over_the_night(midnight):
        assert overdue(at).exists() == deadlines.late(at).exists() == (at >= midnight), at


def test_what_is_near_is_counted_on_the_offices_calendar(office, midnight):
    given_reviews(office)
    near = PlacementReview.objects.due_within
    for at in all_over_the_night(midnight):
        assert near(0, at - timedelta(days=1)).exists() == (at >= midnight)
        assert near(1, at - timedelta(days=2)).exists() == (at >= midnight)


def test_long_overdue_is_counted_on_the_offices_calendar(office, midnight):
    given_reviews(office)
    for at in all_over_the_night(midnight + timedelta(days=30)):
        late_by_thirty = PlacementReview.objects.overdue(at, days=30).exists()
        assert late_by_thirty == (at >= midnight + timedelta(days=30))


def test_an_emergency_overstays_when_its_last_day_is_over_at_the_office(office, midnight):
    placement = PlacementFactory(
        case=case_of(office), emergency=True, starts_on=DAY - timedelta(days=30), limit_days=30
    )
    PlacementReviewFactory(placement=placement)
    assert sweep(midnight - SECOND).overstayed == 0
    assert sweep(midnight).overstayed == 1
    placement.refresh_from_db()
    assert placement.state == PlacementState.OVERSTAYED


def test_a_date_of_the_offices_today_is_no_future_for_a_task_or_a_reader_elsewhere(office, midnight):
    case = case_of(office)
    tomorrow = DAY + timedelta(days=1)
    with timezone.override("Asia/Jakarta"), mock.patch.object(timezone, "now", lambda: midnight):
        assert past_problems(tomorrow, "done_on", case) == []
    with timezone.override("Asia/Jayapura"), mock.patch.object(timezone, "now", lambda: midnight - SECOND):
        assert [found.code for found in past_problems(tomorrow, "done_on", case)] == ["date_ahead"]


def test_working_days_of_a_case_run_from_the_offices_day(office, midnight):
    worker = MembershipFactory(institution=office)
    child = BeneficiaryFactory(worker_membership=worker)
    category = code("AMPK", "CONTOH")
    with timezone.override("Asia/Jakarta"), mock.patch.object(timezone, "now", lambda: midnight):
        case = open_case(
            beneficiary=child,
            office=office,
            worker=worker.user,
            risk=Risk.LOW,
            categories=[category],
            primary=category,
            by=actor_of(worker),
        )
    assert case.assessment_due_on == date(2026, 7, 13), "seven working days after Thursday 2 July"


def test_nobody_is_sent_to_visit_a_child_of_a_case_that_ended_early(office):
    case = given_visits(office)
    keep_deadlines(cases=[case.pk])
    assert Deadline.objects.filter(clock="aftercare").exists()
    case.closed_at, case.closed_by, case.final_evaluation = timezone.now(), case.worker, "Contoh."
    case.closure_reason = code("CLOSURE_REASON", "DIED")
    case.save()
    keep_deadlines(cases=[case.pk])
    assert not Deadline.objects.filter(clock="aftercare").exists()
    assert not AftercareVisit.objects.open().exists()
