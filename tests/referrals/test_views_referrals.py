"""The pages of referrals: who sees what, what an answer does, what stays hidden."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.drafts.models import Draft
from cases.models import Case
from cases.states import Base, CareForm, Risk
from institutions.states import Role
from referrals.models import Placement, Referral
from referrals.services.questions import ask_sender
from referrals.services.referrals import accept_referral, decline_referral, withdraw_referral
from referrals.services.turns import take_turns
from referrals.states import ReferralKind, ReferralState
from referrals.urgency import turn_of
from tests.cases.factories import FamilyMemberFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

from .factories import (
    AssessmentFactory,
    CareDecisionFactory,
    PlacementFactory,
    ReferralFactory,
    days_ago,
    member,
    staffed,
)
from .scenes import scene

pytestmark = pytest.mark.django_db
INBOX, SENT, CREATE = "/rujukan/masuk/", "/rujukan/terkirim/", "/rujukan/baru/"
SECRET = "Rahasia Rekaan"


@pytest.fixture
def the():
    return scene(beneficiary__name=SECRET)


def detail(referral):
    return reverse("referrals:detail", args=[referral.pk])


def answer(client, referral, **data):
    return client.post(reverse("referrals:answer", args=[referral.pk]), data)


def create_url(the, kind, form=""):
    return f"{CREATE}?kasus={the.case.pk}&jenis={kind}" + (f"&bentuk={form}" if form else "")


def words(**changes):
    return {
        "form_id": str(uuid.uuid4()),
        "source": "COMMUNITY",
        "legally_responsible": "Bibi Rekaan",
        "reason": "Alasan rekaan.",
        "summary": "Ringkasan rekaan.",
    } | changes


def rungs(the, **changes):
    """Posted answers for every rank before LKSA, each proven by the signed assessment."""
    data = {}
    for form in ("birth_family", "kinship", "foster", "guardian", "adoption"):
        data |= {
            f"{form}-result": "NONE_AVAILABLE",
            f"{form}-considered_on": days_ago(5).isoformat(),
            f"{form}-reason": "Tidak ada.",
            f"{form}-evidence": f"assessment:{the.report.assessment_id}",
        }
    asked = {
        "to_institution": the.office.pk,
        "asked_institution": the.home.pk,
        "asked_months": "6",
        "social_report": the.report.pk,
        "conference": the.conference.pk,
    }
    return words(**(data | asked | changes))


# The inbox


def test_inbox_shows_who_asks_for_what_but_no_name(client, the):
    the.ask_service()
    client.force_login(the.sentra_staff.user)
    page = client.get(INBOX).content.decode()
    assert "Anak laki-laki, 9 tahun" in page or "Anak laki-laki" in page
    assert the.office.name in page
    assert SECRET not in page


def test_restricted_case_shows_only_an_age_band_in_the_inbox(client, the):
    the.case.restricted = True
    the.case.save()
    the.ask_service()
    client.force_login(the.sentra_staff.user)
    page = client.get(INBOX).content.decode()
    assert "Terbatas" in page
    assert "6–11 tahun" in page


def sent_ago(referral, days):
    """As if it had been sent `days` days ago."""
    referral.sent_at = timezone.now() - timedelta(days=days)
    referral.turn = turn_of(is_urgent=referral.is_emergency, risk=referral.case.risk, sent_at=referral.sent_at)
    referral.save()
    return referral


def test_emergencies_come_first_then_risk_then_who_waited_longest(client, the):
    def ask(risk, days, *, urgent=False):
        other = scene(the.worker, risk=risk)
        asks = other.ask_admission if urgent else other.ask_service
        return sent_ago(asks(to_institution=the.sentra, **({"asked_form": CareForm.SENTRA} if urgent else {})), days)

    low, high, urgent = ask(Risk.LOW, 9), ask(Risk.HIGH, 1), ask(Risk.LOW, 0, urgent=True)
    older = ask(Risk.HIGH, 3)
    client.force_login(the.sentra_staff.user)
    rows = client.get(INBOX).context["rows"]
    assert [row.referral for row in rows] == [urgent, older, high, low]
    assert [row.why for row in rows] == [
        "Darurat, risiko rendah, masuk hari ini",
        "Risiko tinggi, menunggu 3 hari",
        "Risiko tinggi, menunggu 1 hari",
        "Risiko rendah, menunggu 9 hari",
    ]


def test_a_risk_that_rises_moves_the_request_up(the):
    referral = the.ask_service()
    the.case.risk = Risk.HIGH
    the.case.save()
    take_turns(the.case)
    after = Referral.objects.get(pk=referral.pk).turn
    assert after == turn_of(is_urgent=False, risk=Risk.HIGH, sent_at=referral.sent_at)


def test_what_waits_moves_in_as_many_queries_however_much_waits(the, django_assert_num_queries):
    """The three: what waits, whether an emergency's limit runs, and the turns written."""
    PlacementFactory(emergency=True, case=the.case)
    for _ in range(2):
        ReferralFactory(case=the.case)
        ReferralFactory(case=the.case, service=True)
        with django_assert_num_queries(3):
            take_turns(the.case)
    waiting = Referral.objects.awaiting_answer().filter(case=the.case)
    assert {(row.kind, row.is_urgent) for row in waiting} == {
        (ReferralKind.CARE_DECISION, True),
        (ReferralKind.SERVICE, False),
    }


