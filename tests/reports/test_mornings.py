"""The first page of those who take calls, keep institutions or read numbers, and what the desk adds to the others."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.audit.actor import system_actor
from atensi.audit.models import AuditEvent
from atensi.deadlines.services.keeping import reconcile
from atensi.guides import GUIDES, guide_of
from atensi.notices.states import DeliveryState
from cases.models import IncomingReport
from cases.services.desk_requests import Going
from cases.states import Onward, Urgency
from institutions.services.memberships import end_membership
from institutions.states import Kind, Role
from reports import work
from reports.services.counting import count_cases
from tests.accreditation.factories import CertificateFactory
from tests.cases.desk import assigned, operator, taken
from tests.cases.desk_requests import asked_of, officer_of_sentra
from tests.cases.factories import CaseFactory, code
from tests.cases.intake import supervisor_at, worker_at
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region
from tests.notices.factories import DeliveryFactory, NoticeFactory

pytestmark = pytest.mark.django_db
HOME = reverse("home")


@pytest.fixture
def office():
    return InstitutionFactory()


@pytest.fixture
def administrator(office):
    """Of the office; somebody decides there, and everybody has papers that run for long."""
    MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=office, str_valid_until=None)
    return MembershipFactory(role=Role.ADMINISTRATOR, institution=office, str_valid_until=None)


def tasks(membership):
    reconcile()
    return work.tasks_for(membership.user, actor_of(membership))


def urls(membership):
    return [task.url for task in tasks(membership)]


def page_of(client, membership):
    client.force_login(membership.user)
    return client.get(HOME).content.decode()


def test_an_operator_finds_one_large_action_and_what_nobody_has_answered(client, office):
    who = operator()
    assert "Belum ada laporan yang menunggu" in page_of(client, who)
    report, _other = taken(who), taken()
    assert urls(who) == [reverse("desk:report", args=[report.pk])]
    page = page_of(client, who)
    assert reverse("desk:report_create") in page
    assert "Catat respon kasus" not in page


def test_supervisor_and_decider_find_what_waits_to_be_assigned(office):
    supervisor, worker = supervisor_at(office), worker_at(office)
    decider = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=office)
    waiting, given = taken(), assigned(taken(), supervisor, worker)
    page = reverse("desk:report", args=[waiting.pk])
    assert urls(supervisor) == urls(decider) == [page]
    assert urls(worker) == [f"{reverse('cases:response_create')}?laporan={given.pk}"]
    IncomingReport.objects.filter(pk=given.pk).update(due_at=timezone.now() - timedelta(hours=1))
    assert reverse("desk:report", args=[given.pk]) in urls(supervisor)


def test_what_a_regency_leaves_lying_stands_on_the_first_page_of_the_province(office):
    province = MembershipFactory(institution=InstitutionFactory(provincial=True), role=Role.SOCIAL_OFFICE_DECIDER)
    report = taken()
    assert urls(province) == []
    IncomingReport.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert urls(province) == [reverse("desk:report", args=[report.pk])]


def test_a_restricted_report_shows_neither_name_nor_place_and_the_trail_knows_what_was_shown(client, office):
    supervisor = supervisor_at(office)
    report = taken(category=code("AMPK", "SEXUAL_CRIME"))
    page = page_of(client, supervisor)
    assert "Laporan terbatas" in page
    assert "Sari Rekaan" not in page
    assert report.region.name not in page
    assert AuditEvent.objects.get(verb="home.view").seen == [f"incomingreport:{report.pk}"]


def test_an_intake_officer_finds_what_waits_at_the_desk_by_what_is_due_first(client, office):
    officer = officer_of_sentra()
    calm, danger = asked_of(officer), asked_of(officer, urgency=Urgency.DANGER)
    asked_of(officer, going=Going(way=Onward.OFFICE))
    asked_of(MembershipFactory(user=officer.user, institution=officer_of_sentra().institution, role=officer.role))

    found = tasks(officer)
    assert [task.shown for task in found] == [danger, calm]
    assert [task.in_danger for task in found] == [True, False]
    page = page_of(client, officer)
    assert calm.number in page and "Sari Rekaan" not in page and "Nenek tidak sanggup" not in page
    assert set(AuditEvent.objects.get(verb="home.view").seen) == {f"deskrequest:{one.pk}" for one in (calm, danger)}


def test_requests_at_the_desk_cost_a_fixed_number_of_queries(office):
    officer = officer_of_sentra()
    counts = []
    for number in (1, 5):
        for _each in range(number):
            asked_of(officer)
        with CaptureQueriesContext(connection) as queries:
            work.tasks_for(officer.user, actor_of(officer))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_desk_that_nobody_reads_stands_first_with_who_keeps_the_sentra(office):
    officer = officer_of_sentra()
    keeper = MembershipFactory(institution=officer.institution, role=Role.ADMINISTRATOR, str_valid_until=None)
    asked_of(officer)
    appoint = reverse("institutions:membership_create", args=[officer.institution_id])
    assert appoint not in urls(keeper)
    end_membership(membership=officer, by=system_actor())
    assert urls(keeper)[0] == appoint
    assert tasks(keeper)[0].context == "1 permintaan SERASI menunggu di mejanya dan tidak dibaca siapa pun."
    MembershipFactory(institution=officer.institution, role=Role.INTAKE_OFFICER)
    assert appoint not in urls(keeper)


def test_an_administrator_finds_what_needs_keeping(office, administrator):
    home = InstitutionFactory(lksa=True, licence_valid_until=timezone.localdate() + timedelta(days=20))
    running_out = CertificateFactory(
        institution=home, valid_from=timezone.localdate(), valid_until=timezone.localdate() + timedelta(days=30)
    )
    worker = worker_at(office, str_valid_until=timezone.localdate() + timedelta(days=10))
    gone = worker_at(office, ended=True)
    without = InstitutionFactory(region=region("14.01"), kind=Kind.DINAS_REGENCY)
    DeliveryFactory(notice=NoticeFactory(recipient=worker.user), state=DeliveryState.PARKED)
    found = urls(administrator)
    assert sorted(found) == sorted(
        [
            reverse("notices:parked"),
            reverse("institutions:detail", args=[home.pk]),
            reverse("institutions:detail", args=[running_out.institution_id]),
            reverse("institutions:person_detail", args=[worker.user_id]),
            reverse("institutions:membership_create", args=[without.pk]),
            reverse("institutions:person_detail", args=[gone.user_id]),
        ]
    )


def test_an_administrator_keeps_nothing_of_another_regency(administrator):
    far = InstitutionFactory(lksa=True, region=region("14.02"), licence_valid_until=timezone.localdate())
    worker_at(far, str_valid_until=timezone.localdate())
    worker_at(InstitutionFactory(region=region("14.02")), ended=True)
    assert urls(administrator) == []


def test_a_home_is_told_of_its_own_licence(office):
    home = InstitutionFactory(lksa=True, licence_valid_until=timezone.localdate() + timedelta(days=20))
    staff = MembershipFactory(role=Role.LKSA_STAFF, institution=home)
    InstitutionFactory(lksa=True, licence_valid_until=timezone.localdate())
    assert reverse("institutions:detail", args=[home.pk]) in urls(staff)
    assert len(tasks(staff)) == 1


def figures_of(client, membership):
    client.force_login(membership.user)
    return [(figure.value, figure.url) for figure in client.get(HOME).context["figures"]]


def told_on_the_page_of_numbers(client, **asked):
    page = client.get(reverse("reports:numbers"), {"sumber": "terbit"} | asked).context
    return [str(page["last"]), str(page["whole"])]


@pytest.fixture
def counted_cases(office):
    """12 cases of the office's region, 7 of another province."""
    for place, cases in ((office.region, 12), (region("15.01"), 7)):
        worker = worker_at(InstitutionFactory(region=place))
        for _n in range(cases):
            CaseFactory(worker_membership=worker)
    count_cases()


