"""Two who act on one request in the same moment: one of them is first, and the other is told so."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from atensi.errors import RuleViolation
from atensi.notices.models import Notice
from cases.event_states import EventKind
from cases.models import CaseEvent
from institutions.states import Role
from referrals.models import Referral
from referrals.services.questions import ask_sender
from referrals.services.referrals import accept_referral
from referrals.services.silence import lapse_silent
from referrals.states import ReferralState
from tests.institutions.factories import actor_of

from .factories import member
from .scenes import scene


def at_once(*calls):
    """Run `calls` each in a thread of its own; what they gave or were refused by, in any order."""
    outcomes, ready = [], threading.Barrier(len(calls))

    def run(call):
        try:
            ready.wait()
            call()
            outcomes.append("done")
        except RuleViolation as violation:
            outcomes.append(violation.problems[0].code)
        except Exception as error:  # the test names it
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.slow
@pytest.mark.rule("question_open")
def test_two_who_ask_at_once_ask_once(committed_db):
    the = scene()
    referral = the.ask_service()
    officers = [actor_of(the.sentra_staff), actor_of(member(the.sentra, Role.INTAKE_OFFICER))]
    calls = [lambda by=by: ask_sender(referral=referral, by=by, text="Sekolahnya (rekaan)?") for by in officers]
    assert at_once(*calls) == ["done", "question_open"]
    assert referral.questions.count() == 1


@pytest.mark.slow
def test_two_sweeps_at_once_end_a_silent_request_once(committed_db):
    silent = [scene().ask_service() for _time in range(4)]
    at = timezone.now() + timedelta(days=60)
    assert at_once(lambda: lapse_silent(at, batch=1), lambda: lapse_silent(at, batch=1)) == ["done", "done"]
    lapse_silent(at)
    assert Referral.objects.filter(state=ReferralState.LAPSED).count() == 4
    assert CaseEvent.objects.filter(kind=EventKind.REFERRAL_LAPSED).count() == 4
    assert Notice.objects.filter(kind="referral:lapsed").count() == len(silent)


@pytest.mark.slow
@pytest.mark.rule("referral_lapsed")
def test_an_answer_in_the_moment_of_the_sweep_or_the_sweep_is_first_never_both(committed_db):
    the = scene()
    referral, at = the.ask_service(), timezone.now() + timedelta(days=60)
    outcome = at_once(
        lambda: lapse_silent(at), lambda: accept_referral(referral=referral, by=actor_of(the.sentra_staff))
    )
    after = Referral.objects.get(pk=referral.pk)
    if outcome == ["done", "done"]:  # the answer was first, and the sweep let it be
        assert after.state == ReferralState.ACCEPTED
    else:
        assert outcome == ["done", "referral_lapsed"]
        assert after.state == ReferralState.LAPSED
    assert CaseEvent.objects.filter(kind=EventKind.REFERRAL_LAPSED).exists() == (after.state == ReferralState.LAPSED)
