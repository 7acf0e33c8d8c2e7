"""Homes that stop, with two people at work at the same moment."""

import threading

from django.db import connection

from atensi.deadlines.models import Deadline
from atensi.errors import RuleViolation
from institutions.models import Institution
from institutions.states import Role
from referrals.models import HomeClosure, MovePlan
from referrals.services.closures import plan_moves
from referrals.states import ClosureState
from tests.institutions.factories import actor_of

from .factories import PlacementFactory, member
from .test_closures import announce, leave


def at_once(*jobs) -> list[str]:
    outcomes, ready = [], threading.Barrier(len(jobs))

    def run(job):
        try:
            ready.wait()
            job()
            outcomes.append("done")
        except RuleViolation as violation:
            outcomes.append("+".join(problem.code for problem in violation.problems))
        except Exception as error:  # the test names it
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_two_deciders_at_once_announce_it_once(committed_db):
    placement = PlacementFactory()
    by = actor_of(member(placement.case.office, Role.SOCIAL_OFFICE_DECIDER))
    job = lambda: announce(Institution.objects.get(pk=placement.institution_id), by)  # noqa: E731
    assert at_once(job, job) == ["done", "home_closing_already"]
    assert MovePlan.objects.count() == 1


def test_the_last_two_who_leave_at_once_end_it(committed_db):
    rows = [PlacementFactory()]
    rows.append(PlacementFactory(institution=rows[0].institution))
    closure = announce(rows[0].institution, actor_of(member(rows[0].case.office, Role.SOCIAL_OFFICE_DECIDER)))
    assert at_once(*[lambda row=row: leave(row) for row in rows]) == ["done", "done"]
    closure.refresh_from_db()
    assert (closure.state, closure.moves.open().count()) == (ClosureState.EMPTY, 0)


def test_a_child_who_leaves_while_it_is_announced_has_no_open_plan(committed_db):
    placement = PlacementFactory()
    by = actor_of(member(placement.case.office, Role.SOCIAL_OFFICE_DECIDER))
    assert at_once(lambda: leave(placement), lambda: announce(placement.institution, by)) == ["done", "done"]
    plan_moves()
    assert HomeClosure.objects.get().state == ClosureState.EMPTY
    assert not MovePlan.objects.open().exists()
    assert not Deadline.objects.filter(clock="move").exists()
