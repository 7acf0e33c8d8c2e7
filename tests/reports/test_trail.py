"""design.md 3; issue 3: who has seen this case, for those entitled to ask."""

import ast
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.audit.actor import system_actor
from atensi.audit.models import AuditEvent
from atensi.audit.services import record, record_view
from cases.services.shares import share_case
from cases.services.stages import move_stage
from cases.states import Stage
from cases.views.page import TABS
from institutions.states import Role
from referrals.services.decisions import sign_decision
from referrals.services.referrals import accept_referral
from referrals.states import DecisionOutcome, Term
from reports import trail
from reports.verbs import VERBS, words_of
from tests.architecture.source import modules
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, actor_of, deputy_of
from tests.referrals.factories import member
from tests.referrals.scenes import in_days, scene
from tests.referrals.test_decisions import NO_CERTIFICATE, _own_files

__all__ = ["_own_files"]
pytestmark = pytest.mark.django_db
PAGE_SIZE = 25


@pytest.fixture
def case():
    return CaseFactory(worker_membership=MembershipFactory(user__name="Peksos Rekaan"))


@pytest.fixture
def supervisor(case):
    return MembershipFactory(institution=case.office, role=Role.SUPERVISOR, user__name="Penyelia Rekaan")


def url(case):
    return reverse("case_trail", args=[case.pk])


def look(client, membership, case, query=""):
    client.force_login(membership.user)
    return client.get(url(case) + query)


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# Who may ask


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER])
def test_overseers_of_the_responsible_office_may_ask(client, case, role):
    assert look(client, MembershipFactory(institution=case.office, role=role), case).status_code == 200


@pytest.mark.parametrize("role", [Role.FIELD_SOCIAL_WORKER, Role.ADMINISTRATOR])
def test_nobody_else_of_the_office_may_ask(client, case, role):
    assert look(client, MembershipFactory(institution=case.office, role=role), case).status_code == 403


def test_responsible_worker_does_not_ask_who_watched_them(client, case):
    assert look(client, case.worker.memberships.get(), case).status_code == 403


def test_decider_who_sees_the_case_by_a_share_may_not_ask(client, case):
    province = MembershipFactory(institution=InstitutionFactory(provincial=True), role=Role.SOCIAL_OFFICE_DECIDER)
    assert look(client, province, case).status_code == 404
    share_case(case=case, institution=province.institution, by=system_actor())
    assert look(client, province, case).status_code == 403


def test_overseer_of_another_office_finds_nothing(client, case):
    assert look(client, MembershipFactory(role=Role.SUPERVISOR), case).status_code == 404


def test_deputy_of_an_overseer_asks_while_the_mandate_runs(client, case, supervisor):
    colleague = MembershipFactory(institution=case.office)
    MandateFactory(grantor=supervisor, deputy=colleague.user)
    assert look(client, colleague, case).status_code == 403
    client.post(reverse("institutions:switch_membership"), {"membership": supervisor.pk})
    assert client.get(url(case)).status_code == 200


def test_case_page_offers_the_trail_to_overseers_only(client, case, supervisor):
    for membership, offered in ((supervisor, True), (case.worker.memberships.get(), False)):
        client.force_login(membership.user)
        page = client.get(reverse("cases:case", args=[case.pk])).content.decode()
        assert (url(case) in page) is offered


# What it shows


def test_trail_says_who_when_under_what_and_what(client, case, supervisor):
    worker = case.worker.memberships.get()
    client.force_login(worker.user)
    client.get(reverse("cases:case", args=[case.pk]))
    client.get(reverse("cases:list"))
    page = text(look(client, supervisor, case))
    assert f"Peksos Rekaan {worker} Melihat ringkasan kasus" in page
    assert "Melihat dalam daftar kasus" in page


def test_reason_mandate_and_system_are_told(client, case, supervisor):
    colleague = MembershipFactory(institution=case.office, user__name="Pengganti Rekaan")
    mandate = MandateFactory(grantor=supervisor, deputy=colleague.user, number="800/7")
    record_view("case.view_plan", case, by=deputy_of(mandate))
    record("case.close", case, by=system_actor(), reason="Alasan rekaan.")
    page = text(look(client, supervisor, case))
    assert f"Pengganti Rekaan {supervisor} a.n. Penyelia Rekaan, mandat 800/7 Melihat rencana" in page
    assert "Sistem Menutup kasus Alasan rekaan." in page


def test_looking_is_itself_in_the_trail(client, case, supervisor):
    assert "Melihat jejak ini" not in text(look(client, supervisor, case))
    event = AuditEvent.objects.get(verb="case.view_trail")
    assert (event.subject, event.user_id) == (f"case:{case.pk}", supervisor.user_id)
    assert "Melihat jejak ini" in text(look(client, supervisor, case))


def test_refused_look_shows_nothing(client, case):
    response = look(client, case.worker.memberships.get(), case)
    assert "Jejak" not in text(response)
    assert not AuditEvent.objects.filter(verb="case.view_trail").exists()


