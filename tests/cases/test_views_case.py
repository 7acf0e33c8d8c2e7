"""Who opens which page of a case, what it costs, and what it leaves in the audit trail."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from atensi import navigation
from atensi.audit.models import AuditEvent
from cases import hooks
from cases.event_states import EventKind
from cases.models import Case, CaseEvent, CaseGroupObjectPermission
from cases.services.events import add_event
from cases.services.shares import share_case, unshare_case
from cases.states import Risk, Stage
from institutions.states import Role
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.cases.papers import (
    AftercareVisitFactory,
    AgreementFactory,
    AssessmentFactory,
    CarePlanFactory,
    CaseConferenceFactory,
    ServiceRecordFactory,
    SocialReportFactory,
    sign,
    worker_of,
)
from tests.institutions.factories import InstitutionFactory, MembershipFactory

pytestmark = pytest.mark.django_db
TABS = ["case", "family", "assessments", "plan", "services", "tasks", "placements", "documents", "timeline"]
FORMS = [
    "family_add",
    "assessment_new",
    "plan_new",
    "service_record",
    "agreement_new",
    "conference_new",
    "task_add",
    "report_new",
    "stage_move",
    "close",
]
# What a Sentra that works on the case may not open: papers are signed by social workers, closing is the office's.
NOT_BY_SHARE = {"assessment_new", "plan_new", "report_new", "close"}
READ = ["agreement", "conference", "report", "assessment", "plan_version"]


@pytest.fixture
def case():
    return full_case(rows=1)


def full_case(rows: int) -> Case:
    case = CaseFactory(stage=Stage.IMPLEMENT)
    for number in range(rows):
        FamilyMemberFactory(beneficiary=case.beneficiary)
        AgreementFactory(case=case)
        assessment = AssessmentFactory(case=case, signed=True)
        SocialReportFactory(case=case, assessment=assessment, signed=True)
        CaseConferenceFactory(case=case)
        sign(CarePlanFactory(case=case, version=number + 1, actions=rows))
        ServiceRecordFactory(case=case)
        AftercareVisitFactory(case=case, month=number + 1)
        add_event(case=case, kind=EventKind.SERVICE_RECORDED, by=worker_of(case), text="Layanan contoh")
    return case


def url(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.pk])


def paper_url(name: str, case: Case) -> str:
    rows = {
        "agreement": case.agreements,
        "conference": case.conferences,
        "report": case.social_reports,
        "assessment": case.assessments,
        "plan_version": case.plans,
    }
    return reverse(f"cases:{name}", args=[case.pk, rows[name].first().pk])


def every_page(case: Case) -> list[str]:
    return [
        *[url(name, case) for name in TABS + FORMS],
        *[paper_url(name, case) for name in READ],
        reverse("cases:family_edit", args=[case.pk, case.beneficiary.family.first().pk]),
        reverse("cases:agreement_withdraw", args=[case.pk, case.agreements.first().pk]),
        reverse("cases:aftercare_visit", args=[case.aftercare_visits.first().pk]),
    ]


def opened(client, user, address: str) -> int:
    client.force_login(user)
    return client.get(address).status_code


def test_owner_opens_every_page(client, case):
    assert {opened(client, case.worker, address) for address in every_page(case)} == {200}


def test_supervisor_opens_every_page(client, case):
    supervisor = MembershipFactory(institution=case.office, role=Role.SUPERVISOR)
    assert {opened(client, supervisor.user, address) for address in every_page(case)} == {200}


@pytest.mark.parametrize("kind", ["outsider", "colleague", "ended"])
def test_invisible_case_is_not_found(client, case, kind):
    membership = {
        "outsider": lambda: MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER),
        "colleague": lambda: MembershipFactory(institution=case.office, role=Role.FIELD_SOCIAL_WORKER),
        "ended": lambda: MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER),
    }[kind]()
    if kind == "ended":
        share_case(case=case, institution=membership.institution, by=worker_of(case))
        unshare_case(case=case, institution=membership.institution, by=worker_of(case))
    assert {opened(client, membership.user, address) for address in every_page(case)} == {404}


def test_former_member_opens_nothing(client, case):
    """Without a current membership no page of a case opens at all: 403 before anything is looked up."""
    former = MembershipFactory(institution=case.office, role=Role.SUPERVISOR, ended=True)
    assert {opened(client, former.user, address) for address in every_page(case)} == {403}


def test_former_member_who_works_elsewhere_finds_nothing(client, case):
    former = MembershipFactory(institution=case.office, role=Role.SUPERVISOR, ended=True)
    MembershipFactory(user=former.user, institution=InstitutionFactory(), role=Role.FIELD_SOCIAL_WORKER)
    assert {opened(client, former.user, address) for address in every_page(case)} == {404}


def test_shared_case_opens_but_papers_and_closing_are_forbidden(client, case):
    officer = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)
    share_case(case=case, institution=officer.institution, by=worker_of(case))
    for name in TABS + FORMS:
        expected = 403 if name in NOT_BY_SHARE else 200
        assert opened(client, officer.user, url(name, case)) == expected, name
    assert {opened(client, officer.user, paper_url(name, case)) for name in READ} == {200}


def test_decider_reads_but_does_not_work(client, case):
    decider = MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER)
    assert {opened(client, decider.user, url(name, case)) for name in TABS} == {200}
    for name in ("service_record", "family_add", "assessment_new"):
        assert opened(client, decider.user, url(name, case)) == 403


def test_administrator_is_turned_away(client, case):
    administrator = MembershipFactory(institution=case.office, role=Role.ADMINISTRATOR)
    assert {opened(client, administrator.user, address) for address in every_page(case)} == {403}


def test_paper_of_another_case_is_not_found(client, case):
    other = AssessmentFactory(signed=True)
    assert opened(client, case.worker, reverse("cases:assessment", args=[case.pk, other.pk])) == 404


# Session, user, memberships, the case, and the audit row of the opening (2) are among them.
QUERIES = {
    "case": 25,
    "family": 11,
    "assessments": 7,
    "plan": 11,
    "services": 8,
    "tasks": 8,
    "placements": 6,
    "documents": 12,
    "timeline": 9,
}


@pytest.fixture
def alone(monkeypatch):
    """The room without what higher rooms hang into it."""
    lists = (hooks.CASE_PANELS, hooks.CASE_DUES, hooks.CASE_ACTIONS, hooks.CHILD_VIEWS)
    kept = [list(entries) for entries in lists]
    for entries in lists:
        entries.clear()
    monkeypatch.setattr(navigation, "NAV_COUNTS", {})
    yield
    for entries, before in zip(lists, kept, strict=True):
        entries.extend(before)


@pytest.mark.parametrize("rows", [1, 6])
@pytest.mark.parametrize("name", TABS)
def test_each_tab_runs_a_fixed_number_of_queries(client, name, rows, django_assert_num_queries, alone):
    case = full_case(rows)
    client.force_login(case.worker)
    client.get(url(name, case))  # the first page of a session also writes the session
    with django_assert_num_queries(QUERIES[name]):
        assert client.get(url(name, case)).status_code == 200


@pytest.mark.parametrize("name", TABS)
def test_queries_do_not_grow_with_what_higher_rooms_add(client, name):
    counts = []
    for case in (full_case(rows=1), full_case(rows=4)):
        client.force_login(case.worker)
        client.get(url(name, case))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url(name, case)).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_opening_a_page_is_recorded_and_nothing_else_is_written(client, case):
    before = CaseEvent.objects.count()
    opened(client, case.worker, url("family", case))
    event = AuditEvent.objects.get(verb="case.view_family")
    assert (event.subject, event.user_id) == (f"case:{case.pk}", case.worker_id)
    assert CaseEvent.objects.count() == before


def test_restricted_case_is_masked_where_only_its_existence_may_be_known(client, case):
    """Seeing without working: the heading names nobody, and no other tab opens."""
    Case.objects.filter(pk=case.pk).update(restricted=True)
    decider = MembershipFactory(institution=InstitutionFactory(), role=Role.SOCIAL_OFFICE_DECIDER)
    share_case(case=case, institution=decider.institution, by=worker_of(case))
    case.refresh_from_db()
    shares = CaseGroupObjectPermission.objects.filter(group=decider.institution.group)
    shares.filter(permission__codename="work_case").delete()
    client.force_login(decider.user)
    page = client.get(url("case", case)).content.decode()
    assert case.beneficiary.name not in page
    assert case.beneficiary.region.name not in page
    assert case.number in page
    for name in TABS[1:]:
        assert client.get(url(name, case)).status_code == 403


def test_title_names_nobody(client, case):
    client.force_login(case.worker)
    for address in every_page(case):
        title = client.get(address).content.decode().split("</title>")[0]
        assert case.beneficiary.name not in title, address


def test_summary_answers_the_questions(client, case):
    supervisor = MembershipFactory(institution=case.office, role=Role.SUPERVISOR)
    Case.objects.filter(pk=case.pk).update(risk=Risk.HIGH)
    client.force_login(case.worker)
    page = client.get(url("case", case)).content.decode()
    for words in (
        case.beneficiary.name,
        "Perlu tindakan",
        "0 dari 1",
        "Kegiatan contoh 0",
        str(case.worker),
        supervisor.user.name,
        "Aku mau",
        "Tahap 5 dari 8",
    ):
        assert words in page, words


def test_newest_words_of_the_child_are_shown_verbatim(client, case, request):
    from_review = hooks.ChildView("Aku <mau> pulang", case.opened_at.date().replace(year=2099), "Petugas Contoh")
    hooks.CHILD_VIEWS.append(ask := lambda case: from_review)
    request.addfinalizer(lambda: hooks.CHILD_VIEWS.remove(ask))
    client.force_login(case.worker)
    assert "Aku &lt;mau&gt; pulang" in client.get(url("case", case)).content.decode()


def test_menu_offers_only_what_the_actor_may_do(client, case):
    officer = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)
    share_case(case=case, institution=officer.institution, by=worker_of(case))
    client.force_login(officer.user)
    page = client.get(url("case", case)).content.decode()
    assert url("agreement_new", case) in page
    assert url("service_record", case) in page
    for name in NOT_BY_SHARE:
        assert url(name, case) not in page


def test_timeline_is_paged_by_key(client, case):
    for number in range(30):
        add_event(case=case, kind=EventKind.FAMILY_RECORDED, by=worker_of(case), text=f"Peristiwa nomor {number}.")
    client.force_login(case.worker)
    first = client.get(url("timeline", case))
    assert first.content.decode().count('<time datetime="') == 25
    assert "Peristiwa nomor 29." in first.content.decode()
    second = client.get(url("timeline", case) + first.context["rows"].next)
    assert "Peristiwa nomor 29." not in second.content.decode()
    assert "Peristiwa nomor 0." in second.content.decode()


def test_closed_case_offers_no_work(client, case):
    Case.objects.filter(pk=case.pk).update(
        closed_at=case.opened_at,
        closed_by=case.worker,
        final_evaluation="Pulang (contoh)",
        closure_reason=case.category_rows.get().code,
        stage=Stage.AFTERCARE,
    )
    client.force_login(case.worker)
    page = client.get(url("case", case)).content.decode()
    assert "Pulang (contoh)" in page
    assert url("service_record", case) not in page
    assert opened(client, case.worker, url("service_record", case)) == 403
    visit = reverse("cases:aftercare_visit", args=[case.aftercare_visits.first().pk])
    assert opened(client, case.worker, visit) == 200