def test_the_inbox_walks_its_index(the):
    """The list of one receiver is read in the order of its index, without sorting."""
    rows = Referral.objects.filter(to_institution=the.sentra, state=ReferralState.SENT).order_by("turn", "pk")[:26]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    assert "referral_turns" in rows.explain()


def test_inbox_holds_only_what_came_to_the_acting_institution(client, the):
    the.ask_service()
    other = member(InstitutionFactory(sentra=True), Role.INTAKE_OFFICER)
    client.force_login(other.user)
    assert client.get(INBOX).context["rows"] == []


def test_answered_referrals_stand_under_their_own_chip(client, the):
    referral = decline_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff), reason="Penuh.")
    client.force_login(the.sentra_staff.user)
    assert client.get(INBOX).context["rows"] == []
    assert client.get(INBOX, {"status": "ditolak"}).context["rows"] == [(referral, False)]


def test_line_of_an_ended_referral_says_the_own_answer_and_nothing_of_the_child(client, the):
    referral = decline_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff), reason="Penuh sekali.")
    client.force_login(the.sentra_staff.user)
    page = client.get(INBOX, {"status": "ditolak"}).content.decode()
    assert referral.number in page
    assert "Penuh sekali." in page
    assert detail(referral) not in page
    for personal in (SECRET, "Ringkasan rekaan.", "Alasan rekaan.", "Anak laki-laki", the.case.number):
        assert personal not in page


def test_office_of_the_case_opens_what_it_refused_from_the_list(client, the):
    referral = decline_referral(referral=the.ask(), by=actor_of(the.decider), reason="Belum lengkap.")
    client.force_login(the.decider.user)
    assert detail(referral) in client.get(INBOX, {"status": "ditolak"}).content.decode()
    assert client.get(detail(referral)).status_code == 200


def test_showing_the_inbox_is_recorded_with_what_was_shown(client, the):
    referral = the.ask_service()
    client.force_login(the.sentra_staff.user)
    client.get(INBOX)
    event = AuditEvent.objects.filter(verb="referral.list").latest("pk")
    assert event.seen == [f"referral:{referral.pk}"]


def queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("status", ["", "ditanya", "diterima", "ditolak"])
def test_inbox_and_sent_list_run_a_fixed_number_of_queries(client, the, status):
    lists = {the.sentra_staff: f"{INBOX}?status={status}", the.supervisor: f"{SENT}?status={status}"}

    def send(each):
        referral = each.ask_service(to_institution=the.sentra)
        if status == "ditolak":
            decline_referral(referral=referral, by=actor_of(the.sentra_staff), reason="Penuh.")
        elif status == "ditanya":
            ask_sender(referral=referral, by=actor_of(the.sentra_staff), text="Sekolahnya (rekaan)?")
        elif status:
            accept_referral(referral=referral, by=actor_of(the.sentra_staff))

    def counts():
        found = []
        for membership, url in lists.items():
            client.force_login(membership.user)
            found.append(queries(client, url))
        return found

    send(the)
    before = counts()
    for _ in range(4):
        send(scene(the.worker))
    assert counts() == before
    assert max(before) <= 16


# One referral


def test_before_the_answer_the_receiver_reads_the_summary_without_name_reporter_or_number_of_the_case(client, the):
    referral = the.ask_service()
    client.force_login(the.sentra_staff.user)
    page = client.get(detail(referral)).content.decode()
    assert "Ringkasan rekaan." in page
    assert SECRET not in page
    assert the.case.number not in page
    assert "Bibi Rekaan" not in page


