"""Two answers about one rank, and two corrections of one answer, at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from atensi.errors import RuleViolation
from referrals.eligibility.inquiries import answers_of
from tests.institutions.factories import actor_of

from .inquiring import said
from .scenes import scene


def at_once(act, *given):
    """What each of `given` comes to, all at once: the answer, or the code of what stands against it."""

    def one(words):
        try:
            return act(words).reason
        except RuleViolation as violation:
            return violation.problems[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(given)) as hands:
        return set(hands.map(one, given))


def test_two_answers_at_once_are_both_kept(committed_db):
    the = scene()
    by = actor_of(the.worker)
    told = at_once(lambda words: said(the, reason=words, asked_whom=words, by=by), "Satu.", "Dua.")
    assert told == {one.reason for one in answers_of(the.case)} == {"Satu.", "Dua."}


@pytest.mark.rule("inquiry_corrected_already")
def test_of_two_corrections_at_once_one_counts(committed_db):
    the = scene()
    first, by = said(the), actor_of(the.worker)
    told = at_once(lambda words: said(the, corrects=first, reason=words, by=by), "Satu.", "Dua.")
    assert "inquiry_corrected_already" in told
    assert {one.reason for one in answers_of(the.case)} == told - {"inquiry_corrected_already"}
