from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.deadlines.models import Deadline
from atensi.errors import NotAllowed, RuleViolation
from atensi.notices.models import Notice
from cases.models import CaseEvent
from institutions.states import Role
from living.models import Incident
from living.states import IncidentKind, IncidentState, StepKind
from living.telling import tell
from referrals.models import PlacementReview, ReviewDateChange
from referrals.states import DateChangeReason
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region
from tests.living.scenes import closed, home_with_children, incident, reported, step
from tests.referrals.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return home_with_children()


def codes(violation) -> set[str]:
    return {problem.code for problem in violation.value.problems}


def refused(act) -> set[str]:
    with pytest.raises(RuleViolation) as violation:
        act()
    return codes(violation)


def test_violence_is_told_at_once_to_dinas_the_workers_and_the_head(home):
    row = incident(home)

    told = Notice.objects.filter(subject=f"incident:{row.pk}")
    assert set(told.values_list("kind", flat=True)) == {"incident:urgent"}
    assert {home.supervisor.user_id, home.worker.user_id} <= set(told.values_list("recipient_id", flat=True))
    assert home.other_worker.user_id not in told.values_list("recipient_id", flat=True)


def test_the_clock_of_violence_runs_until_dinas_reports(home):
    row = incident(home)

    deadline = Deadline.objects.get(clock="incident_report", subject_id=row.pk)
    assert deadline.office == home.office
    assert timedelta(hours=23) < deadline.due_at - timezone.now() < timedelta(hours=24)
    reported(row, home.supervisor)
    assert not Deadline.objects.filter(clock="incident_report").exists()


def test_other_incidents_have_the_longer_clock_and_an_illness_has_none(home):
    faith = incident(home, kind=IncidentKind.FAITH)
    ill = incident(home, kind=IncidentKind.ILLNESS)

    assert timedelta(hours=71) < faith.report_due_at - timezone.now() < timedelta(hours=72)
    assert ill.report_due_at is None


def test_violence_brings_the_reviews_of_its_children_forward(home):
    row = incident(home)

    review = PlacementReview.objects.get(placement=home.first)
    assert review.due_on == timezone.localdate() + timedelta(days=7)
    change = ReviewDateChange.objects.get(review=review)
    assert (change.reason, change.cause) == (DateChangeReason.INCIDENT, f"incident:{row.pk}")
    assert PlacementReview.objects.get(placement=home.second).due_on == timezone.localdate() + timedelta(days=60)


def test_an_illness_moves_no_review(home):
    incident(home, kind=IncidentKind.ILLNESS)

    assert not ReviewDateChange.objects.exists()


def test_each_childs_case_tells_of_it_and_none_of_the_others(home):
    incident(home, children=[home.first, home.second])

    lines = CaseEvent.objects.filter(kind="INCIDENT_RECORDED")
    assert {line.case_id for line in lines} == {home.first.case_id, home.second.case_id}
    assert not any("Melati" in line.text or "Kenanga" in line.text for line in lines)


def test_worker_and_dinas_write_one_down_too(home):
    for by in (home.worker, home.supervisor):
        assert incident(home, by).recorded_by == by.user


def test_nobody_else_does(home):
    stranger = member(InstitutionFactory(lksa=True, region=home.home.region), Role.LKSA_STAFF)

    with pytest.raises(NotAllowed):
        incident(home, stranger, children=[], other_children="M. C.")


def test_a_worker_names_no_child_of_anothers_case(home):
    with pytest.raises(NotAllowed):
        incident(home, home.worker, children=[home.first, home.second])


@pytest.mark.rule("incident_without_child")
def test_an_incident_names_a_child_or_initials(home):
    assert refused(lambda: incident(home, children=[])) == {"incident_without_child"}
    assert incident(home, children=[], other_children="A. B.").other_children == "A. B."


@pytest.mark.rule("incident_ahead")
def test_an_incident_has_happened(home):
    ahead = timezone.now() + timedelta(minutes=5)

    assert refused(lambda: incident(home, happened_at=ahead)) == {"incident_ahead"}


@pytest.mark.rule("incident_child_elsewhere")
def test_the_child_lived_there_on_that_day(home):
    before = timezone.now() - timedelta(days=200)

    assert refused(lambda: incident(home, happened_at=before)) == {"incident_child_elsewhere"}


@pytest.mark.rule("incident_without_home")
def test_it_happened_where_children_live(home):
    body = InstitutionFactory(kind="LKS", region=home.home.region)
    stay = {"children": [], "other_children": "A. B."}
    home.home = body

    assert refused(lambda: incident(home, home.supervisor, **stay)) == {"incident_without_home"}