@pytest.mark.parametrize(
    ("kind", "place", "area"),
    [
        (Kind.DINAS_REGENCY, "14.01", "14.01"),
        (Kind.DINAS_PROVINCE, "14", "14"),
        (Kind.MINISTRY, "31.71", ""),
    ],
)
def test_an_analysts_first_page_tells_what_is_published_and_no_more(client, counted_cases, kind, place, area):
    """docs/adr/0020: an exact number of a region beside its step would tell its neighbours' too."""
    place = InstitutionFactory(kind=kind, region=region(place))
    found = figures_of(client, MembershipFactory(role=Role.ANALYST, institution=place))
    values = [value for value, _url in found]
    assert values == told_on_the_page_of_numbers(client, wilayah=area)
    assert ("12" in values, "19" in values) == (False, False)
    for _value, url in found:
        assert url == f"{reverse('reports:numbers')}?sumber=terbit&wilayah={area}"


def test_an_analysts_first_page_counts_no_case(client, counted_cases, office, django_assert_max_num_queries):
    client.force_login(MembershipFactory(role=Role.ANALYST, institution=office).user)
    with django_assert_max_num_queries(20) as read:
        client.get(HOME)
    assert not [row["sql"] for row in read if re.search("cases_case|incomingreport|placement", row["sql"])]


