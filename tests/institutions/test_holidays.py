"""A province or a regency closes its offices on days of its own; the nation's days are loaded and stay."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed
from atensi.reference.models import Holiday
from atensi.reference.workdays import add_workdays
from institutions.services.holidays import add_holiday, remove_holiday
from institutions.states import Role
from tests.cases.factories import CaseFactory
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db
TUESDAY = date(2040, 1, 3)
LIST = "/pengaturan/hari-libur/"


@pytest.fixture
def admin():
    return MembershipFactory(role=Role.ADMINISTRATOR)


def add(membership, **values):
    asked = {"day": TUESDAY, "name": "Hari Jadi Contoh", "basis": "SK Bupati 1/2039"} | values
    return add_holiday(by=actor_of(membership), **asked)


def test_a_regency_closes_its_offices_with_a_trace(admin):
    holiday = add(admin)
    assert holiday.region == admin.institution.region
    assert add_workdays(date(2040, 1, 2), 1, region=region("14.01")) == date(2040, 1, 4)
    assert add_workdays(date(2040, 1, 2), 1, region=region("14.02")) == TUESDAY
    event = AuditEvent.objects.get(verb="holiday.add")
    assert event.data == {"day": "2040-01-03", "region": "14.01", "basis": "SK Bupati 1/2039"}


def test_a_province_closes_all_its_offices():
    add(MembershipFactory(institution=InstitutionFactory(provincial=True), role=Role.ADMINISTRATOR))
    assert add_workdays(date(2040, 1, 2), 1, region=region("14.02")) == date(2040, 1, 4)


@pytest.mark.parametrize("who", ["supervisor", "home"])
def test_only_administrators_of_a_dinas_close_offices(who):
    people = {
        "supervisor": lambda: MembershipFactory(role=Role.SUPERVISOR),
        "home": lambda: MembershipFactory(institution=InstitutionFactory(lksa=True), role=Role.ADMINISTRATOR),
    }
    with pytest.raises(NotAllowed):
        add(people[who]())


@pytest.mark.rule("holiday_on_weekend")
def test_a_weekend_is_closed_already(admin):
    with refused("holiday_on_weekend"):
        add(admin, day=date(2040, 1, 7))


@pytest.mark.rule("holiday_known", "holiday_once_per_region")
def test_a_day_is_closed_once(admin):
    Holiday.objects.create(day=TUESDAY, name="Libur Contoh")
    with refused("holiday_known"):
        add(admin)


@pytest.mark.rule("holiday_not_ahead")
def test_what_was_counted_with_a_day_stays_counted(admin):
    today = timezone.localdate()
    past = today - timedelta(days=today.weekday() + 7)  # a Monday
    Holiday.objects.filter(day=past).delete()
    with refused("holiday_not_ahead"):
        add(admin, day=past)
    held = Holiday.objects.create(day=past, name="Contoh", basis="SK 1", region=admin.institution.region)
    with refused("holiday_not_ahead"):
        remove_holiday(holiday=held, by=actor_of(admin))


@pytest.mark.rule("local_holiday_has_a_basis")
def test_a_day_rests_on_a_decision(admin):
    with refused("invalid___all__"):
        add(admin, basis=" ")


def test_a_region_opens_on_its_own_days_only(admin):
    own = add(admin)
    national = Holiday.objects.create(day=date(2040, 1, 4), name="Libur Contoh")
    with pytest.raises(NotAllowed):
        remove_holiday(holiday=national, by=actor_of(admin))
    with pytest.raises(NotAllowed):
        stranger = MembershipFactory(institution=InstitutionFactory(region=region("14.02")), role=Role.ADMINISTRATOR)
        remove_holiday(holiday=own, by=actor_of(stranger))
    remove_holiday(holiday=own, by=actor_of(admin))
    assert not Holiday.objects.filter(region__isnull=False).exists()
    assert AuditEvent.objects.filter(verb="holiday.remove").count() == 1


def test_a_new_holiday_moves_no_date_that_is_set(admin):
    case = CaseFactory(assessment_due_on=date(2040, 1, 5))
    add(admin)
    case.refresh_from_db()
    assert case.assessment_due_on == date(2040, 1, 5)


def test_the_page_adds_and_removes(client, admin):
    Holiday.objects.create(day=date(2040, 1, 4), name="Libur Contoh")
    client.force_login(admin.user)
    assert client.post(LIST, {"day": "2040-01-07", "name": "Contoh", "basis": "SK 1"}).status_code == 422
    page = client.post(LIST, {"day": "2040-01-03", "name": "Hari Jadi", "basis": "SK 1"}, follow=True).content.decode()
    assert "Hari Jadi" in page
    assert "Nasional" in page
    assert page.count("Hapus<span") == 1, "the national day has no button"
    client.post(reverse("institutions:holiday_remove", args=[Holiday.objects.get(region__isnull=False).pk]))
    assert not Holiday.objects.filter(day=TUESDAY).exists()


def test_a_home_reads_the_calendar_and_changes_nothing(client):
    home = MembershipFactory(institution=InstitutionFactory(lksa=True), role=Role.ADMINISTRATOR)
    Holiday.objects.create(day=TUESDAY, name="Hari Jadi", basis="SK 1", region=region("14.01"))
    client.force_login(home.user)
    page = client.get(LIST).content.decode()
    assert "Hari Jadi" in page
    assert "Hapus<span" not in page
    assert client.post(LIST, {"day": "2040-01-05", "name": "Contoh", "basis": "SK 1"}).status_code == 403
