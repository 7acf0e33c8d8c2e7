"""The last place of a household, wanted by several officers at once: its children are counted under its lock."""

import threading

import pytest
from django.db import connection

from atensi.errors import RuleViolation
from carers.models import CareMatch
from institutions.models import Membership
from institutions.states import Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

from .steps import approved, chosen
from .ways import child_of


def all_at_once(calls) -> list[str]:
    """Choose each (case, household, worker) in a thread of its own; the outcomes, in any order."""
    outcomes, ready = [], threading.Barrier(len(calls))

    def run(call):
        try:
            ready.wait()
            chosen(*call)
            outcomes.append("chosen")
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
    return sorted(outcomes)


def officers() -> list[Membership]:
    region("14.01.01")
    office = InstitutionFactory(name="Dinas Sosial Contoh", region=region("14.01"))
    workers = [MembershipFactory(institution=office, role=Role.FIELD_SOCIAL_WORKER) for _time in range(2)]
    return [*workers, MembershipFactory(institution=office, role=Role.SOCIAL_OFFICE_DECIDER)]


@pytest.mark.rule("match_household_full")
def test_two_officers_for_the_last_place_of_a_household_yield_one(committed_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    first, second, decider = officers()
    household = approved(first, decider, max_children=2)
    chosen(child_of(first), household, first)
    calls = [(child_of(worker), household, worker) for worker in (first, second, first, second)]
    assert all_at_once(calls) == ["chosen", *["match_household_full"] * 3]
    assert CareMatch.objects.standing().filter(candidate=household).count() == 2


@pytest.mark.rule("match_chosen_already")
def test_one_child_is_not_given_to_two_households_at_once(committed_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    first, _second, decider = officers()
    case = child_of(first)
    calls = [(case, approved(first, decider), first) for _time in range(2)]
    assert all_at_once(calls) == ["chosen", "match_chosen_already"]