def test_an_analyst_of_a_nation_without_cases_is_told_of_none(client, office):
    found = figures_of(client, MembershipFactory(role=Role.ANALYST, institution=office))
    assert [value for value, _url in found] == told_on_the_page_of_numbers(client, wilayah="14.01")


def test_the_province_reads_the_numbers_of_its_regencies_beside_its_own(client, counted_cases):
    """Its own office has few cases or none; what it watches over are those of its regencies."""
    province = InstitutionFactory(provincial=True)
    decider = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=province)
    found = figures_of(client, decider)
    told = told_on_the_page_of_numbers(client, wilayah=province.region_id)
    assert [value for value, url in found if "wilayah=14" in url] == told
    assert told[0].startswith("≈")


@pytest.mark.parametrize(("role", "queries"), [(Role.HOTLINE_OPERATOR, 8), (Role.ANALYST, 9), (Role.ADMINISTRATOR, 18)])
def test_first_page_takes_a_fixed_number_of_queries(client, office, administrator, role, queries, request):
    count = request.getfixturevalue("django_assert_num_queries")
    reader = administrator if role == Role.ADMINISTRATOR else MembershipFactory(role=role, institution=office)
    client.force_login(reader.user)
    for _round in range(2):
        taken(reader) if role == Role.HOTLINE_OPERATOR else taken()
        worker_at(office, ended=True)
        worker_at(office, str_valid_until=timezone.localdate())
        InstitutionFactory(lksa=True, licence_valid_until=timezone.localdate())
        DeliveryFactory(notice=NoticeFactory(recipient=reader.user), state=DeliveryState.PARKED)
        reconcile()
        client.get(HOME)
        with count(queries):
            client.get(HOME)


# The guides


def test_every_role_has_a_guide_that_the_help_page_and_the_first_page_lead_to(client, office):
    assert {guide.role for guide in GUIDES} == set(Role)
    assert len({guide.slug for guide in GUIDES}) == len(GUIDES)
    for role in (Role.SUPERVISOR, Role.HOTLINE_OPERATOR, Role.ANALYST, Role.ADMINISTRATOR):
        guide = guide_of(role)
        address = reverse("guide", args=[guide.slug])
        page = page_of(client, MembershipFactory(role=role, institution=office))
        assert address in page
        assert address in client.get(reverse("help")).content.decode()
        text = client.get(address).content.decode()
        assert str(guide.ask) in text
        for _step, name in guide.morning:
            assert f'href="{reverse(name)}"' in text, name


def test_a_guide_links_only_what_its_reader_may_open(client):
    """Whoever is not signed in reads it too."""
    address = reverse("guide", args=["administrator"])
    page = client.get(address)
    assert page.status_code == 200
    assert reverse("notices:parked") not in page.content.decode()
    assert client.get(reverse("guide", args=["tidak-ada"])).status_code == 404
