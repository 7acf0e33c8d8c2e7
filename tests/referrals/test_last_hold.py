"""The last place of a house, held by many at once, and one case that holds in many houses (docs/adr/0034)."""

import threading

import pytest
from django.db import connection

from atensi.errors import RuleViolation
from referrals.models import Placement
from referrals.services.holds import hold_place
from referrals.services.placements import occupancy
from referrals.states import OPEN_PLACEMENTS
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, actor_of
from tests.referrals.test_last_place import all_at_once, arguments

from .factories import CareDecisionFactory, PlacementFactory, days_ago, member, worker_of


def worker_as_actor(case):
    return actor_of(worker_of(case))


def all_hold_at_once(calls):
    """`hold_place` with each of `calls` in a thread of its own; the outcomes, in any order."""
    outcomes, ready = [], threading.Barrier(len(calls))

    def run(call):
        try:
            ready.wait()
            hold_place(**call)
            outcomes.append("held")
        except RuleViolation as violation:
            outcomes.append("+".join(problem.code for problem in violation.problems))
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


@pytest.mark.slow
def test_two_hold_the_last_place_at_once_and_one_gets_it(committed_db):
    house = InstitutionFactory(lksa=True, places=2)
    PlacementFactory(institution=house)
    cases = [CaseFactory() for _time in range(6)]
    calls = [{"case": case, "institution": house, "by": worker_as_actor(case)} for case in cases]
    assert sorted(all_hold_at_once(calls)) == ["held"] + ["no_free_place"] * 5
    assert occupancy(house).free == 0


@pytest.mark.slow
def test_one_case_held_twice_at_once_has_one_place(committed_db):
    case = CaseFactory()
    houses = [InstitutionFactory(lksa=True) for _time in range(3)]
    calls = [{"case": case, "institution": house, "by": worker_as_actor(case)} for house in houses]
    assert sorted(all_hold_at_once(calls)) == ["held", "place_held_already", "place_held_already"]


@pytest.mark.slow
def test_of_many_admitted_at_once_the_one_who_held_the_last_place_comes_in(committed_db):
    house = InstitutionFactory(lksa=True, places=1)
    decisions = [CareDecisionFactory(institution=house, starts_on=days_ago(2)) for _time in range(5)]
    hold_place(case=decisions[3].case, institution=house, by=worker_as_actor(decisions[3].case))
    by = actor_of(member(house))
    outcomes = all_at_once([arguments(decision, by) for decision in decisions])
    assert sorted(outcomes) == ["no_free_place"] * 4 + ["placed"]
    placed = Placement.objects.get(institution=house, state__in=OPEN_PLACEMENTS)
    assert placed.case == decisions[3].case