def test_after_the_answer_the_receiver_reads_the_name(client, the):
    referral = accept_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff))
    client.force_login(the.sentra_staff.user)
    page = client.get(detail(referral)).content.decode()
    assert SECRET in page
    assert the.case.number in page


def test_after_a_refusal_the_words_of_the_request_are_the_senders_alone(client, the):
    referral = decline_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff), reason="Penuh sekali.")
    client.force_login(the.sentra_staff.user)
    assert client.get(detail(referral)).status_code == 404
    client.force_login(the.worker.user)
    assert "Ringkasan rekaan." in client.get(detail(referral)).content.decode()


def test_who_may_open_a_referral(client, the):
    referral = the.ask_service()
    expected = {
        the.worker: 200,
        the.supervisor: 200,
        the.sentra_staff: 200,
        the.home_staff: 404,
        member(InstitutionFactory(sentra=True), Role.INTAKE_OFFICER): 404,
        MembershipFactory(institution=the.office, role=Role.FIELD_SOCIAL_WORKER): 404,
        member(the.sentra, Role.INTAKE_OFFICER, ended=True): 403,
        member(the.sentra, Role.ADMINISTRATOR): 403,
    }
    for membership, status in expected.items():
        client.force_login(membership.user)
        assert client.get(detail(referral)).status_code == status, membership


def test_page_title_tells_no_name(client, the):
    referral = accept_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff))
    client.force_login(the.sentra_staff.user)
    page = client.get(detail(referral)).content.decode()
    assert SECRET not in page[: page.index("</title>")]


def test_a_referral_runs_a_fixed_number_of_queries(client, the):
    service, decision = the.ask_service(), the.ask()
    seen = {}
    for more in (0, 3):
        for _ in range(more):
            scene(the.worker).ask_service(to_institution=the.sentra)
        for membership, referral in ((the.sentra_staff, service), (the.worker, decision)):
            client.force_login(membership.user)
            seen.setdefault(referral.pk, set()).add(queries(client, detail(referral)))
    assert all(len(counts) == 1 for counts in seen.values())


# Answering


def test_accepting_a_service_on_the_page(client, the):
    referral = the.ask_service()
    client.force_login(the.sentra_staff.user)
    response = answer(client, referral, answer="ACCEPT")
    assert response.status_code == 302
    referral.refresh_from_db()
    assert referral.state == ReferralState.ACCEPTED


def test_admitting_asks_a_reason_for_each_warning_and_keeps_what_was_typed(client, the):
    referral = the.ask_admission()
    client.force_login(the.home_staff.user)
    today = timezone.localdate().isoformat()
    refused = answer(client, referral, answer="ACCEPT", admitted_on=today)
    assert refused.status_code == 409
    assert 'name="reason_not_accredited"' in refused.content.decode()
    assert not Placement.objects.exists()
    done = answer(client, referral, answer="ACCEPT", admitted_on=today, reason_not_accredited="Menunggu visitasi.")
    assert done.status_code == 302
    assert Placement.objects.get().soft_reasons == {"not_accredited": "Menunggu visitasi."}


def test_declining_without_a_reason_is_shown_at_the_field(client, the):
    referral = the.ask_service()
    client.force_login(the.sentra_staff.user)
    response = answer(client, referral, answer="DECLINE")
    assert response.status_code == 422
    assert "Tuliskan alasannya." in response.content.decode()


def test_redirecting_on_the_page(client, the):
    other = staffed(sentra=True)
    referral = the.ask_service()
    client.force_login(the.sentra_staff.user)
    answer(client, referral, answer="REDIRECT", to_institution=other.pk, reason="Di luar wilayah.")
    assert Referral.objects.get(redirected_from=referral).to_institution == other


def test_redirecting_to_a_body_that_is_not_offered_is_refused(client, the):
    referral = the.ask_service()
    client.force_login(the.sentra_staff.user)
    response = answer(client, referral, answer="REDIRECT", to_institution=the.office.pk, reason="x")
    assert response.status_code == 422


def test_second_officer_reads_who_answered(client, the):
    referral = the.ask_service()
    colleague = member(the.sentra, Role.INTAKE_OFFICER)
    accept_referral(referral=referral, by=actor_of(the.sentra_staff))
    client.force_login(colleague.user)
    response = answer(client, referral, answer="DECLINE", reason="Penuh.")
    assert response.status_code == 409
    assert the.sentra_staff.user.name in response.content.decode()


