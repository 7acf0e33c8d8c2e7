"""The decider's pages, the signed paper, and the public page that says whether it is genuine."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from cases.states import CareForm, Risk
from institutions.states import Role
from referrals.eligibility.signing import asked_end
from referrals.models import CareDecision, Placement, Referral
from referrals.services.answering import accept_referral
from referrals.services.decisions import sign_decision
from referrals.services.leaving import finish
from referrals.states import DecisionOutcome, EndReason, Term, Title
from referrals.urgency import turn_of
from referrals.views.verification import TRIES
from reports.work import tasks_for
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

from .factories import CareDecisionFactory, PlacementExtensionFactory, PlacementFactory, member
from .scenes import in_days, scene

pytestmark = pytest.mark.django_db
LIST = "/rujukan/keputusan/"
SECRET = "Rahasia Rekaan"
NO_CERTIFICATE = {"not_accredited": "Menunggu visitasi (rekaan)."}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages
    cache.clear()


@pytest.fixture
def the():
    return scene(beneficiary__name=SECRET)


@pytest.fixture
def decision(the):
    return sign_decision(
        referral=the.ask(),
        by=actor_of(the.decider),
        outcome=DecisionOutcome.APPROVED,
        considerations="Pertimbangan rekaan.",
        starts_on=timezone.localdate(),
        ends_on=in_days(100),
        term=Term.SHORT,
        reasons=NO_CERTIFICATE | {"shorter_than_asked": "Bibi siap lebih cepat (rekaan)."},
    )


def desk(referral):
    return reverse("referrals:decision_sign", args=[referral.pk])


def page_of(decision):
    return reverse("referrals:decision", args=[decision.pk])


def pdf_of(decision):
    return reverse("referrals:decision_pdf", args=[decision.pk])


def posted(**changes):
    return {
        "choice": "APPROVE",
        "term": "SHORT",
        "starts_on": timezone.localdate().isoformat(),
        "considerations": "Jembatan menuju bibi.",
        "reason_not_accredited": "Menunggu visitasi.",
    } | changes


# The list


def test_high_risk_comes_first_then_the_oldest(client, the):
    low, high = scene(the.worker, risk=Risk.LOW), scene(the.worker, risk=Risk.HIGH)
    later, first, middle = low.ask(), high.ask(), the.ask()
    older = scene(the.worker, risk=Risk.HIGH).ask()
    older.sent_at -= timedelta(days=3)
    older.turn = turn_of(is_urgent=False, risk=Risk.HIGH, sent_at=older.sent_at)
    older.save()
    client.force_login(the.decider.user)
    rows = client.get(LIST).context["rows"]
    assert [row.referral for row in rows] == [older, first, middle, later]


def test_a_child_in_an_emergency_placement_comes_before_any_risk(client, the):
    high, held = scene(the.worker, risk=Risk.HIGH).ask(), scene(the.worker, risk=Risk.LOW)
    PlacementFactory(emergency=True, case=held.case)
    urgent = held.ask()
    client.force_login(the.decider.user)
    response = client.get(LIST)
    assert [row.referral for row in response.context["rows"]] == [urgent, high]
    assert response.content.decode().count(">Darurat</span>") == 1


def test_an_emergency_placement_moves_the_request_up_and_its_end_moves_it_back(the):
    asked = the.ask()
    admitted = the.ask_admission()
    by, today = actor_of(the.home_staff), timezone.localdate()
    accept_referral(referral=admitted, by=by, admitted_on=today, reasons=NO_CERTIFICATE)
    assert Referral.objects.get(pk=asked.pk).is_urgent
    assert not asked.is_urgent
    stay = Placement.objects.get(case=the.case, title=Title.EMERGENCY)
    finish(placement=stay, on=today, reason=EndReason.CLOSED, by=by)
    assert Referral.objects.get(pk=asked.pk).turn == asked.turn


def test_the_work_list_walks_the_index_of_turns(the):
    the.ask()
    rows = Referral.objects.filter(to_institution=the.office).awaiting_decision().order_by("turn", "pk")
    with connection.cursor() as cursor:
        # One row is sorted as cheaply as read in order: whoever cannot walk an index must sort all the same.
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        plan = rows[:26].explain()
    assert "referral_turns" in plan
    assert "Sort" not in plan


def test_extensions_have_a_chip_of_their_own_and_are_paged(client, the, monkeypatch):
    monkeypatch.setattr("atensi.paging.SIZE", 4)
    for day in range(6):
        placement = PlacementFactory(case=scene(the.worker).case, decision__deciding_office=the.office)
        PlacementExtensionFactory(placement=placement, office=the.office, ends_before=in_days(day + 1))
    client.force_login(the.decider.user)
    first = client.get(LIST)
    assert (len(first.context["nearest"]), first.context["more"]) == (5, True)
    page = client.get(LIST, {"status": "perpanjangan"}).context["page"]
    rest = client.get(LIST + page.next).context["rows"]
    assert [row.ends_before for row in page.rows + rest] == [in_days(day + 1) for day in range(6)]


def test_decisions_that_nobody_uses_stand_under_their_own_chip(client, the, decision):
    client.force_login(the.decider.user)
    response = client.get(LIST, {"status": "belum-dipakai"})
    assert list(response.context["rows"]) == [decision]
    titles = [task.title for task in tasks_for(the.decider.user, actor_of(the.decider))]
    assert not any("belum dipakai" in str(title) for title in titles)
    later = timezone.now() + timedelta(days=20)
    for person in (the.decider, the.worker):
        titles = [str(task.title) for task in tasks_for(person.user, actor_of(person), now=later)]
        assert [title for title in titles if "belum dipakai" in title] == [f"Keputusan belum dipakai: {SECRET}"]


def test_list_pages_through_by_urgency_without_losing_one(client, the, monkeypatch):
    monkeypatch.setattr("atensi.paging.SIZE", 2)
    asked = {scene(the.worker, risk=risk).ask().pk for risk in (Risk.LOW, Risk.HIGH, Risk.MEDIUM) for _ in range(2)}
    client.force_login(the.decider.user)
    seen, url = [], LIST
    while url:
        context = client.get(url).context
        seen += [row.referral.pk for row in context["rows"]]
        url = LIST + context["page"].next if context["page"].next else ""
    assert len(seen) == len(asked)
    assert set(seen) == asked


def test_signed_ones_stand_under_their_own_chip(client, the, decision):
    client.force_login(the.decider.user)
    assert client.get(LIST).context["rows"] == []
    assert list(client.get(LIST, {"status": "diputuskan"}).context["rows"]) == [decision]


# The desk


def test_desk_shows_ladder_voice_papers_and_what_is_met(client, the):
    referral = the.ask()
    client.force_login(the.decider.user)
    response = client.get(desk(referral))
    page = response.content.decode()
    assert [step.state for step in response.context["steps"]] == ["answered"] * 5 + ["asked", "later"]
    assert "Aku mau dekat sekolah." in page
    assert "Aku mau tetap dekat sekolah." in page
    assert len(response.context["files"]) == 4
    assert response.context["hard"] == 0
    assert SECRET not in page[: page.index("</title>")]


def test_desk_shows_when_the_first_review_will_be_due(client, the):
    referral = the.ask()
    client.force_login(the.decider.user)
    shorter = posted(check="1", choice="SHORTEN", ends_on=in_days(30).isoformat())
    response = client.post(desk(referral), shorter)
    assert response.context["review_due_on"] == in_days(23)
    assert not CareDecision.objects.exists()


@pytest.mark.parametrize("role", [Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR, Role.LKSA_STAFF, Role.ADMINISTRATOR])
def test_only_deciders_open_the_desk(client, the, role):
    referral = the.ask()
    client.force_login(member(the.office, role).user)
    assert client.get(desk(referral)).status_code == 403


def test_decider_of_another_office_finds_nothing(client, the):
    referral = the.ask()
    client.force_login(member(InstitutionFactory(), Role.SOCIAL_OFFICE_DECIDER).user)
    assert client.get(desk(referral)).status_code == 404


def test_province_that_was_not_asked_finds_nothing(client, the):
    referral = the.ask()
    client.force_login(member(InstitutionFactory(provincial=True), Role.SOCIAL_OFFICE_DECIDER).user)
    assert client.get(desk(referral)).status_code == 404


def test_signing_on_the_page(client, the):
    referral = the.ask()
    client.force_login(the.decider.user)
    response = client.post(desk(referral), posted())
    decision = CareDecision.objects.get()
    assert response["Location"] == page_of(decision)
    assert decision.ends_on == asked_end(referral, timezone.localdate())


def test_approving_for_a_shorter_time(client, the):
    referral = the.ask()
    client.force_login(the.decider.user)
    client.post(desk(referral), posted(choice="SHORTEN", ends_on=in_days(40).isoformat()))
    assert not CareDecision.objects.exists()
    reason = {"reason_shorter_than_asked": "Bibi siap lebih cepat (rekaan)."}
    client.post(desk(referral), posted(choice="SHORTEN", ends_on=in_days(40).isoformat(), **reason))
    assert CareDecision.objects.get().ends_on == in_days(40)


def test_rejecting_asks_no_dates(client, the):
    referral = the.ask()
    client.force_login(the.decider.user)
    given = {"choice": "REJECT", "considerations": "Bibi belum ditanya."}
    assert client.post(desk(referral), given).status_code == 422
    client.post(desk(referral), given | {"try_first": "Bibi, dengan kunjungan."})
    decision = CareDecision.objects.get()
    assert (decision.outcome, decision.try_first) == (DecisionOutcome.REJECTED, "Bibi, dengan kunjungan.")
    page = check(client, decision.document.verification_code).content.decode()
    assert "Ditolak" in page
    assert "Bibi" not in page


def test_second_click_signs_once_and_says_so(client, the):
    referral = the.ask()
    client.force_login(the.decider.user)
    client.post(desk(referral), posted())
    again = client.post(desk(referral), posted())
    assert again.status_code == 409
    assert "sudah dijawab" in again.content.decode()
    assert CareDecision.objects.count() == 1


def test_warning_without_a_reason_stops_and_what_was_typed_stays(client, the):
    referral = the.ask()
    client.force_login(the.decider.user)
    response = client.post(desk(referral), posted(reason_not_accredited=""))
    assert response.status_code == 409
    assert "Jembatan menuju bibi." in response.content.decode()
    assert not CareDecision.objects.exists()


def test_answered_request_is_shown_instead_of_its_desk(client, the, decision):
    client.force_login(the.decider.user)
    assert client.get(desk(decision.referral)).status_code == 302


def queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_desk_and_list_run_a_fixed_number_of_queries(client, the):
    sentra = scene(the.worker)
    small = the.ask(asked_form=CareForm.LKSA)
    large = sentra.ask(
        asked_form=CareForm.SENTRA, asked_institution=sentra.sentra, alternatives=sentra.entries(CareForm.SENTRA)
    )
    client.force_login(the.decider.user)
    tabs = [LIST, f"{LIST}?status=perpanjangan", f"{LIST}?status=belum-dipakai"]

    def one_more():
        scene(the.worker).ask()
        placement = PlacementFactory(case=scene(the.worker).case, decision__deciding_office=the.office)
        PlacementExtensionFactory(placement=placement, office=the.office)
        CareDecisionFactory(
            case=scene(the.worker).case, start_due_on=in_days(9), usable_until=in_days(9), deciding_office=the.office
        )

    one_more()  # what an empty list need not read for its rows
    first = [queries(client, tab) for tab in tabs]
    for _ in range(3):
        one_more()
    assert [queries(client, tab) for tab in tabs] == first
    small_desk = queries(client, desk(small))
    # An LKSA is asked for its licence's certificate, a Sentra is not: one query less, however many rungs there are.
    assert queries(client, desk(large)) <= small_desk


# The signed paper


def test_who_may_read_the_signed_paper(client, the, decision):
    for membership, status in {
        the.worker: 200,
        the.supervisor: 200,
        the.decider: 200,
        the.home_staff: 404,
        the.sentra_staff: 404,
        MembershipFactory(institution=the.office, role=Role.FIELD_SOCIAL_WORKER): 404,
        member(the.office, Role.SOCIAL_OFFICE_DECIDER, ended=True): 403,
    }.items():
        client.force_login(membership.user)
        for url in (page_of(decision), pdf_of(decision)):
            response = client.get(url)
            assert response.status_code == status, (membership, url)
            if response.streaming:
                assert b"".join(response.streaming_content)


def test_download_is_named_by_its_number_and_recorded(client, the, decision):
    client.force_login(the.worker.user)
    response = client.get(pdf_of(decision))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert SECRET not in response["Content-Disposition"]
    assert decision.number.replace("/", "-") in response["Content-Disposition"]
    assert response["Cache-Control"] == "no-store"
    assert AuditEvent.objects.filter(subject=f"caredecision:{decision.pk}", verb="decision.download").exists()


def test_paper_of_a_restricted_case_is_for_its_team(client, the, decision):
    the.case.restricted = True
    the.case.save()
    client.force_login(the.decider.user)
    assert client.get(page_of(decision)).status_code == 200


# Whether a paper is genuine


def check(client, code):
    return client.get(reverse("verification:check", args=[code]))


def test_anybody_learns_that_a_paper_is_genuine_and_nothing_of_the_child(client, the, decision):
    response = check(client, decision.document.verification_code)
    page = response.content.decode()
    assert response.status_code == 200
    for told in (decision.number, the.office.name, "Berlaku"):
        assert told in page
    for kept in (SECRET, the.case.number, the.home.name, "LKSA", "Pertimbangan"):
        assert kept not in page


def test_code_is_taken_as_people_type_it(client, decision):
    code = decision.document.verification_code
    response = client.get("/periksa/", {"kode": code.lower().replace("-", " ")})
    assert response["Location"] == reverse("verification:check", args=[code])


@pytest.mark.parametrize("code", ["AAAA-BBBB-CCCC-DDDD", "abc", "%00", "' OR 1=1"])
def test_unknown_code_is_not_genuine(client, decision, code):
    response = check(client, code)
    assert response.status_code == 404
    assert "tidak dikenal" in response.content.decode()


def test_paper_without_a_code_is_not_found_by_an_empty_one(client, decision):
    assert client.get("/periksa/", {"kode": ""}).status_code == 200


@pytest.mark.parametrize(("days", "words"), [(0, "Berlaku"), (101, "Sudah berakhir")])
def test_status_says_whether_it_is_in_force(client, decision, days, words, monkeypatch):
    later = timezone.now() + timedelta(days=days)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert words in check(client, decision.document.verification_code).content.decode()


def test_codes_are_not_tried_by_machine(client, decision):
    for _ in range(TRIES):
        assert check(client, "AAAA-BBBB-CCCC-DDDD").status_code == 404
    assert check(client, decision.document.verification_code).status_code == 429


def test_referral_page_of_a_decided_request_leads_to_the_paper(client, the, decision):
    client.force_login(the.worker.user)
    referral = Referral.objects.get(pk=decision.referral_id)
    page = client.get(reverse("referrals:detail", args=[referral.pk])).content.decode()
    assert page_of(decision) in page
