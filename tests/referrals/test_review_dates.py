"""A review's day moves by rule or by hand, always with a trace, and never by stealth (domain.md 5.3, 13)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accreditation.services import update_certificate
from atensi.audit.actor import system_actor
from atensi.audit.models import AuditEvent
from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import reconcile
from atensi.errors import NotAllowed
from atensi.reference.workdays import add_months
from cases.event_states import EventKind
from cases.models import CaseEvent
from cases.services.shares import share_case
from institutions.models import Institution, Parameter
from institutions.services.institutions import update_institution
from institutions.states import Role
from referrals.models import ReviewDateChange
from referrals.services.home_problems import pull_for_home_problems
from referrals.services.intervals import effect_of, follow_intervals
from referrals.services.review_dates import pull_review_forward
from referrals.states import DateChangeReason
from tests.accreditation.factories import CertificateFactory
from tests.cases.factories import BeneficiaryFactory, CaseFactory
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

from .factories import PlacementFactory, PlacementReviewFactory, days_ago, member, worker_of

pytestmark = pytest.mark.django_db


def ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def due_of(review) -> date:
    review.refresh_from_db()
    return review.due_on


def change_of(review) -> ReviewDateChange:
    return ReviewDateChange.objects.get(review=review)


@pytest.fixture
def review():
    """A review in eighty days of a child who came ten days ago, with its deadline."""
    review = PlacementReviewFactory(placement=PlacementFactory(starts_on=days_ago(10)), due_on=ahead(80))
    reconcile()
    return review


# --- by hand -------------------------------------------------------------------------------------------------------


def pull(review, by, **values):
    asked = {"to": ahead(20), "reason": DateChangeReason.BY_HAND, "note": "Anak sering menangis (rekaan)."} | values
    return pull_review_forward(review=review, by=actor_of(by), **asked)


def test_who_answers_for_the_case_brings_a_review_forward_with_a_trace(review):
    worker = worker_of(review.placement.case)
    pull(review, worker)
    assert due_of(review) == ahead(20)
    change = change_of(review)
    assert (change.due_from, change.due_to, change.changed_by) == (ahead(80), ahead(20), worker.user)
    assert "Anak sering menangis" in CaseEvent.objects.get(kind=EventKind.REVIEW_MOVED).text
    assert Deadline.objects.get(clock="review").due_on == ahead(20)
    assert AuditEvent.objects.get(verb="review.pull_forward").user_id == worker.user_id
    assert reconcile() == 0


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER])
def test_the_office_brings_a_review_forward(review, role):
    pull(review, member(review.placement.case.office, role))
    assert due_of(review) == ahead(20)


@pytest.mark.parametrize("who", ["home", "stranger", "colleague"])
def test_nobody_else_brings_a_review_forward(review, who):
    office = review.placement.case.office
    people = {
        "home": lambda: member(review.placement.institution),
        "stranger": lambda: member(InstitutionFactory(), Role.SUPERVISOR),
        "colleague": lambda: member(office, Role.FIELD_SOCIAL_WORKER),
    }
    with pytest.raises(NotAllowed):
        pull(review, people[who]())
    assert due_of(review) == ahead(80)


@pytest.mark.rule("pull_not_earlier", "review_is_pulled_forward_only")
@pytest.mark.parametrize("days", [80, 81])
def test_a_review_is_never_put_off(review, days):
    with refused("pull_not_earlier"):
        pull(review, worker_of(review.placement.case), to=ahead(days))


@pytest.mark.rule("pull_in_past")
def test_a_review_is_not_brought_into_the_past(review):
    with refused("pull_in_past"):
        pull(review, worker_of(review.placement.case), to=days_ago(1))


@pytest.mark.rule("pull_without_reason", "review_moved_by_hand_has_a_reason")
def test_a_person_says_why(review):
    with refused("pull_without_reason"):
        pull(review, worker_of(review.placement.case), note=" ")


def test_a_held_review_does_not_move():
    review = PlacementReviewFactory(held=True)
    with refused("review_closed"):
        pull(review, worker_of(review.placement.case))


def test_a_rule_brings_a_review_forward_for_an_incident(review):
    pull_review_forward(
        review=review, to=ahead(3), reason=DateChangeReason.INCIDENT, by=system_actor(), cause="incident:1"
    )
    assert due_of(review) == ahead(3)
    assert (change_of(review).changed_by, change_of(review).cause) == (None, "incident:1")


# --- trouble of the home -------------------------------------------------------------------------------------------


def home_of(review) -> Institution:
    return review.placement.institution


def keeper_of(home: Institution):
    return actor_of(MembershipFactory(institution=home, role=Role.ADMINISTRATOR))


def test_a_home_in_order_moves_nothing(review):
    CertificateFactory(institution=home_of(review), valid_from=date(2020, 1, 1), valid_until=ahead(200))
    assert pull_for_home_problems() == 0
    assert due_of(review) == ahead(80)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda: {"licence_valid_until": days_ago(1)}, DateChangeReason.LICENCE),
        (lambda: {"licence_number": ""}, DateChangeReason.LICENCE),
        (lambda: {"licence_valid_until": ahead(79)}, DateChangeReason.LICENCE),
    ],
)
def test_what_a_person_changes_of_a_home_brings_its_reviews_forward_at_once(review, change, reason):
    home = home_of(review)
    update_institution(institution=home, by=keeper_of(home), **change())
    assert due_of(review) == ahead(14)
    assert change_of(review).reason == reason
    assert CaseEvent.objects.filter(case=review.placement.case, kind=EventKind.REVIEW_MOVED).count() == 1
    assert Deadline.objects.get(clock="review").due_on == ahead(14)


def test_a_licence_that_lasts_to_the_review_is_no_trouble(review):
    update_institution(institution=home_of(review), by=keeper_of(home_of(review)), licence_valid_until=ahead(80))
    assert due_of(review) == ahead(80)


def test_a_certificate_that_ends_before_the_review_brings_it_forward(review):
    certificate = CertificateFactory(institution=home_of(review), valid_from=date(2020, 1, 1), valid_until=ahead(200))
    update_certificate(
        certificate=certificate,
        rank=certificate.rank,
        number=certificate.number,
        valid_from=certificate.valid_from,
        valid_until=ahead(60),
        by=keeper_of(home_of(review)),
    )
    assert due_of(review) == ahead(14)
    assert change_of(review).reason == DateChangeReason.CERTIFICATE


def test_the_day_a_certificate_lapses_the_sweep_brings_reviews_forward(review):
    CertificateFactory(institution=home_of(review), valid_from=date(2020, 1, 1), valid_until=days_ago(1))
    assert pull_for_home_problems() == 1
    assert due_of(review) == ahead(14)
    assert change_of(review).cause == f"certificate:lapsed:{days_ago(1)}"


def test_a_sweep_that_comes_late_sets_the_same_day(review):
    CertificateFactory(institution=home_of(review), valid_from=date(2020, 1, 1), valid_until=days_ago(6))
    pull_for_home_problems()
    assert due_of(review) == days_ago(5) + timedelta(days=14)


def test_a_licence_that_ends_before_the_review_is_known_since_the_day_was_set(review):
    Institution.objects.filter(pk=home_of(review).pk).update(licence_valid_until=ahead(60))
    pull_for_home_problems()
    assert due_of(review) == days_ago(10) + timedelta(days=14)


def test_what_lapsed_long_ago_leaves_the_same_time_from_today(review):
    CertificateFactory(institution=home_of(review), valid_from=date(2020, 1, 1), valid_until=days_ago(90))
    pull_for_home_problems()
    assert due_of(review) == ahead(14)


def test_the_office_sets_how_soon(review):
    Parameter.objects.create(
        key="review_after_licence_problem_days",
        institution=review.placement.case.office,
        value=5,
        valid_from=days_ago(2),
    )
    Institution.objects.filter(pk=home_of(review).pk).update(is_active=False)
    pull_for_home_problems()
    assert due_of(review) == ahead(5)


def test_a_review_that_is_near_keeps_its_day_and_says_why(review):
    near = PlacementReviewFactory(placement=PlacementFactory(institution=home_of(review)), due_on=ahead(6))
    Institution.objects.filter(pk=home_of(review).pk).update(is_active=False)
    assert pull_for_home_problems() == 2
    assert (due_of(near), change_of(near).moved) == (ahead(6), False)
    assert not CaseEvent.objects.filter(case=near.placement.case, kind=EventKind.REVIEW_MOVED).exists()


def test_each_trouble_moves_a_childs_review_once(review):
    Institution.objects.filter(pk=home_of(review).pk).update(is_active=False)
    assert (pull_for_home_problems(batch=1), pull_for_home_problems()) == (1, 0)
    review.state = "CANCELLED"
    review.save(update_fields=["state"])
    following = PlacementReviewFactory(placement=review.placement, due_on=ahead(90))
    assert pull_for_home_problems() == 0
    assert due_of(following) == ahead(90)


def test_one_line_in_the_trail_for_a_batch(review):
    PlacementReviewFactory(placement=PlacementFactory(institution=home_of(review)), due_on=ahead(50))
    Institution.objects.filter(pk=home_of(review).pk).update(is_active=False)
    pull_for_home_problems()
    event = AuditEvent.objects.get(verb="review.move_dates")
    assert (event.data, len(event.seen), event.user_id) == ({"reviews": 2, "reason": "INACTIVE"}, 2, None)


# --- a new interval ------------------------------------------------------------------------------------------------


def put(office, key, value, days=0) -> Parameter:
    return Parameter.objects.create(key=key, institution=office, value=value, valid_from=ahead(days))


def undecided(**fields):
    """Without a decision that names a day of its own: the case's office rules."""
    fields = {"court": True, "starts_on": days_ago(10)} | fields
    placement = PlacementFactory(**fields)
    start = placement.starts_on
    review = PlacementReviewFactory(placement=placement, due_on=add_months(start, 3))
    reconcile()
    return review