def test_second_officer_reads_who_refused_though_the_referral_is_theirs_no_more(client, the):
    referral = the.ask_service()
    colleague = member(the.sentra, Role.INTAKE_OFFICER)
    decline_referral(referral=referral, by=actor_of(the.sentra_staff), reason="Penuh.")
    client.force_login(colleague.user)
    response = client.post(reverse("referrals:answer", args=[referral.pk]), {"answer": "ACCEPT"})
    assert response.status_code == 409
    page = response.content.decode()
    assert f'href="{INBOX}?status=ditolak"' in page
    assert f"sudah dijawab: ditolak oleh {the.sentra_staff.user}" in page
    referral.refresh_from_db()
    assert referral.state == ReferralState.DECLINED


def test_answer_to_a_withdrawn_request_is_told_so(client, the):
    referral = withdraw_referral(referral=the.ask_service(), by=actor_of(the.worker))
    client.force_login(the.sentra_staff.user)
    page = client.post(reverse("referrals:answer", args=[referral.pk]), {"answer": "ACCEPT"})
    assert page.status_code == 409
    assert "sudah dijawab: ditarik oleh" in page.content.decode()


def test_answer_that_came_second_is_shown_back_and_its_draft_stays(client, the):
    referral = the.ask_service()
    client.force_login(the.sentra_staff.user)
    opened = client.get(reverse("referrals:detail", args=[referral.pk])).content.decode()
    token = re.search(r'name="draft" value="([^"]+)"', opened).group(1)
    withdraw_referral(referral=referral, by=actor_of(the.worker))
    words = "Penuh sampai Mei <rekaan>."
    for _send in range(2):
        page = answer(client, referral, answer="DECLINE", reason=words, draft=token, form_id=str(uuid.uuid4()))
        assert page.status_code == 409
        assert "Penuh sampai Mei &lt;rekaan&gt;." in page.content.decode()
        assert referral.case.number not in page.content.decode()
    assert Draft.objects.filter(owner=the.sentra_staff.user).exists()


def test_stranger_learns_nothing_by_answering_an_ended_request(client, the):
    referral = decline_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff), reason="Penuh.")
    client.force_login(member(InstitutionFactory(sentra=True), Role.INTAKE_OFFICER).user)
    assert answer(client, referral, answer="ACCEPT").status_code == 404
    assert client.post(reverse("referrals:complete", args=[referral.pk])).status_code == 404


def test_supervisor_reads_who_answered_before_redirecting(client, the):
    referral = the.ask()
    decline_referral(referral=referral, by=actor_of(the.decider), reason="Belum lengkap.")
    client.force_login(the.supervisor.user)
    response = answer(client, referral, answer="REDIRECT", reason="x")
    assert response.status_code == 409
    assert the.decider.user.name in response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("worker", 403), ("supervisor", 403), ("home_staff", 404)])
def test_others_do_not_answer(client, the, who, status):
    referral = the.ask_service()
    client.force_login(getattr(the, who).user)
    assert answer(client, referral, answer="ACCEPT").status_code == status


def test_answer_that_the_role_does_not_have_is_no_choice(client, the):
    referral = the.ask()
    client.force_login(the.supervisor.user)
    assert answer(client, referral, answer="DECLINE", reason="x").status_code == 422
    referral.refresh_from_db()
    assert referral.state == ReferralState.SENT


def test_sender_withdraws_on_the_page_and_the_receiver_cannot(client, the):
    referral = the.ask_service()
    url = reverse("referrals:withdraw", args=[referral.pk])
    client.force_login(the.sentra_staff.user)
    assert client.post(url).status_code == 403
    client.force_login(the.worker.user)
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 409


def test_completing_a_service_on_the_page(client, the):
    referral = accept_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff))
    client.force_login(the.sentra_staff.user)
    sent = {"form_id": str(uuid.uuid4())}
    done, again = (client.post(reverse("referrals:complete", args=[referral.pk]), sent) for _send in range(2))
    assert done["Location"] == again["Location"] == INBOX
    late = client.post(reverse("referrals:complete", args=[referral.pk]))
    assert late.status_code == 409
    assert f'href="{INBOX}?status=selesai"' in late.content.decode()
    assert not Case.objects.visible_to(the.sentra_staff.user).exists()


