"""A case is offered to another worker or office, and goes over when they accept: until then nothing changes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import keep_deadlines, reconcile
from atensi.errors import NotAllowed
from atensi.notices.models import Notice
from atensi.webhooks.models import WebhookDelivery
from atensi.webhooks.states import UNSENT, DeliveryState
from cases.caseload import carried_by, loads_of
from cases.event_states import EventKind
from cases.hand_over_states import TransferState
from cases.hands import shared_with
from cases.masking import person_words
from cases.models import Case, CaseTransfer
from cases.plan_states import PlanState
from cases.services.case_tasks import add_task
from cases.services.cases import assign_worker
from cases.services.conferences import call_conference
from cases.services.shares import share_case
from cases.services.stages import close_case
from cases.services.transfers import accept_transfer, decline_transfer, offer_transfer, withdraw_transfer
from cases.states import ResponseOutcome, Stage
from cases.transfers import office_at, told_of
from institutions.services.memberships import end_membership
from institutions.states import Role
from referrals.boards.rows import open_rows_shown
from referrals.services.answering import complete_referral
from referrals.services.invitations import Invitee, invite_to_review
from referrals.states import Attendee, ReferralState
from reports.work import tasks_for
from tests.api.people import program_of
from tests.cases.factories import CaseFactory, FamilyMemberFactory, code
from tests.cases.intake import logged
from tests.cases.papers import AgreementFactory, CarePlanFactory, sign, worker_of
from tests.cases.rules import refused
from tests.cases.transferring import handed_over, offered
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of
from tests.referrals.factories import PlacementExtensionFactory, PlacementReviewFactory, ReferralFactory
from tests.webhooks.factories import WebhookDeliveryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(stage=Stage.IMPLEMENT)


@pytest.fixture
def boss(case):
    return MembershipFactory(institution=case.office, role=Role.SUPERVISOR)


@pytest.fixture
def colleague(case):
    return MembershipFactory(institution=case.office, role=Role.FIELD_SOCIAL_WORKER)


@pytest.fixture
def receiver():
    """The supervisor of another Dinas."""
    return MembershipFactory(role=Role.SUPERVISOR)


@pytest.fixture
def taker(receiver):
    """A worker of that Dinas."""
    return MembershipFactory(institution=receiver.institution, role=Role.FIELD_SOCIAL_WORKER)


def sees(user, case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_offer_changes_nothing_but_tells_who_may_answer(case, receiver, taker):
    transfer = offered(case, receiver)
    case.refresh_from_db()
    assert (case.office, case.worker) == (transfer.from_office, transfer.from_worker)
    assert not sees(receiver.user, case)
    assert Notice.objects.filter(kind="transfer:offered").values_list("recipient", flat=True).get() == receiver.user_id
    deadline = Deadline.objects.get(clock="transfer")
    assert (deadline.due_on, deadline.holder) == (transfer.answer_due_on, receiver.institution)
    assert case.events.filter(kind=EventKind.TRANSFER_OFFERED).count() == 1
    assert AuditEvent.objects.filter(verb="transfer.offer").count() == 1


def test_the_receiver_takes_it_and_the_old_office_is_out(case, boss, receiver, taker):
    task = add_task(case=case, title="Rekaan", due_on=timezone.localdate(), hand=boss.user, by=worker_of(case))
    home = MembershipFactory(institution=InstitutionFactory(lksa=True), role=Role.LKSA_STAFF)
    share_case(case=case, institution=home.institution, by=worker_of(case))
    share_case(case=case, institution=receiver.institution, by=worker_of(case))
    number, giver = case.number, case.worker
    reconcile()
    accept_transfer(transfer=offered(case, receiver), by=actor_of(receiver), worker=taker.user)
    case.refresh_from_db()
    task.refresh_from_db()
    assert (case.office, case.worker, case.number) == (receiver.institution, taker.user, number)
    assert task.assignee == taker.user
    assert case.beneficiary.office == receiver.institution
    assert [sees(person.user, case) for person in (boss, receiver, taker, home)] == [False, True, True, True]
    assert not sees(giver, case)
    assert list(shared_with(case)) == [home.institution]
    assert Deadline.objects.filter(case_id=case.pk).exclude(office=receiver.institution).count() == 0
    assert Notice.objects.filter(kind="transfer:accepted", recipient=giver).exists()
    assert Notice.objects.filter(kind="case:assigned", recipient=taker.user).exists()
    assert reconcile() == 0


def test_a_worker_of_the_same_office_takes_it_themselves(case, boss, colleague):
    transfer = offered(case, colleague)
    for stranger in (boss, MembershipFactory(institution=case.office, role=Role.FIELD_SOCIAL_WORKER)):
        with pytest.raises(NotAllowed):
            accept_transfer(transfer=transfer, by=actor_of(stranger))
    accept_transfer(transfer=transfer, by=actor_of(colleague))
    case.refresh_from_db()
    assert case.worker == colleague.user


@pytest.mark.rule("transfer_ended")
@pytest.mark.rule("transfer_answer_without_reason")
def test_a_refusal_says_why_and_the_second_answer_is_told_of_the_first(case, receiver, taker):
    transfer = offered(case, receiver)
    with refused("transfer_answer_without_reason"):
        decline_transfer(transfer=transfer, reason=" ", by=actor_of(receiver))
    decline_transfer(transfer=transfer, reason="Keluarga belum pindah (contoh).", by=actor_of(receiver))
    other = MembershipFactory(institution=receiver.institution, role=Role.SOCIAL_OFFICE_DECIDER)
    with refused("transfer_ended"):
        accept_transfer(transfer=transfer, by=actor_of(other), worker=taker.user)
    assert Notice.objects.filter(kind="transfer:declined", recipient=case.worker).exists()
    assert not Deadline.objects.filter(clock="transfer").exists()
    page = browser(other.user).post(reverse("cases:transfer_accept", args=[transfer.pk]), {"worker": taker.user_id})
    assert page.status_code == 409
    assert "sudah berakhir: ditolak" in page.content.decode()


@pytest.mark.rule("transfer_offered_already")
def test_one_offer_at_a_time_until_it_is_taken_back(case, boss, receiver, colleague):
    transfer = offered(case, receiver)
    with refused("transfer_offered_already"):
        offered(case, colleague)
    with pytest.raises(NotAllowed):
        withdraw_transfer(transfer=transfer, reason="Batal.", by=actor_of(receiver))
    withdraw_transfer(transfer=transfer, reason="Keluarga kembali (contoh).", by=actor_of(boss))
    assert Notice.objects.filter(kind="transfer:withdrawn", recipient=receiver.user).exists()
    assert offered(case, colleague).is_open


@pytest.mark.rule("transfer_ended")
@pytest.mark.parametrize("who", ["worker", "boss"])
def test_an_offer_just_accepted_elsewhere_is_not_taken_back_and_says_so(case, boss, receiver, taker, who):
    """Those who could have taken it back learn that it was accepted; nobody else is told anything."""
    by = {"worker": worker_of(case), "boss": actor_of(boss)}[who]
    user = {"worker": case.worker, "boss": boss.user}[who]
    transfer = offered(case, receiver)
    address = reverse("cases:transfer_withdraw", args=[transfer.pk])
    page = browser(user)
    assert page.get(address).status_code == 200
    accept_transfer(transfer=transfer, by=actor_of(receiver), worker=taker.user)
    with refused("transfer_ended"):
        withdraw_transfer(transfer=transfer, reason="Batal.", by=by)
    answer = page.post(address, {"reason": "Batal."})
    assert answer.status_code == 409
    assert "sudah berakhir: diterima" in answer.content.decode()
    stranger = MembershipFactory(institution=case.office, role=Role.FIELD_SOCIAL_WORKER)
    with pytest.raises(NotAllowed):
        withdraw_transfer(transfer=transfer, reason="Batal.", by=actor_of(stranger))


@pytest.mark.rule("transfer_without_reason")
@pytest.mark.rule("transfer_without_summary")
@pytest.mark.rule("transfer_in_past")
@pytest.mark.rule("transfer_without_receiver")
def test_an_offer_says_why_what_when_and_to_whom(case):
    words = {"reason": "", "summary": " ", "wanted_on": timezone.localdate() - timedelta(days=2)}
    with refused(
        "transfer_without_reason", "transfer_without_summary", "transfer_in_past", "transfer_without_receiver"
    ):
        offer_transfer(case=case, to_office=case.office, by=worker_of(case), **words)


@pytest.mark.rule("transfer_to_same_worker")
@pytest.mark.rule("transfer_names_foreign_worker")
@pytest.mark.rule("transfer_to_no_office")
@pytest.mark.rule("transfer_to_unstaffed_office")
def test_it_goes_to_somebody_who_can_take_it(case, receiver, taker):
    with refused("transfer_to_same_worker"):
        offered(case, worker_row(case))
    with refused("worker_unfit"):
        offered(case, worker_row(case), to_worker=taker.user)
    with refused("transfer_names_foreign_worker"):
        offered(case, receiver, to_worker=taker.user)
    with refused("transfer_to_no_office"):
        offered(case, MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER))
    empty = InstitutionFactory()
    with refused("transfer_to_unstaffed_office"):
        offer_transfer(
            case=case,
            to_office=empty,
            reason="Contoh",
            summary="Contoh",
            wanted_on=timezone.localdate(),
            by=worker_of(case),
        )


def worker_row(case):
    return case.worker.memberships.get()


@pytest.mark.rule("transfer_before_first_contact")
@pytest.mark.rule("transfer_plan_waits")
@pytest.mark.rule("transfer_conference_waits")
@pytest.mark.rule("transfer_referral_waits")
@pytest.mark.rule("transfer_extension_waits")
def test_what_only_the_present_office_can_finish_comes_first(case, boss, receiver, colleague):
    logged(worker_row(case), case=case, outcome=ResponseOutcome.JOINED_CASE)
    CarePlanFactory(case=case, state=PlanState.SUBMITTED)
    call_conference(
        case=case,
        meets_at=timezone.now() + timedelta(days=3),
        place="Contoh",
        agenda="Contoh",
        people=[boss.user],
        by=worker_of(case),
    )
    ReferralFactory(case=case, service=True)
    PlacementExtensionFactory(placement__case=case, office=case.office)
    with refused(
        "transfer_before_first_contact",
        "transfer_plan_waits",
        "transfer_conference_waits",
        "transfer_referral_waits",
        "transfer_extension_waits",
    ):
        offered(case, receiver)
    assert offered(case, colleague).is_open  # inside the office all of that stays where it is


@pytest.mark.rule("transfer_without_worker")
def test_it_is_taken_over_as_it_stands_on_the_day(case, receiver, taker, boss):
    transfer = offered(case, receiver)
    with refused("transfer_without_worker"):
        accept_transfer(transfer=transfer, by=actor_of(receiver))
    with refused("worker_unfit"):
        accept_transfer(transfer=transfer, by=actor_of(receiver), worker=case.worker)
    CarePlanFactory(case=case, state=PlanState.SUBMITTED)
    with refused("transfer_plan_waits"):
        accept_transfer(transfer=transfer, by=actor_of(receiver), worker=taker.user)


def test_closing_takes_the_offer_back_and_a_closed_case_is_not_offered(case, boss, receiver):
    transfer = offered(case, receiver)
    close_case(case=case, by=actor_of(boss), reason_code=code("CLOSURE_REASON", "MOVED_AWAY"), evaluation="Contoh")
    transfer.refresh_from_db()
    assert transfer.state == TransferState.WITHDRAWN
    with refused("case_closed"):
        offered(case, receiver)


def test_a_new_worker_ends_an_offer_inside_the_office_only(case, boss, colleague, receiver):
    inside = offered(case, colleague)
    third = MembershipFactory(institution=case.office, role=Role.FIELD_SOCIAL_WORKER)
    case = assign_worker(case=case, worker=third.user, by=actor_of(boss))
    inside.refresh_from_db()
    assert inside.state == TransferState.WITHDRAWN
    outside = offered(case, receiver)
    assign_worker(case=case, worker=colleague.user, by=actor_of(boss))
    outside.refresh_from_db()
    assert outside.is_open
    page = browser(colleague.user).get(reverse("cases:transfer", args=[outside.pk]))
    assert page.status_code == 200


def test_others_neither_offer_nor_answer(case, colleague, receiver, taker):
    with pytest.raises(NotAllowed):
        offered(case, receiver, by=actor_of(colleague))
    transfer = offered(case, receiver)
    for stranger in (colleague, taker, MembershipFactory(role=Role.SUPERVISOR)):
        with pytest.raises(NotAllowed):
            accept_transfer(transfer=transfer, by=actor_of(stranger), worker=taker.user)


def test_who_works_in_both_offices_does_not_answer_their_own_offer(case, boss, receiver, taker):
    both = MembershipFactory(institution=receiver.institution, role=Role.SUPERVISOR, user=boss.user)
    transfer = offered(case, receiver, by=actor_of(boss))
    with pytest.raises(NotAllowed):
        accept_transfer(transfer=transfer, by=actor_of(both), worker=taker.user)


def test_the_receiver_reads_what_they_must_know_and_no_name(case, receiver):
    FamilyMemberFactory(beneficiary=case.beneficiary, name="Wulandari Umpama")
    transfer = offered(case, receiver, summary=f"Tinggal bersama Wulandari. {case.beneficiary} sehat.")
    told = told_of(transfer, receiver.user)
    assert "Wulandari" not in told.summary
    assert str(case.beneficiary) not in told.summary + told.who
    assert told.category
    page = browser(receiver.user).get(reverse("cases:transfer", args=[transfer.pk])).content.decode()
    assert case.number in page
    assert str(case.beneficiary) not in page
    assert browser(receiver.user).get(reverse("cases:case", args=[case.pk])).status_code == 404


def test_what_is_due_is_told_without_the_birth_date(case, receiver):
    sign(CarePlanFactory(case=case))
    keep_deadlines(cases=[case.pk])
    add_task(case=case, title="Rekaan", due_on=timezone.localdate(), hand=case.worker, by=worker_of(case))
    told = told_of(offered(case, receiver), receiver.user)
    assert [duty.label for duty in told.duties] == ["Tugas kasus", "Kegiatan rencana"]


def test_a_restricted_case_stays_masked_until_it_is_accepted(receiver, taker):
    case = CaseFactory(restricted=True, categories=["SEXUAL_CRIME_VICTIM"])
    transfer = offered(case, receiver)
    told = told_of(transfer, receiver.user)
    assert (told.category, "tahun" in told.who) == ("", True)
    accept_transfer(transfer=transfer, by=actor_of(receiver), worker=taker.user)
    transfer.refresh_from_db()
    assert told_of(transfer, receiver.user).who == str(case.beneficiary)


def test_who_said_no_keeps_a_receipt_without_the_words(case, receiver):
    transfer = offered(case, receiver)
    decline_transfer(transfer=transfer, reason="Penuh (contoh).", by=actor_of(receiver))
    page = browser(receiver.user).get(reverse("cases:transfer", args=[transfer.pk])).content.decode()
    assert "Penuh (contoh)." in page
    assert transfer.summary not in page


def test_why_it_was_not_taken_is_told_without_a_name(case, boss, receiver):
    transfer = offered(case, receiver)
    decline_transfer(transfer=transfer, reason=f"{case.beneficiary} tidak tinggal di sini.", by=actor_of(receiver))
    transfer.refresh_from_db()
    assert str(case.beneficiary) in told_of(transfer, boss.user).answer
    assert "tidak tinggal di sini" in told_of(transfer, receiver.user).answer
    page = browser(receiver.user).get(reverse("cases:transfer", args=[transfer.pk])).content.decode()
    assert "tidak tinggal di sini" in page
    assert str(case.beneficiary) not in page
    told = program_of(receiver).ask("transfer_detail_read", transfer.pk)
    assert "tidak tinggal di sini" in told["answer_reason"]
    assert str(case.beneficiary) not in str(told)


def test_an_offer_that_closing_ended_tells_the_receiver_no_reason_of_the_case(case, boss, receiver):
    transfer = offered(case, receiver)
    reason = code("CLOSURE_REASON", "MOVED_AWAY")
    close_case(case=case, by=actor_of(boss), reason_code=reason, evaluation="Contoh")
    transfer.refresh_from_db()
    assert told_of(transfer, receiver.user).answer == "Kasus ditutup"


def test_who_was_the_worker_when_it_was_offered_reads_no_more_of_it(case, boss, receiver, colleague):
    """They see that it was offered, but not the case."""
    transfer, giver = offered(case, receiver), case.worker
    assert told_of(transfer, giver).summary
    assign_worker(case=case, worker=colleague.user, by=actor_of(boss))
    transfer = CaseTransfer.objects.get(pk=transfer.pk)
    told = told_of(transfer, giver)
    assert (told.reason, told.summary, told.category, told.duties) == ("", "", "", ())
    assert told_of(transfer, receiver.user).summary


def test_the_other_office_needs_somebody_else_who_can_answer(case, boss):
    """Whoever offers a case does not answer for it, though they oversee the other office, too."""
    both = MembershipFactory(role=Role.SUPERVISOR, user=boss.user)
    with refused("transfer_to_unstaffed_office"):
        offered(case, both, by=actor_of(boss))
    MembershipFactory(institution=both.institution, role=Role.SUPERVISOR)
    assert offered(case, both, by=actor_of(boss)).is_open


def test_a_service_that_the_old_office_asked_for_is_ended_by_the_new_one(case, boss, receiver, taker):
    referral = ReferralFactory(case=case, service=True, accepted=True)
    share_case(case=case, institution=referral.to_institution, by=worker_of(case))
    handed_over(case, receiver, taker)
    referral.refresh_from_db()
    with pytest.raises(NotAllowed):
        complete_referral(referral=referral, by=actor_of(boss))
    assert complete_referral(referral=referral, by=actor_of(taker)).state == ReferralState.COMPLETED
    assert not shared_with(case).exists()


@pytest.mark.parametrize("restricted", [False, True])
def test_the_board_of_the_receiver_says_whom_an_offer_is_about_and_opens_it(receiver, restricted):
    case = CaseFactory(restricted=restricted)
    offered(case, receiver)
    [deadline] = Deadline.objects.filter(clock="transfer")
    [row] = open_rows_shown(receiver.user, actor_of(receiver), [deadline], timezone.now())
    assert (row.name, row.opens) == (person_words(case), True)


@pytest.mark.parametrize("case_worker", [True, False])
def test_who_takes_a_case_over_learns_of_the_review_that_is_called(case, receiver, taker, case_worker):
    review = PlacementReviewFactory(placement__case=case)
    part = Attendee.CASE_WORKER if case_worker else Attendee.SOCIAL_OFFICE
    meets = timezone.now() + timedelta(days=3)
    invite_to_review(review=review, by=worker_of(case), meets_at=meets, place="Contoh", invitees=[Invitee(part)])
    handed_over(case, receiver, taker)
    told = Notice.objects.filter(kind="review:invited").values_list("recipient", flat=True)
    assert (taker.user_id in told, receiver.user_id in told) == (case_worker, not case_worker)


def test_who_took_a_case_over_did_not_give_it_but_may_read_how_it_came(case, boss, receiver, taker):
    transfer = handed_over(case, receiver, taker)
    case.refresh_from_db()
    later = MembershipFactory(institution=receiver.institution, role=Role.FIELD_SOCIAL_WORKER)
    assign_worker(case=case, worker=later.user, by=actor_of(receiver))
    for person in (taker, later):
        assert not CaseTransfer.objects.scopes(person.user)["given"].exists()
    assert CaseTransfer.objects.scopes(boss.user)["given"].get() == transfer
    assert CaseTransfer.objects.visible_to(later.user).get() == transfer


def test_an_offer_that_waits_is_not_late_work_of_the_giver(case, receiver):
    transfer = offered(case, receiver)
    past = timezone.now() + timedelta(days=30)
    assert Deadline.objects.filter(clock="transfer", subject_id=transfer.pk).late(past).exists()
    others = Deadline.objects.exclude(clock="transfer").filter(case_id=case.pk).late(past).count()
    [load] = [load for load in loads_of(case.office, past) if load.worker == case.worker]
    [carried] = carried_by(case.worker, case.office, past)
    assert (load.late, carried.late) == (others, others)


def test_news_that_wait_for_programs_of_the_old_office_are_not_sent(case, receiver, taker):
    queued = WebhookDeliveryFactory(webhook__institution=case.office, case_id=case.pk)
    other = WebhookDeliveryFactory(webhook__institution=case.office, case_id=case.pk + 1)
    handed_over(case, receiver, taker)
    unsent = WebhookDelivery.objects.filter(webhook__institution=case.office, state__in=UNSENT)
    assert list(unsent) == [other]
    queued.refresh_from_db()
    assert queued.state == DeliveryState.DROPPED


def test_what_was_signed_before_names_the_office_of_that_time(case, receiver, taker):
    office, before = case.office, timezone.now()
    plan = CarePlanFactory(case=case, office_is_party=True)
    sign(plan)
    agreement = AgreementFactory(case=case, office_is_party=True)
    handed_over(case, receiver, taker)
    case = Case.objects.get()
    assert office_at(case, before) == office
    assert office_at(case, timezone.now()) == receiver.institution == office_at(case, None)
    pages = [
        reverse("cases:plan_version", args=[case.pk, plan.pk]),
        reverse("cases:agreement", args=[case.pk, agreement.pk]),
    ]
    for address in pages:
        assert str(office) in browser(taker.user).get(address).content.decode()
    third = MembershipFactory(role=Role.SUPERVISOR)
    handed_over(case, third, MembershipFactory(role=Role.FIELD_SOCIAL_WORKER, institution=third.institution))
    assert office_at(Case.objects.get(), before) == office


def test_the_first_page_asks_for_the_answer(case, receiver, colleague):
    transfer = offered(case, receiver)
    address = reverse("cases:transfer", args=[transfer.pk])
    [task] = [task for task in tasks_for(receiver.user, actor_of(receiver)) if task.url == address]
    assert str(case.beneficiary) not in task.title
    assert not [task for task in tasks_for(colleague.user, actor_of(colleague)) if task.url == address]


def test_the_page_of_the_case_offers_and_shows_the_offer(case, receiver):
    client = browser(case.worker)
    address = reverse("cases:transfer_offer", args=[case.pk])
    empty = client.post(address, {})
    assert empty.status_code == 422
    sent = {"to_office": receiver.institution_id, "reason": "Pindah (contoh).", "summary": "Sehat (contoh)."}
    sent["wanted_on"] = timezone.localdate().isoformat()
    page = client.post(address, sent, follow=True)
    assert page.redirect_chain[-1][0] == reverse("cases:transfer", args=[CaseTransfer.objects.get().pk])
    assert "Lihat pelimpahan" in client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert client.get(address).status_code == 302


def test_the_page_of_an_offer_asks_a_fixed_number_of_queries(case, receiver, django_assert_max_num_queries):
    transfer = offered(case, receiver)
    client, address = browser(receiver.user), reverse("cases:transfer", args=[transfer.pk])
    client.get(address)
    with django_assert_max_num_queries(28):
        assert client.get(address).status_code == 200


def test_a_receiver_who_left_answers_nothing(case, colleague, receiver):
    transfer = offered(case, colleague)
    admin = MembershipFactory(institution=case.office, role=Role.ADMINISTRATOR)
    end_membership(membership=colleague, by=actor_of(admin))
    assert browser(colleague.user).get(reverse("cases:transfer", args=[transfer.pk])).status_code in (403, 404)
    keep_deadlines(cases=[case.pk])
    assert Deadline.objects.filter(clock="transfer").exists()
