"""Lists show a scope, filter, page by key, and never tell whose a restricted case is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from atensi.audit.models import AuditEvent
from atensi.errors import RuleViolation
from cases.event_states import EventKind
from cases.models import Case
from cases.paging import page_of, read_key
from cases.search import find_cases
from cases.services.cases import assign_worker
from institutions.states import Role
from tests.cases.intake import NIK, case_of, logged, person, supervisor_at, worker_at
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
LIST = reverse("cases:list")


def listed(client, membership, **query):
    """The cases on the page, in order."""
    client.force_login(membership.user)
    return [row.case for row in client.get(LIST, query).context["rows"]]


def shared_with(case, **kwargs):
    """An intake officer of a Sentra that may see the case, and work on it when `work` is given."""
    work = kwargs.pop("work", False)
    member = MembershipFactory(role=Role.INTAKE_OFFICER, institution=InstitutionFactory(sentra=True))
    for codename in ["view_case", *(["work_case"] if work else [])]:
        assign_perm(codename, member.institution.group, case)
    return member


def test_each_scope_is_a_tab_and_the_first_opens(client):
    worker = worker_at()
    case, other = case_of(worker), case_of(worker_at())
    supervisor = supervisor_at(worker.institution)
    sentra = shared_with(case)
    for membership in (worker, supervisor, sentra):
        assert listed(client, membership) == [case]
    MembershipFactory(user=worker.user, role=Role.SUPERVISOR, institution=other.office)
    assert listed(client, worker, tab="kantor") == [other]
    assert listed(client, worker, tab="saya") == [case]
    assert listed(client, worker, tab="nonsense") == [case]


def test_outsiders_and_former_members_list_nothing(client):
    worker = worker_at(ended=True)
    case_of(worker)
    MembershipFactory(user=worker.user, role=Role.FIELD_SOCIAL_WORKER)
    assert listed(client, worker) == []
    assert listed(client, worker_at(worker.institution)) == []
    assert listed(client, supervisor_at(InstitutionFactory())) == []


def test_somebody_without_a_case_role_has_no_list(client):
    client.force_login(MembershipFactory(role=Role.ADMINISTRATOR).user)
    assert client.get(LIST).status_code == 403
    assert client.post(reverse("cases:search"), {"q": "x"}).status_code == 403


def test_closed_cases_stand_under_their_own_filter(client):
    worker = worker_at()
    case, closed = case_of(worker), case_of(worker)
    reason = closed.category_rows.get().code
    Case.objects.filter(pk=closed.pk).update(
        closed_at=timezone.now(), closed_by=worker.user, closure_reason=reason, final_evaluation="Selesai"
    )
    assert listed(client, worker) == [case]
    assert listed(client, worker, keadaan="ditutup") == [closed]
    assert set(listed(client, worker, keadaan="semua")) == {case, closed}


def test_stage_and_risk_narrow_and_nonsense_does_not(client):
    worker = worker_at()
    high, plan = case_of(worker, risk="HIGH"), case_of(worker, stage="PLAN")
    assert listed(client, worker, risiko="HIGH") == [high]
    assert listed(client, worker, tahap="PLAN") == [plan]
    assert listed(client, worker, tahap="PLAN", risiko="HIGH") == []
    assert len(listed(client, worker, tahap="'", risiko="<b>", keadaan="?", kunci="x")) == 2


def test_pages_follow_each_other_by_key_both_ways(client):
    worker = worker_at()
    start = timezone.now()
    cases = [case_of(worker, opened_at=start - timedelta(hours=number // 3)) for number in range(7)]
    expected = sorted(cases, key=lambda case: (case.opened_at, case.pk), reverse=True)
    rows = Case.objects.scopes(worker.user)["mine"]
    seen, key = [], ""
    for _page in range(3):
        page = page_of(rows, field="opened_at", key=key, size=3)
        seen += page.rows
        key = page.next
    assert seen == expected
    assert key == ""
    back = page_of(rows, field="opened_at", key=page.previous, size=3)
    assert back.rows == expected[3:6]
    first = page_of(rows, field="opened_at", key=back.previous, size=3)
    assert (first.rows, first.previous, first.total) == (expected[:3], "", 7)
    assert page_of(rows, field="opened_at", key=first.next, size=3).rows == expected[3:6]


def test_long_lists_are_counted_up_to_the_cap(monkeypatch):
    monkeypatch.setattr("cases.paging.COUNT_CAP", 2)
    worker = worker_at()
    for _number in range(3):
        case_of(worker)
    assert page_of(Case.objects.all(), field="opened_at").total is None


@pytest.mark.parametrize("key", ["", "x", "n", "n1", "n1-", "n-1", "n1-x", "q1-1", "n١-١", f"n{'9' * 30}-1", "n1-1-1"])
def test_a_forged_key_is_no_key(key):
    assert read_key(key) is None


def test_the_list_is_recorded_with_what_was_shown(client):
    worker = worker_at()
    case = case_of(worker)
    listed(client, worker)
    event = AuditEvent.objects.get(verb="case.list")
    assert (event.subject, event.seen) == (f"user:{worker.user_id}", [f"case:{case.pk}"])


def restricted_case(worker, **kwargs):
    return case_of(worker, restricted=True, categories=["SEXUAL_CRIME"], **kwargs)


def test_a_restricted_case_is_masked_for_those_who_do_not_work_on_it(client):
    worker = worker_at()
    case = restricted_case(worker, child__name="Sari Rahasia")
    for membership, named in ((worker, True), (shared_with(case), False), (shared_with(case, work=True), True)):
        client.force_login(membership.user)
        text = client.get(LIST).content.decode()
        assert case.number in text
        assert ("Sari Rahasia" in text, str(case.beneficiary.region) in text) == (named, named)


# Search


def test_a_name_is_found_however_it_is_spelled():
    worker = worker_at()
    case = case_of(worker, child__name="Mohammad Rekaan Soeharto")
    case_of(worker, child__name="Muhammad Umpama")
    for text in ("Suharto", "rekaan, M.", "Muhamad Suharto", "SOEHARTO Rekaan"):
        assert find_cases(worker.user, text) == [case], text
    assert find_cases(worker.user, "Suharto Umpama") == []


def test_a_nik_is_found_whole_only():
    worker = worker_at()
    case = logged(worker, person=person(nik=NIK)).case
    assert find_cases(worker.user, f"{NIK[:4]} {NIK[4:]}") == [case]
    assert find_cases(worker.user, NIK[:15]) == []


def test_a_number_is_found_whole_or_by_its_beginning():
    worker = worker_at()
    case = case_of(worker, number="14.01/2021/00118")
    assert find_cases(worker.user, "14.01/2021/00118") == find_cases(worker.user, "14.01/2021") == [case]


@pytest.mark.parametrize("text", ["", " ", "😀", "%", "'; DROP TABLE", "\\", "12345"])
def test_odd_searches_find_nothing_and_break_nothing(text):
    worker = worker_at()
    case_of(worker, child__name="Rekaan")
    assert find_cases(worker.user, text) == []


def test_search_stays_inside_what_the_user_may_see():
    worker = worker_at()
    case = case_of(worker, child__name="Sari Rekaan")
    sentra = shared_with(case)
    for membership in (worker, supervisor_at(worker.institution), sentra):
        assert find_cases(membership.user, "Sari") == [case]
    for membership in (worker_at(worker.institution), worker_at()):
        assert find_cases(membership.user, "Sari") == find_cases(membership.user, case.number) == []


def test_a_name_does_not_tell_whose_a_restricted_case_is():
    worker = worker_at()
    case = restricted_case(worker, child__name="Sari Rahasia")
    viewer = shared_with(case)
    assert find_cases(viewer.user, "Sari Rahasia") == []
    assert find_cases(viewer.user, case.number) == [case]
    assert find_cases(worker.user, "Sari Rahasia") == [case]


def test_what_is_searched_for_never_stands_in_an_address(client):
    worker = worker_at()
    case = case_of(worker, child__name="Sari Rekaan")
    client.force_login(worker.user)
    answer = client.post(reverse("cases:search"), {"q": "Rekaan Sari"})
    assert "Sari" not in answer.headers["Location"]
    assert "Sari" not in str(dict(client.session.items()))
    page = client.get(answer.headers["Location"])
    assert [row.case for row in page.context["rows"]] == [case]
    event = AuditEvent.objects.get(verb="case.search")
    assert event.seen == [f"case:{case.pk}"]
    assert "Sari" not in str(event.data) + event.reason
    assert client.post(reverse("cases:search"), {"q": " "}).headers["Location"] == LIST


def test_somebody_elses_search_key_shows_the_plain_list(client):
    worker = worker_at()
    case = case_of(worker)
    assert listed(client, worker, cari="deadbeef") == [case]


def test_search_results_are_limited(monkeypatch):
    monkeypatch.setattr("cases.search.SHOWN", 2)
    worker = worker_at()
    for _number in range(3):
        case_of(worker, child__name="Sari Rekaan")
    assert len(find_cases(worker.user, "Sari")) == 2


def test_lists_and_search_take_a_fixed_number_of_queries(client, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("atensi.navigation.NAV_COUNTS", {})  # what waits elsewhere is counted by higher rooms
    worker = worker_at()
    client.force_login(worker.user)
    client.get(LIST)

    def visit(searched):
        with django_assert_num_queries(10):
            client.get(LIST)
        with django_assert_num_queries(12):
            client.get(searched)

    searched = client.post(reverse("cases:search"), {"q": "Rekaan"}).headers["Location"]
    restricted_case(worker, child__name="Rekaan")
    visit(searched)
    for number in range(5):
        case_of(worker, child__name="Rekaan", restricted=bool(number % 2))
    visit(searched)


# Who is responsible


def test_a_supervisor_gives_a_case_to_another_worker(client):
    worker = worker_at()
    case, other = case_of(worker), worker_at(worker.institution)
    client.force_login(supervisor_at(worker.institution).user)
    url = reverse("cases:assign_worker", args=[case.pk])
    assert client.post(url, {"worker": ""}).status_code == 422
    assert client.post(url, {"worker": str(worker.user_id)}).status_code == 422
    assert client.post(url, {"worker": str(worker_at().user_id)}).status_code == 422
    assert client.post(url, {"worker": str(other.user_id)}).status_code == 302
    case.refresh_from_db()
    assert case.worker == other.user
    assert case.events.filter(kind=EventKind.WORKER_ASSIGNED).count() == 1
    assert listed(client, other) == [case]
    assert listed(client, worker) == []


def test_only_the_overseers_of_the_office_assign(client):
    worker = worker_at()
    case = case_of(worker)
    url = reverse("cases:assign_worker", args=[case.pk])
    for membership, status in ((worker, 403), (supervisor_at(InstitutionFactory()), 404)):
        client.force_login(membership.user)
        assert client.get(url).status_code == status


@pytest.mark.rule("worker_same")
def test_a_case_is_not_given_to_who_has_it():
    worker = worker_at()
    with pytest.raises(RuleViolation) as refused:
        assign_worker(case=case_of(worker), worker=worker.user, by=actor_of(supervisor_at(worker.institution)))
    assert [problem.code for problem in refused.value.problems] == ["worker_same"]


def test_assigning_is_in_the_trail():
    worker = worker_at()
    case, other = case_of(worker), worker_at(worker.institution)
    assign_worker(case=case, worker=other.user, by=actor_of(supervisor_at(worker.institution)))
    assert AuditEvent.objects.get(verb="case.assign_worker").data == {"from": worker.user_id, "to": other.user_id}