# What was sent


def test_field_worker_sees_the_referrals_of_own_cases(client, the):
    mine = the.ask_service()
    scene(MembershipFactory(institution=the.office)).ask_service()
    client.force_login(the.worker.user)
    assert [row.referral for row in client.get(SENT).context["rows"]] == [mine]


def test_supervisor_sees_what_the_office_sent(client, the):
    the.ask_service()
    scene(MembershipFactory(institution=the.office)).ask_service()
    client.force_login(the.supervisor.user)
    assert len(client.get(SENT).context["rows"]) == 2


# Sending


def test_kind_is_chosen_first_then_the_form_of_care(client, the):
    client.force_login(the.worker.user)
    url = f"{CREATE}?kasus={the.case.pk}"
    assert "jenis=CARE_DECISION" in client.get(url).content.decode()
    assert "bentuk=LKSA" in client.get(f"{url}&jenis=CARE_DECISION").content.decode()


@pytest.mark.parametrize("query", ["", "?kasus=", "?kasus=abc", "?kasus=999999", f"?kasus={10**25}"])
def test_without_a_case_there_is_no_form(client, the, query):
    client.force_login(the.worker.user)
    assert client.get(CREATE + query).status_code == 404


def test_who_may_open_the_form(client, the):
    for membership, status in {
        the.worker: 200,
        the.supervisor: 200,
        the.home_staff: 404,
        the.decider: 403,
        MembershipFactory(institution=the.office, role=Role.FIELD_SOCIAL_WORKER): 404,
    }.items():
        client.force_login(membership.user)
        assert client.get(create_url(the, "SERVICE")).status_code == status, membership


def test_service_is_sent_once_however_often_the_form_is_sent(client, the):
    client.force_login(the.worker.user)
    data = words(to_institution=the.sentra.pk, asked_base="FAMILY")
    first = client.post(create_url(the, "SERVICE"), data)
    second = client.post(create_url(the, "SERVICE"), data)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Referral.objects.count() == 1


@pytest.mark.rule("nobody_answers")
def test_where_nobody_answers_the_page_asks_why_it_is_sent_all_the_same(client, the):
    the.sentra_staff.valid_until = days_ago(1)
    the.sentra_staff.save()
    client.force_login(the.worker.user)
    data = words(to_institution=the.sentra.pk, asked_base="FAMILY")
    refused = client.post(create_url(the, "SERVICE"), data)
    assert refused.status_code == 409
    assert 'name="reason_nobody_answers"' in refused.content.decode()
    sent = client.post(create_url(the, "SERVICE"), data | {"reason_nobody_answers": "Sudah ditelepon (rekaan)."})
    assert sent.status_code == 302
    assert Referral.objects.get().soft_reasons == {"nobody_answers": "Sudah ditelepon (rekaan)."}


def test_complete_evidence_sends_a_request_for_decision(client, the):
    client.force_login(the.worker.user)
    response = client.post(create_url(the, "CARE_DECISION", "LKSA"), rungs(the))
    assert response.status_code == 302
    referral = Referral.objects.get()
    assert (referral.kind, referral.asked_form, referral.asked_institution) == (
        ReferralKind.CARE_DECISION,
        CareForm.LKSA,
        the.home,
    )
    assert referral.alternatives.count() == 5


def test_missing_rung_blocks_and_is_named_on_the_ladder(client, the):
    client.force_login(the.worker.user)
    response = client.post(create_url(the, "CARE_DECISION", "LKSA"), rungs(the, **{"foster-result": ""}))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Orang tua asuh: belum ditanyakan" in page
    assert 'class="gap"' in page
    assert "Alasan rekaan." in page
    assert not Referral.objects.exists()


