"""Numbers of decisions and revocations have no gap and no repeat, however many sign at once (domain.md 5.2)."""

import pytest

from atensi.errors import RuleViolation
from institutions.states import Role
from referrals.models import CareDecision, DecisionRevocation
from referrals.states import DecisionOutcome
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

from .factories import member
from .scenes import scene
from .test_decisions import _own_files, in_threads
from .test_revoking import revoke, sign

__all__ = ["_own_files"]  # keeps the papers of this module's tests in their own folder


@pytest.mark.slow
def test_decisions_refusals_and_revocations_at_once_have_no_gap_and_no_repeat(committed_db):
    """Two offices, one year: approvals, refusals and revocations at the same time, and some that fail in between."""
    first = scene()
    province = member(InstitutionFactory(provincial=True), Role.SOCIAL_OFFICE_DECIDER)
    others = [scene(MembershipFactory(institution=first.office)) for _ in range(19)]
    signed = [sign(one, one.ask()) for one in others[:4]]
    asked = [(one, one.ask()) for one in others[4:15]]
    put = [(one, one.ask(to_institution=province.institution)) for one in others[15:]]
    rejected = {"outcome": DecisionOutcome.REJECTED, "try_first": "Bibi (rekaan).", "reasons": {}}
    jobs = [
        *(lambda one=one, row=row: sign(one, row) for one, row in asked[:5]),
        *(lambda one=one, row=row: sign(one, row, considerations=" ") for one, row in asked[5:8]),
        *(lambda one=one, row=row: sign(one, row, **rejected) for one, row in asked[8:]),
        *(lambda one=one, row=row: sign(one, row, by=province, **rejected) for one, row in put),
        *(lambda row=row: revoke(row, actor_of(first.decider)) for row in signed),
        lambda: revoke(signed[0], actor_of(first.decider), " "),
    ]
    assert len(jobs) == 20
    results = in_threads(jobs)
    assert sum(isinstance(result, RuleViolation) for result in results) == 4

    def numbers(rows) -> list[int]:
        return sorted(int(str(row.number).split("/")[1]) for row in rows)

    assert numbers(CareDecision.objects.filter(deciding_office=first.office)) == list(range(1, 13))
    assert numbers(CareDecision.objects.filter(deciding_office=province.institution)) == list(range(1, 5))
    assert numbers(row.paper for row in DecisionRevocation.objects.select_related("paper")) == list(range(1, 5))
