"""A child placed again: the case tells where it lived before, how long, and how that ended (domain.md 5.3)."""

import pytest
from django.urls import reverse

from atensi.audit.models import AuditEvent
from cases.models import Case, CaseGroupObjectPermission
from cases.services.shares import share_case
from institutions.states import Role
from referrals import panels
from referrals.states import EndReason, PlacementState
from referrals.stays import past_stays
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.cases.test_reentries import closed
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region
from tests.living.test_views import text

from .factories import PlacementFactory, days_ago, worker_of

pytestmark = pytest.mark.django_db


def stay(case, starts: int, ends: int | None = None):
    ended = {"ended_on": days_ago(ends), "state": PlacementState.ENDED, "end_reason": EndReason.MOVED} if ends else {}
    return PlacementFactory(case=case, starts_on=days_ago(starts), **ended)


@pytest.fixture
def worker():
    return MembershipFactory(institution=InstitutionFactory(region=region("14.01")))


@pytest.fixture
def former(worker):
    found = stay(CaseFactory(worker_membership=worker), 300, 200)
    closed(found.case)
    return found


@pytest.fixture
def again(former, worker):
    return stay(CaseFactory(beneficiary=former.beneficiary, worker_membership=worker), 20)


def knows_of(case):
    """Somebody with whom `case` is shared to be seen, not to be worked on."""
    decider = MembershipFactory(institution=InstitutionFactory(), role=Role.SOCIAL_OFFICE_DECIDER)
    share_case(case=case, institution=decider.institution, by=actor_of(worker_of(case)))
    shares = CaseGroupObjectPermission.objects.filter(group=decider.institution.group)
    shares.filter(permission__codename="work_case").delete()
    return decider.user


@pytest.fixture
def elsewhere(former):
    """The open case of the child of `former` at an office that has nothing to do with the closed one."""
    far = MembershipFactory(institution=InstitutionFactory(region=region("14.02")))
    return CaseFactory(beneficiary=former.beneficiary, worker_membership=far)


def test_the_summary_tells_where_how_long_and_how_it_ended(client, former, again, worker):
    client.force_login(worker.user)
    page = text(client.get(reverse("cases:case", args=[again.case_id])))
    told = page[page.index("Pernah tinggal") :]
    for words in (former.institution.name, "100 hari", str(EndReason.MOVED.label), former.case.number):
        assert words in told
    assert former.case.number in text(client.get(reverse("cases:placements", args=[again.case_id])))


def test_stays_of_both_cases_stand_by_day_newest_first(former, again, worker):
    between = stay(again.case, 150, 100)
    assert panels.current_place(again.case, worker.user)["past"] == [between, former]


def test_a_child_placed_for_the_first_time_has_no_past(client, worker):
    first = stay(CaseFactory(worker_membership=worker), 20)
    client.force_login(worker.user)
    assert "Pernah tinggal" not in text(client.get(reverse("cases:case", args=[first.case_id])))


def test_a_long_past_is_told_whole_on_its_tab(client, again, worker):
    for number in range(3):
        stay(again.case, 400 + number * 100, 350 + number * 100)
    found = panels.current_place(again.case, worker.user)
    assert (len(found["past"]), found["more"]) == (panels.PAST_SHOWN, True)


def test_who_sees_only_one_case_reads_nothing_of_the_other(client, former, elsewhere):
    stay(elsewhere, 20)
    client.force_login(elsewhere.worker)
    for name in ("case", "placements"):
        page = text(client.get(reverse(f"cases:{name}", args=[elsewhere.pk])))
        assert former.institution.name not in page
        assert former.case.number not in page


def test_a_restricted_case_tells_its_place_to_its_team_alone(former, again, worker):
    """Whoever only knows that a case exists does not learn where its child lived (design.md 3)."""
    former.case.restricted = True
    former.case.save(update_fields=["restricted"])
    knows = knows_of(former.case)
    assert Case.objects.visible_to(knows).filter(pk=former.case_id).exists()
    assert past_stays(again.case, worker.user) == [former]
    assert past_stays(again.case, knows) == []


def test_a_stay_that_runs_by_another_case_is_no_past_and_stands_on_its_tab(client, former, again, worker):
    assert panels.current_place(former.case, worker.user)["past"] == [former]
    client.force_login(worker.user)
    page = text(client.get(reverse("cases:placements", args=[former.case_id])))
    assert again.case.number in page
    assert "Penempatan dalam kasus lain" in page


def test_the_api_tells_the_same(former, again, worker):
    program = program_of(worker)
    own = program.ask("case_placements_read", again.case_id)["results"]
    assert [(row["id"], row["days_lived"]) for row in own] == [(again.pk, None)]

    both = program.ask("case_placements_read", again.case_id, of="child")["results"]
    assert [row["id"] for row in both] == [again.pk, former.pk]
    assert (both[1]["case"], both[1]["place"], both[1]["days_lived"], both[1]["end_reason"]) == (
        former.case_id,
        former.institution.name,
        100,
        "MOVED",
    )
    assert AuditEvent.objects.filter(verb="case.view_placements", subject=f"case:{again.case_id}").exists()


def test_the_api_walks_it_page_by_page(former, again, worker):
    program = program_of(worker)
    page = program.ask("case_placements_read", again.case_id, of="child", limit=1)
    assert [row["id"] for row in page["results"]] == [again.pk]
    rest = program.ask("case_placements_read", again.case_id, of="child", limit=1, after=again.pk)
    assert [row["id"] for row in rest["results"]] == [former.pk]


def test_the_api_keeps_it_from_who_does_not_see_the_other_case(elsewhere):
    present = stay(elsewhere, 20)
    rows = program_of(worker_of(elsewhere)).ask("case_placements_read", elsewhere.pk, of="child")["results"]
    assert [row["id"] for row in rows] == [present.pk]


@pytest.mark.parametrize(("load", "queries"), [(panels.current_place, 5), (panels.history, 9)])
@pytest.mark.parametrize("stays", [1, 4])
def test_the_panels_ask_a_fixed_number_of_queries(worker, stays, load, queries, django_assert_num_queries):
    first = CaseFactory(worker_membership=worker)
    for number in range(stays):
        stay(first, 500 + number * 100, 450 + number * 100)
    closed(first)
    present = stay(CaseFactory(beneficiary=first.beneficiary, worker_membership=worker), 20).case
    with django_assert_num_queries(queries):
        found = load(Case.objects.select_related("beneficiary", "office").get(pk=present.pk), worker.user)
        told = [(row.place_name, row.case.number) for row in found.get("elsewhere", found.get("past"))]
    assert len(told) == min(stays, panels.PAST_SHOWN if "past" in found else stays)


@pytest.mark.parametrize("stays", [1, 4])
def test_the_api_asks_a_fixed_number_of_queries(again, worker, stays, django_assert_max_num_queries):
    for number in range(stays):
        stay(again.case, 500 + number * 100, 450 + number * 100)
    program = program_of(worker)
    program.ask("case_placements_read", again.case_id, of="child")
    with django_assert_max_num_queries(12):
        program.ask("case_placements_read", again.case_id, of="child")
