"""design.md 3: accepting a referral shares the case. What an institution was not asked, it cannot take."""

import pytest

from atensi.errors import NotAllowed
from cases.services.shares import share_case
from referrals.models import Referral
from referrals.services.referrals import accept_referral, complete_referral, decline_referral, withdraw_referral
from referrals.share_grounds import has_open_referral
from tests.institutions.factories import actor_of

from .factories import staffed
from .scenes import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def the():
    return scene()


def take(the, institution=None):
    share_case(case=the.case, institution=institution or the.sentra, by=actor_of(the.sentra_staff))


def test_share_refused_to_an_institution_that_nobody_asked(the):
    with pytest.raises(NotAllowed):
        take(the)


def test_share_refused_for_another_case_than_the_one_asked_about(the):
    scene().ask_service(to_institution=the.sentra)
    with pytest.raises(NotAllowed):
        take(the)


def test_share_refused_for_another_institution_than_the_one_acted_for(the):
    other = staffed(sentra=True)
    the.ask_service()
    the.ask_service(to_institution=other)
    with pytest.raises(NotAllowed):
        take(the, other)


def test_share_allowed_while_a_request_is_open(the):
    referral = the.ask_service()
    assert has_open_referral(the.case, the.sentra)
    accept_referral(referral=referral, by=actor_of(the.sentra_staff))
    take(the)
    assert has_open_referral(the.case, the.sentra)


@pytest.mark.parametrize("end", ["decline", "withdraw", "complete"])
def test_share_refused_after_the_request_has_ended(the, end):
    referral = the.ask_service()
    if end == "decline":
        decline_referral(referral=referral, by=actor_of(the.sentra_staff), reason="Penuh (rekaan).")
    elif end == "withdraw":
        withdraw_referral(referral=referral, by=actor_of(the.worker))
    else:
        accept_referral(referral=referral, by=actor_of(the.sentra_staff))
        complete_referral(referral=Referral.objects.get(pk=referral.pk), by=actor_of(the.sentra_staff))
    assert not has_open_referral(the.case, the.sentra)
    with pytest.raises(NotAllowed):
        take(the)