@pytest.mark.rule("incident_without_office")
def test_some_dinas_answers_for_the_home(home):
    home.home = InstitutionFactory(lksa=True, region=region("91.01"))
    staff = member(home.home, Role.LKSA_STAFF)

    assert refused(lambda: incident(home, staff, children=[], other_children="A.")) == {"incident_without_office"}


@pytest.mark.rule("incident_without_report", "grave_incident_is_closed_by_dinas")
def test_violence_is_not_closed_without_a_report_of_dinas(home):
    row = incident(home, police_number="LP/1/CONTOH")

    assert refused(lambda: closed(row, home.supervisor)) == {"incident_without_report"}
    reported(row, home.supervisor)
    assert closed(row, home.supervisor).state == IncidentState.CLOSED


@pytest.mark.rule(
    "living.permissions.can_close_incident",
    "living.permissions.can_report_on_incident",
    "living_incident.incidents_stay",
)
def test_violence_is_reported_on_and_closed_by_dinas_alone(home):
    row = incident(home, police_number="LP/1/CONTOH")

    for by in (home.staff, home.worker):
        with pytest.raises(NotAllowed):
            reported(row, by)
    reported(row, home.supervisor)
    for by in (home.staff, home.worker):
        with pytest.raises(NotAllowed):
            closed(row, by)


def test_another_dinas_does_neither(home):
    row, other = incident(home), MembershipFactory(role=Role.SUPERVISOR, institution=InstitutionFactory())

    with pytest.raises(NotAllowed):
        reported(row, other)


def test_the_home_closes_an_illness(home):
    row = incident(home, kind=IncidentKind.ILLNESS)

    assert closed(row, home.staff).closed_for == home.home


@pytest.mark.rule("incident_without_police")
def test_a_crime_goes_to_the_police_or_says_why_not(home):
    row = reported(incident(home), home.supervisor)

    assert refused(lambda: closed(row, home.supervisor)) == {"incident_without_police"}
    reasons = {"incident_without_police": "Anak dan keluarga menolak, LPSK mendampingi."}
    assert closed(row, home.supervisor, reasons=reasons).soft_reasons == reasons


@pytest.mark.rule("incident_police_number")
def test_a_report_to_the_police_has_its_number(home):
    row = incident(home)

    assert refused(lambda: step(row, home.staff, kind=StepKind.TOLD_POLICE)) == {"incident_police_number"}
    assert step(row, home.staff, kind=StepKind.TOLD_POLICE, number="LP/2").number == "LP/2"


@pytest.mark.rule("incident_step_day")
def test_a_step_is_taken_between_the_incident_and_today(home):
    row, today = incident(home), timezone.localdate()

    for day in (today + timedelta(days=1), today - timedelta(days=9)):
        assert refused(lambda day=day: step(row, home.staff, done_on=day)) == {"incident_step_day"}


@pytest.mark.rule("incident_reported")
def test_dinas_reports_once(home):
    row = reported(incident(home), home.supervisor)

    assert refused(lambda: reported(row, home.supervisor)) == {"incident_reported"}


@pytest.mark.rule("incident_closed")
def test_nothing_is_added_to_a_closed_incident(home):
    row = closed(incident(home, kind=IncidentKind.ILLNESS), home.staff)

    assert refused(lambda: step(row, home.staff)) == {"incident_closed"}
    assert refused(lambda: closed(row, home.staff)) == {"incident_closed"}


def test_who_reads_one_childs_case_is_told_no_other_name(home):
    row = incident(home, children=[home.first, home.second])
    row = Incident.objects.whole().get(pk=row.pk)

    told = tell(home.worker.user, row)
    assert [child.words for child in told.children] == ["Melati Contoh", "K. R."]
    assert "Kenanga" not in told.said(row.story)
    assert [child.words for child in tell(home.staff.user, row).children] == ["Melati Contoh", "Kenanga Rekaan"]


def test_who_sees_an_incident(home):
    row = incident(home)
    stranger = member(InstitutionFactory(lksa=True, region=home.home.region), Role.LKSA_STAFF)
    province = InstitutionFactory(provincial=True)
    above = member(province, Role.SOCIAL_OFFICE_DECIDER)

    for one in (home.staff, home.supervisor, home.worker):
        assert Incident.objects.visible_to(one.user).filter(pk=row.pk).exists()
    for one in (stranger, home.other_worker, above):
        assert not Incident.objects.visible_to(one.user).filter(pk=row.pk).exists()


def test_a_late_report_climbs_to_the_province(home):
    row = incident(home)
    above = member(InstitutionFactory(provincial=True), Role.SOCIAL_OFFICE_DECIDER)

    assert row in Incident.objects.late(timezone.now() + timedelta(hours=25))
    assert "above" in Incident.objects.scopes(above.user)
