"""A child who lives in a Sentra goes to another regency with the family: the case follows when the Dinas there accepts,
and the Dinas that had it sees it no more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from atensi.deadlines.models import Deadline
from cases.event_states import EventKind
from cases.models import CaseTransfer
from cases.permissions import can_work_on
from cases.services.transfers import accept_transfer, decline_transfer, offer_transfer
from referrals.models import Referral
from tests.cases.rules import refused
from tests.flows.given import OFFICE_TEAM, PROVINCE_TEAM, given_the_field
from tests.flows.then import (
    Bookmark,
    then_the_case_is_seen_by,
    then_the_case_opens_for,
    then_the_timeline_tells,
    then_the_trail_tells,
)
from tests.flows.when import (
    Story,
    when_a_care_decision_is_asked,
    when_an_institution_admits,
    when_everything_is_known,
    when_the_decider_signs,
)

pytestmark = pytest.mark.django_db
BESIDE = PROVINCE_TEAM | {"sentra_officer"}
THERE = {"foreign_worker", "foreign_supervisor", "foreign_decider"}


def offered(story: Story) -> CaseTransfer:
    return offer_transfer(
        case=story.case,
        to_office=story.field.places["other_office"],
        reason="Bibi pindah ke kabupaten lain (rekaan).",
        summary="Sekolah sudah diurus, kunjungan bibi ke Sentra tiap bulan (rekaan).",
        wanted_on=story.clock.today + timedelta(days=7),
        by=story.field.actor("worker"),
    )


def test_a_case_goes_to_another_office_when_it_accepts(clock):
    field = given_the_field(clock)
    story = Story(field)
    when_everything_is_known(story)
    when_a_care_decision_is_asked(story, "SENTRA", at="sentra")

    # While a request of the office waits for its answer the case stays
    with refused("transfer_referral_waits"):
        offered(story)
    when_the_decider_signs(story)
    when_an_institution_admits(story, Referral.objects.get(kind="ADMISSION"))
    case, number = story.again(), story.case.number

    # An offer changes nothing: the receiver reads what it is about, not the case
    mark = Bookmark(field)
    first = offered(story)
    then_the_trail_tells(mark, "transfer.offer")
    then_the_timeline_tells(mark, case, EventKind.TRANSFER_OFFERED)
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM, *BESIDE)
    page = opened(field, "foreign_supervisor", first)
    assert "Sekolah sudah diurus" in page
    assert str(case.beneficiary) not in page

    # The Dinas there says no, and why; the case stays where it is
    mark = Bookmark(field)
    decline_transfer(
        transfer=first, reason="Bibi belum tinggal di sini (rekaan).", by=field.actor("foreign_supervisor")
    )
    then_the_trail_tells(mark, "transfer.decline", by="foreign_supervisor")
    then_the_timeline_tells(mark, case, EventKind.TRANSFER_DECLINED, by="foreign_supervisor")
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM, *BESIDE)

    # A week later it accepts, and names the worker
    clock.move(days=7)
    second = offered(story)
    mark = Bookmark(field)
    worker = field.people["foreign_worker"]
    accept_transfer(transfer=second, by=field.actor("foreign_decider"), worker=worker.user)
    then_the_trail_tells(mark, "transfer.accept", "case.assign_worker", by="foreign_decider")
    then_the_timeline_tells(mark, case, EventKind.TRANSFER_ACCEPTED, EventKind.WORKER_ASSIGNED, by="foreign_decider")
    case = story.again()
    assert (case.number, case.office, case.worker) == (number, field.places["other_office"], worker.user)
    then_the_case_is_seen_by(field, case, *THERE, *BESIDE)
    then_the_case_opens_for(Bookmark(field), case, *THERE, *BESIDE)

    # The child's place goes on, and its review is due for the new worker; the giver keeps a receipt without words
    assert story.placement.is_open
    assert can_work_on(field.actor("foreign_worker"), case)
    review = Deadline.objects.get(clock="review", subject_id=story.open_review.pk)
    assert (review.office, review.worker, review.holder) == (case.office, worker.user, field.places["sentra"])
    assert not Deadline.objects.filter(case_id=case.pk, office=field.places["office"]).exists()
    receipt = opened(field, "worker", second)
    assert number in receipt
    assert "Sekolah sudah diurus" not in receipt


def opened(field, name: str, transfer: CaseTransfer) -> str:
    client = Client()
    client.force_login(field.people[name].user)
    return client.get(reverse("cases:transfer", args=[transfer.pk])).content.decode()
