"""The last place of a house, wanted by twenty at once (issue: counted under lock), and one child wanted twice."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from atensi.errors import RuleViolation
from institutions.models import CapacityBand
from institutions.states import BandSex
from referrals.models import Placement, PlacementReview
from referrals.services.placements import occupancy, start_placement
from referrals.states import OPEN_PLACEMENTS
from tests.institutions.factories import InstitutionFactory, actor_of

from .factories import CareDecisionFactory, PlacementFactory, ReferralFactory, days_ago, member

WANTED = 20


def arguments(decision, by):
    referral = ReferralFactory(
        admission=True, accepted=True, case=decision.case, to_institution=decision.institution, decision=decision
    )
    return {
        "case": decision.case,
        "by": by,
        "title": "DECISION",
        "form": decision.form,
        "base": decision.base,
        "term": decision.term,
        "starts_on": timezone.localdate(),
        "institution": decision.institution,
        "decision": decision,
        "referral": referral,
        "reasons": {"not_accredited": "Rekaan."},
    }


def all_at_once(calls):
    """Run `start_placement` with each of `calls` in a thread of its own; the outcomes, in any order."""
    outcomes, ready = [], threading.Barrier(len(calls))

    def run(call):
        try:
            ready.wait()
            start_placement(**call)
            outcomes.append("placed")
        except RuleViolation as violation:
            outcomes.append("+".join(problem.code for problem in violation.problems if problem.is_hard))
        except Exception as error:  # the test names it
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.rule("no_free_place")
@pytest.mark.slow
def test_twenty_for_the_last_place_yield_one(committed_db):
    house = InstitutionFactory(lksa=True, places=3)
    PlacementFactory.create_batch(2, institution=house)
    by = actor_of(member(house))
    decisions = [CareDecisionFactory(institution=house, starts_on=days_ago(2)) for _time in range(WANTED)]
    outcomes = all_at_once([arguments(decision, by) for decision in decisions])
    assert sorted(outcomes) == ["no_free_place"] * (WANTED - 1) + ["placed"]
    assert occupancy(house).free == 0
    assert Placement.objects.filter(institution=house, state__in=OPEN_PLACEMENTS).count() == 3
    assert PlacementReview.objects.filter(placement__institution=house).count() == 1


@pytest.mark.rule("open_placement")
def test_one_child_wanted_by_two_houses_at_once_goes_to_one(committed_db):
    first = CareDecisionFactory(starts_on=days_ago(2))
    second = CareDecisionFactory(case=first.case, starts_on=days_ago(2))
    calls = [arguments(decision, actor_of(member(decision.institution))) for decision in (first, second)]
    assert sorted(all_at_once(calls)) == ["open_placement", "placed"]
    assert Placement.objects.filter(beneficiary=first.case.beneficiary).count() == 1


@pytest.mark.slow
def test_twenty_for_the_last_place_of_a_band_yield_one(committed_db):
    house = InstitutionFactory(lksa=True, places=40)
    CapacityBand.objects.create(institution=house, sex=BandSex.MALE, age_from=0, age_to=17, places=2)
    PlacementFactory(institution=house)
    by = actor_of(member(house))
    decisions = [CareDecisionFactory(institution=house, starts_on=days_ago(2)) for _time in range(WANTED)]
    outcomes = all_at_once([arguments(decision, by) for decision in decisions])
    assert sorted(outcomes) == ["no_free_place_in_band"] * (WANTED - 1) + ["placed"]
    assert [row.free for row in occupancy(house).bands] == [0]