@pytest.mark.parametrize("months", [1, 2, 5])
def test_a_new_interval_moves_the_coming_review_either_way(months):
    review = undecided()
    version = put(review.placement.case.office, "review_short_months", months)
    assert follow_intervals() == 1
    assert due_of(review) == add_months(days_ago(10), months)
    placement = review.placement
    placement.refresh_from_db()
    assert placement.review_rule["versions"] == {"review_short_months": version.pk}
    assert (placement.review_rule["months"], change_of(review).reason) == (months, DateChangeReason.INTERVAL)
    trail = AuditEvent.objects.get(verb="review.follow_intervals")
    assert trail.data == {"placements": 1, "reviews": 1, "parameters": [version.pk]}
    assert follow_intervals() == 0, "a second sweep finds nothing"
    assert reconcile() == 0


def test_a_province_hands_its_interval_down_until_an_office_has_its_own():
    review, other = undecided(), undecided()
    put(InstitutionFactory(provincial=True), "review_short_months", 2)
    put(other.placement.case.office, "review_short_months", 3)
    follow_intervals()
    offices = [one.placement.case.office_id for one in (review, other)]
    assert offices[0] != offices[1]
    assert due_of(other) == add_months(days_ago(10), 3)


def test_an_interval_of_tomorrow_waits():
    review = undecided()
    put(review.placement.case.office, "review_short_months", 1, days=1)
    assert follow_intervals() == 0
    assert due_of(review) == add_months(days_ago(10), 3)