def test_people_stand_once_with_how_often_and_when_last(case, supervisor):
    worker = case.worker.memberships.get()
    for _number in range(3):
        record_view("case.view_case", case, by=actor_of(worker))
    record_view("case.view_case", case, by=actor_of(supervisor))
    record("case.close", case, by=system_actor())
    found = [(reader.person, reader.times) for reader in trail.readers_of(trail.events_of(case))]
    assert found == [("Penyelia Rekaan", 1), ("Peksos Rekaan", 3)]


def test_everything_on_the_way_to_a_placement_is_found_and_nothing_of_another_child():
    the, other = scene(), scene()
    before = AuditEvent.objects.order_by("pk").last()
    for one in (the, other):
        referral = one.ask()
        record_view("referral.list", "list:referrals", by=actor_of(one.decider), shown=[referral])
        decision = sign_decision(
            referral=referral,
            by=actor_of(one.decider),
            outcome=DecisionOutcome.APPROVED,
            considerations="Rekaan.",
            starts_on=timezone.localdate(),
            ends_on=in_days(100),
            term=Term.SHORT,
            reasons=NO_CERTIFICATE | {"shorter_than_asked": "Bibi siap (rekaan)."},
        )
        accept_referral(
            referral=decision.admissions.get(),
            by=actor_of(one.home_staff),
            admitted_on=timezone.localdate(),
            reasons=NO_CERTIFICATE,
        )
        record_view("review.view", one.case.placements.get().reviews.get(), by=actor_of(one.home_staff))
        record_view("decision.download", decision, by=actor_of(one.supervisor))
        move_stage(case=one.case, to=Stage.AGREEMENT, by=actor_of(one.worker))
    mine, theirs = (set(trail.events_of(one.case)) for one in (the, other))

    assert mine | theirs == set(AuditEvent.objects.filter(pk__gt=before.pk if before else 0))
    assert not mine & theirs
    told = {event.verb for event in mine}
    assert told >= {"referral.send", "referral.list", "decision.sign", "document.store", "referral.accept"}
    assert told >= {"case.share", "placement.start", "review.view", "decision.download", "case.move_stage"}


def test_list_that_showed_several_cases_is_in_the_trail_of_each(case):
    second = CaseFactory(worker_membership=case.worker.memberships.get())
    record_view("case.list", "user:1", by=actor_of(member(case.office, Role.SUPERVISOR)), shown=[case, second])
    for one in (case, second):
        assert [event.verb for event in trail.events_of(one)] == ["case.list"]


# How it asks


def test_trail_pages_by_key_in_the_same_queries_whatever_its_length(client, case, supervisor):
    worker = actor_of(case.worker.memberships.get())
    record_view("case.view_case", case, by=worker)
    look(client, supervisor, case)
    with CaptureQueriesContext(connection) as short:
        look(client, supervisor, case)
    for _number in range(40):
        record_view("case.view_case", case, by=worker)
    with CaptureQueriesContext(connection) as long:
        response = look(client, supervisor, case)
    assert len(long) == len(short)
    assert len(response.context["lines"]) == PAGE_SIZE
    further = client.get(url(case) + response.context["page"].next)
    shown = [line.event.pk for line in [*response.context["lines"], *further.context["lines"]]]
    assert shown == sorted(shown, reverse=True)
    assert len(set(shown)) == 43


def test_trail_is_found_by_index(case):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = trail.events_of(case).order_by("-at", "-pk")[:26].explain()
    assert "audit_by_seen" in plan
    assert "Seq Scan" not in plan


# Words


def verbs_in_source() -> set[str]:
    """Every verb that is recorded, as far as the source names it; of an f-string its beginning."""
    found = set()
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                verb = node.args[0]
                if name in ("record", "record_view", "_tell") and isinstance(verb, ast.Constant):
                    found.add(verb.value)
    return found


def texts_in_source() -> set[str]:
    """Every text in the source but the table's own: a verb may be handed on before it is recorded."""
    return {
        node.value
        for module in modules()
        if module.name != "reports.verbs"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


# Verbs about institutions, people and settings: no case is ever their subject or shown by them.
ELSEWHERE = ("certificate.", "institution.", "mandate.", "membership.", "parameter.", "person.", "reference.")
ELSEWHERE += (
    "incoming.forget",  # about many at once, none of which became a case
    "request.forget",
    "apitoken.",
    "consent_notice.",
    "instrument.",
    "holiday.",
    "meeting.",
    "delivery.",
    "notice.choose",
    "notice.prune",
    "webhook.",
)


def test_every_verb_about_cases_is_said_in_words():
    ours = {verb for verb in verbs_in_source() if not verb.startswith(ELSEWHERE)}
    tabs = {f"case.view_{name}" for name, _label, _count in TABS}

    assert sorted((ours | tabs) - set(VERBS)) == []
    assert sorted(set(VERBS) - texts_in_source() - tabs) == []


def test_verb_of_an_older_version_is_shown_as_it_stands():
    assert words_of("case.unknown") == "case.unknown"
