"""Flags on a case: a reason to raise one, a reason to end it, in sight of those who read the names of the case."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.event_states import EventKind
from cases.flagging import flags_on
from cases.models import Case, CaseFlag
from cases.services.flags import end_flag, raise_flag
from cases.services.shares import share_case
from institutions.states import Kind, Role
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.cases.papers import worker_of
from tests.cases.rules import refused
from tests.institutions.factories import MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory()


def raised(case, **changes):
    return raise_flag(case=case, **{"by": worker_of(case), "kind": "RUNAWAY", "reason": "Dua kali (contoh)"} | changes)


def test_a_flag_is_told_in_the_timeline_with_its_reason_and_so_is_its_end(case):
    flag = raised(case)
    assert "Dua kali (contoh)" in case.events.get(kind=EventKind.FLAG_RAISED).text
    end_flag(flag=flag, by=worker_of(case), reason="Sudah tenang (contoh)")
    assert "Sudah tenang" in case.events.get(kind=EventKind.FLAG_ENDED).text
    assert not CaseFlag.objects.standing().exists()
    assert raised(case).pk != flag.pk


@pytest.mark.rule("flag_stands")
@pytest.mark.rule("flag_without_reason")
def test_a_flag_stands_once_and_says_why(case):
    raised(case)
    with refused("flag_stands"):
        raised(case)
    with refused("flag_without_reason"):
        raised(case, kind="MEDIA", reason=" ")


@pytest.mark.rule("flag_ended")
@pytest.mark.rule("flag_ended_without_reason")
def test_a_flag_ends_once_and_says_why(case):
    flag = raised(case)
    with refused("flag_ended_without_reason"):
        end_flag(flag=flag, by=worker_of(case), reason="")
    end_flag(flag=flag, by=worker_of(case), reason="Contoh")
    with refused("flag_ended"):
        end_flag(flag=flag, by=worker_of(case), reason="Contoh")


def test_who_does_not_work_on_the_case_raises_none(case):
    with pytest.raises(PermissionDenied):
        raised(case, by=actor_of(MembershipFactory(role=Role.SUPERVISOR)))


def test_a_flag_stands_in_the_head_of_the_case_and_in_lists(client, case):
    raised(case)
    client.force_login(case.worker)
    for page in ("case", "family", "services"):
        assert "Risiko kabur" in client.get(reverse(f"cases:{page}", args=[case.pk])).text
    page = client.get(reverse("cases:list"))
    assert page.context["rows"][0].flags == ["Risiko kabur"]
    assert client.get(reverse("cases:list"), {"tanda": "RUNAWAY"}).context["rows"]
    assert not client.get(reverse("cases:list"), {"tanda": "MEDIA"}).context["rows"]
    assert client.get(reverse("cases:list"), {"tanda": "APA SAJA"}).context["rows"]


def test_a_flag_stands_in_the_case_load(client, case):
    raised(case)
    supervisor = MembershipFactory(institution=case.office, role=Role.SUPERVISOR)
    client.force_login(supervisor.user)
    assert "Risiko kabur" in client.get(reverse("cases:worker_cases", args=[case.worker_id])).text


def test_a_masked_case_shows_no_flag_and_is_not_found_by_one():
    case = CaseFactory(restricted=True, categories=["SEXUAL_CRIME"])
    raised(case)
    decider = MembershipFactory(institution__kind=Kind.DINAS_REGENCY, role=Role.SUPERVISOR)
    share_case(case=case, institution=decider.institution, by=worker_of(case))
    assert Case.objects.visible_to(decider.user).filter(pk=case.pk).exists()
    assert flags_on([case], set()) == {}
    assert not Case.objects.visible_to(decider.user).narrowed(flag="RUNAWAY", reader=decider.user).exists()
    assert Case.objects.narrowed(flag="RUNAWAY", reader=case.worker).get() == case


def test_a_list_asks_once_for_all_flags(case, django_assert_num_queries):
    raised(case)
    raised(case, kind="HEALTH")
    other = CaseFactory()
    with django_assert_num_queries(1):
        assert flags_on([case, other], {case.pk, other.pk}) == {case.pk: ["HEALTH", "RUNAWAY"]}


def test_a_flag_is_raised_and_taken_off_on_its_pages(client, case):
    client.force_login(case.worker)
    sent = {"kind": "HOME_UNSAFE", "reason": "Ayah membawa parang (contoh)"}
    assert client.post(reverse("cases:flag_raise", args=[case.pk]), sent).status_code == 302
    flag = case.flags.get()
    assert client.post(reverse("cases:flag_end", args=[flag.pk]), {"reason": "Contoh"}).status_code == 302
    assert not case.flags.standing().exists()


def test_flags_are_read_raised_and_ended_over_the_api(case):
    program = program_of(case.worker.memberships.get())
    told = program.tell("flags_write", case.pk, kind="HEALTH", reason="Asma (contoh)")
    assert program.ask("cases_read", flag="HEALTH")["results"][0]["flags"] == ["HEALTH"]
    assert program.ask("case_detail_read", case.pk)["flags"] == ["HEALTH"]
    assert program.tell("flag_end_write", told["id"], reason="Contoh")["ended_reason"] == "Contoh"
    assert program.ask("cases_read", flag="HEALTH")["results"] == []
    assert [one["id"] for one in program.ask("flags_read", case.pk)["results"]] == [told["id"]]