def test_a_review_comes_never_before_today():
    review = undecided(starts_on=days_ago(60))
    put(review.placement.case.office, "review_short_months", 1)
    follow_intervals()
    assert due_of(review) == timezone.localdate()


def test_a_late_review_stays_and_the_next_one_follows_the_new_rule():
    review = undecided(starts_on=days_ago(100))
    before = review.due_on
    put(review.placement.case.office, "review_short_months", 6)
    assert follow_intervals() == 1
    assert due_of(review) == before
    review.placement.refresh_from_db()
    assert review.placement.review_rule["months"] == 6
    assert not ReviewDateChange.objects.exists()


def test_the_interval_runs_from_the_last_held_review():
    placement = PlacementFactory(court=True, starts_on=days_ago(200))
    held_on = days_ago(10)
    PlacementReviewFactory(placement=placement, held=True, due_on=held_on, next_due_on=add_months(held_on, 3))
    review = PlacementReviewFactory(placement=placement, due_on=add_months(held_on, 3))
    put(placement.case.office, "review_short_months", 1)
    follow_intervals()
    assert due_of(review) == add_months(held_on, 1)


def test_a_day_chosen_nearer_is_not_put_off():
    placement = PlacementFactory(court=True, starts_on=days_ago(200))
    PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(10), next_due_on=ahead(20))
    review = PlacementReviewFactory(placement=placement, due_on=ahead(20))
    put(placement.case.office, "review_short_months", 6)
    follow_intervals()
    assert due_of(review) == ahead(20)


