"""Two who act on one request in the same moment: one of them is first, and the other is told so."""

import threading

import pytest
from django.db import connection

from atensi.errors import RuleViolation
from institutions.states import Role
from referrals.services.questions import ask_sender
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
