"""Conferences were called before they were held, some are ahead, and some cases are offered to a colleague."""

from django.db.models import F
from django.utils import timezone

from atensi.deadlines.models import Deadline
from cases.hand_over_states import TransferState
from cases.models import CaseConference, CaseTransfer, ConferenceCall, ConferenceGuest


def due(clock: str) -> set[int]:
    return set(Deadline.objects.filter(clock=clock).values_list("subject_id", flat=True))


def test_every_conference_was_called_and_its_guests_came(nation):
    held = ConferenceCall.objects.exclude(conference=None)
    assert held.count() == CaseConference.objects.count() > 0
    assert not held.exclude(meets_on=F("conference__held_on")).exists()
    assert not ConferenceGuest.objects.filter(call__in=held).exclude(came=True).exists()


def test_conferences_ahead_wait_for_their_day(nation):
    ahead = ConferenceCall.objects.open()
    assert due("conference") == set(ahead.values_list("pk", flat=True)) != set()
    assert not ahead.filter(meets_on__lte=timezone.localdate()).exists()


def test_cases_are_offered_to_colleagues_and_some_offers_were_declined(nation):
    offers = CaseTransfer.objects.all()
    inside = offers.filter(to_office=F("from_office"))
    assert due("transfer") == set(offers.open().values_list("pk", flat=True))
    assert {offer.state for offer in inside} == {TransferState.OFFERED, TransferState.DECLINED}
    colleagues = inside.filter(to_worker__memberships__institution=F("from_office")).distinct()
    assert colleagues.count() == inside.count()