def test_a_review_brought_forward_is_not_put_off():
    review = undecided()
    pull(review, worker_of(review.placement.case))
    put(review.placement.case.office, "review_short_months", 6)
    follow_intervals()
    assert due_of(review) == ahead(20)


def test_an_emergency_is_not_reviewed_after_its_limit():
    placement = PlacementFactory(emergency=True)
    review = PlacementReviewFactory(placement=placement, due_on=placement.starts_on + timedelta(days=14))
    put(placement.case.office, "review_emergency_days", 90)
    follow_intervals()
    assert due_of(review) == placement.emergency_ends_on


def test_a_signed_decision_names_the_latest_first_review():
    placement = PlacementFactory(starts_on=days_ago(10))
    review = PlacementReviewFactory(placement=placement, due_on=placement.decision.review_due_on)
    before = review.due_on
    put(placement.decision.deciding_office, "review_short_months", 12)
    assert follow_intervals() == 1
    assert due_of(review) == before


def test_the_factor_for_under_fives_moves_theirs_alone():
    grown = undecided()
    child = BeneficiaryFactory(birth_date=days_ago(700))
    small = undecided(case=CaseFactory(beneficiary=child, worker_membership=worker_of(grown.placement.case)))
    small.placement.review_rule = {"term": "SHORT", "months": 3, "factor": 0.5}
    small.placement.save()
    put(grown.placement.case.office, "under_five_review_factor", 0.25)
    assert follow_intervals() == 1
    whole = (add_months(days_ago(10), 3) - days_ago(10)).days
    assert due_of(small) == days_ago(10) + timedelta(days=whole // 4)


def test_small_batches_do_the_same_work():
    office = InstitutionFactory()
    reviews = [
        undecided(case=CaseFactory(worker_membership=MembershipFactory(institution=office))) for _time in range(3)
    ]
    put(office, "review_short_months", 1)
    assert follow_intervals(batch=2) == 3
    assert {due_of(review) for review in reviews} == {add_months(days_ago(10), 1)}


# --- the pages -----------------------------------------------------------------------------------------------------


def test_the_form_moves_and_the_page_says_why(client, review):
    worker = worker_of(review.placement.case)
    client.force_login(worker.user)
    url = reverse("referrals:review_pull", args=[review.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"to": ahead(90).isoformat(), "note": "Contoh"}).status_code == 422
    response = client.post(url, {"to": ahead(20).isoformat(), "note": "Anak gelisah (rekaan)."}, follow=True)
    page = response.content.decode()
    assert "Mengapa tanggal ini" in page
    assert "Anak gelisah (rekaan)." in page
    assert due_of(review) == ahead(20)


def test_a_home_sees_why_and_may_not_move(client, review):
    share_case(case=review.placement.case, institution=home_of(review), by=actor_of(worker_of(review.placement.case)))
    client.force_login(member(home_of(review)).user)
    assert client.get(reverse("referrals:review_pull", args=[review.pk])).status_code == 403
    page = client.get(reverse("referrals:review_detail", args=[review.pk])).content.decode()
    assert "Majukan tinjauan" not in page


def test_the_settings_page_says_how_many_reviews_a_new_interval_moves(client):
    review = undecided()
    undecided(starts_on=days_ago(200))  # late already
    office = review.placement.case.office
    assert effect_of("review_short_months", office).startswith("Nilai baru menghitung ulang 1 tinjauan")
    assert effect_of("review_long_months", office).startswith("Nilai baru menghitung ulang 0 tinjauan")
    assert effect_of("place_hold_hours", office) == ""
    client.force_login(MembershipFactory(institution=office, role=Role.ADMINISTRATOR).user)
    page = client.get(reverse("institutions:parameter_edit", args=["review_short_months"])).content.decode()
    assert "menghitung ulang 1 tinjauan" in page


def test_the_province_counts_the_reviews_of_its_heirs():
    review = undecided()
    province = InstitutionFactory(provincial=True)
    assert " 1 tinjauan" in effect_of("review_short_months", province)
    put(review.placement.case.office, "review_short_months", 3)
    assert " 0 tinjauan" in effect_of("review_short_months", province)
    assert region("14") == province.region