def test_who_was_declined_is_led_to_other_places(client, the):
    """For what was sought; a decision names its place, so that another place needs another decision."""
    service, emergency = the.ask_service(), the.ask_admission()
    decision = CareDecisionFactory(case=the.case, institution=the.home)
    placed = {"asked_form": CareForm.LKSA, "asked_base": Base.RESIDENTIAL}
    decided = ReferralFactory(admission=True, case=the.case, decision=decision, to_institution=the.home, **placed)
    asked = the.ask()
    decline_referral(referral=service, by=actor_of(the.sentra_staff), reason="Penuh.")
    for referral in (emergency, decided):
        decline_referral(referral=referral, by=actor_of(the.home_staff), reason="Penuh.")
    decline_referral(referral=asked, by=actor_of(the.decider), reason="Belum lengkap.")
    client.force_login(the.worker.user)
    route = reverse("referrals:route", args=[the.case.pk])
    found = [client.get(detail(row)).context["elsewhere"] for row in (service, emergency, decided, asked)]
    wishes = ("?jenis=SERVICE", "?jenis=ADMISSION&darurat=on", "?jenis=CARE_DECISION&bentuk=LKSA")
    assert found == [*(route + wish for wish in wishes), ""]
    client.force_login(the.supervisor.user)
    assert client.get(detail(service)).context["elsewhere"] == found[0]


def test_a_rung_where_somebody_said_yes_is_not_shown_as_answered(client, the):
    client.force_login(the.worker.user)
    response = client.post(create_url(the, "CARE_DECISION", "LKSA"), rungs(the, **{"kinship-result": "FIT"}))
    page = response.content.decode()
    assert response.status_code == 409
    assert "ada yang bersedia dan layak" in page
    assert [row["state"] for row in response.context["rungs"]] == ["answered", "open", *["answered"] * 3]
    assert f"{reverse('referrals:gate', args=[the.case.pk])}?bentuk=LKSA" in page


def test_checking_shows_what_is_missing_and_sends_nothing(client, the):
    client.force_login(the.worker.user)
    data = rungs(the, check="1")
    response = client.post(create_url(the, "CARE_DECISION", "LKSA"), data)
    assert response.status_code == 200
    assert "Lengkap. Rujukan bisa dikirim." in response.content.decode()
    assert not Referral.objects.exists()


@pytest.mark.parametrize("field", ["foster-evidence", "social_report", "conference", "asked_institution"])
def test_forged_ids_of_other_cases_and_bodies_are_no_choices(client, the, field):
    other = scene()
    forged = {
        "foster-evidence": f"assessment:{AssessmentFactory().pk}",
        "social_report": other.report.pk,
        "conference": other.conference.pk,
        "asked_institution": the.sentra.pk,
    }[field]
    client.force_login(the.worker.user)
    response = client.post(create_url(the, "CARE_DECISION", "LKSA"), rungs(the, **{field: forged}))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Referral.objects.exists()


def test_carer_of_another_child_is_no_choice(client, the):
    stranger = FamilyMemberFactory()
    client.force_login(the.worker.user)
    data = rungs(the, asked_base="FAMILY", asked_carer=stranger.pk)
    response = client.post(create_url(the, "CARE_DECISION", "KINSHIP"), data)
    assert "asked_carer" in response.context["form"].errors


def test_next_request_begins_with_the_answers_of_the_last(client, the):
    referral = the.ask()
    decline_referral(referral=referral, by=actor_of(the.decider), reason="Belum lengkap.")
    client.force_login(the.worker.user)
    form = client.get(create_url(the, "CARE_DECISION", "LKSA")).context["form"]
    assert form["kinship-result"].value() == "NONE_AVAILABLE"
    assert form["kinship-evidence"].value() == f"assessment:{the.report.assessment_id}"


def test_emergency_admission_is_sent_to_a_residence(client, the):
    client.force_login(the.worker.user)
    client.post(create_url(the, "ADMISSION"), words(title="EMERGENCY", to_institution=the.sentra.pk))
    referral = Referral.objects.get()
    assert (referral.is_emergency, referral.asked_form) == (True, CareForm.SENTRA)


def test_admission_by_decision_goes_where_the_decision_says_whatever_is_posted(client, the):
    decision = CareDecisionFactory(case=the.case, institution=the.home)
    client.force_login(the.worker.user)
    client.post(create_url(the, "ADMISSION"), words(title=str(decision.pk), to_institution=the.sentra.pk))
    referral = Referral.objects.get(kind=ReferralKind.ADMISSION)
    assert (referral.decision, referral.to_institution) == (decision, the.home)


def test_case_page_offers_to_refer_and_shows_where_referrals_stand_and_when_they_are_due(client, the):
    referral = the.ask_service()
    client.force_login(the.worker.user)
    page = client.get(reverse("cases:case", args=[the.case.pk])).content.decode()
    assert f"{CREATE}?kasus={the.case.pk}" in page
    assert f"Jawaban rujukan, {the.sentra.name}" in page
    assert detail(referral) in page
