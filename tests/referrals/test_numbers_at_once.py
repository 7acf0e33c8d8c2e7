"""Numbers of decisions, revocations and recommendations have no gap and no repeat, however many sign at once
(domain.md 5.2)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.errors import RuleViolation
from institutions.states import Role
from referrals.models import CareDecision, DecisionRevocation, PlacementExtension, Recommendation
from referrals.services.extensions import sign_extension
from referrals.services.recommendations import give_recommendation
from referrals.states import Advice, DecisionOutcome, ExtensionState
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

from .factories import PlacementExtensionFactory, member
from .scenes import scene
from .test_decisions import _own_files, in_threads
from .test_revoking import revoke, sign

__all__ = ["_own_files"]  # keeps the papers of this module's tests in their own folder


@pytest.mark.slow
def test_whatever_is_signed_at_once_has_no_gap_and_no_repeat(committed_db):
    """Two offices, one year: approvals, refusals, revocations, recommendations and extensions at the same time, and
    some that fail in between. An extension has no number and takes none from the others."""
    first = scene()
    decider = actor_of(first.decider)
    province = member(InstitutionFactory(provincial=True), Role.SOCIAL_OFFICE_DECIDER)
    others = [scene(MembershipFactory(institution=first.office)) for _ in range(17)]
    signed = [sign(one, one.ask()) for one in others[:4]]
    asked = [(one, one.ask()) for one in others[4:12]]
    put = [(one, one.ask(to_institution=province.institution)) for one in others[12:]]
    soon = timezone.localdate() + timedelta(days=10)
    longer = PlacementExtensionFactory.create_batch(2, office=first.office, placement__planned_end_on=soon)
    rejected = {"outcome": DecisionOutcome.REJECTED, "try_first": "Bibi (rekaan).", "reasons": {}}
    advised = {"advice": Advice.FOR, "reason": "Bibi sudah ditanya (rekaan)."}
    jobs = [
        *(lambda one=one, row=row: sign(one, row) for one, row in asked[:4]),
        *(lambda one=one, row=row: sign(one, row, considerations=" ") for one, row in asked[4:6]),
        *(lambda one=one, row=row: sign(one, row, **rejected) for one, row in asked[6:]),
        *(lambda one=one, row=row: sign(one, row, by=province, **rejected) for one, row in put[:3]),
        *(lambda row=row: give_recommendation(referral=row, by=decider, **advised) for _one, row in put[3:]),
        *(lambda row=row: sign_extension(extension=row, by=decider, considerations="Rekaan.") for row in longer),
        *(lambda row=row: revoke(row, decider) for row in signed),
        lambda: revoke(signed[0], decider, " "),
    ]
    assert len(jobs) == 20
    results = in_threads(jobs)
    assert sum(isinstance(result, RuleViolation) for result in results) == 3

    def numbers(rows) -> list[int]:
        return sorted(int(str(row.number).split("/")[1]) for row in rows)

    assert numbers(CareDecision.objects.filter(deciding_office=first.office)) == list(range(1, 11))
    assert numbers(CareDecision.objects.filter(deciding_office=province.institution)) == list(range(1, 4))
    assert numbers(row.paper for row in DecisionRevocation.objects.select_related("paper")) == list(range(1, 5))
    assert numbers(Recommendation.objects.all()) == [1, 2]
    assert set(PlacementExtension.objects.values_list("state", flat=True)) == {ExtensionState.SIGNED}
