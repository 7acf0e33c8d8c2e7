"""The page that begins a placement in a family."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.services.shares import share_case
from cases.states import CareForm
from institutions.states import Role
from referrals.models import Placement
from referrals.states import DecisionOutcome
from tests.carers.ways import walked
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.institutions.factories import InstitutionFactory, actor_of

from .factories import CareDecisionFactory, PlacementFactory, days_ago, member, worker_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision():
    return CareDecisionFactory(kinship=True)


def url(decision):
    return reverse("referrals:placement_start", args=[decision.pk])


def today():
    return {"starts_on": timezone.localdate().isoformat()}


def test_worker_begins_the_placement_that_dinas_approved(client, decision):
    client.force_login(worker_of(decision.case).user)
    assert decision.number in client.get(url(decision)).content.decode()
    response = client.post(url(decision), today())
    assert response.url == reverse("cases:placements", args=[decision.case_id])
    placement = Placement.objects.get(decision=decision)
    assert (placement.carer, placement.reviews.count()) == (decision.carer, 1)


def test_problems_are_shown_and_nothing_begins(client, decision):
    PlacementFactory(case=decision.case)
    client.force_login(worker_of(decision.case).user)
    response = client.post(url(decision), today())
    assert response.status_code == 409
    assert "Anak ini masih dalam penempatan" in response.content.decode()
    assert Placement.objects.filter(decision=decision).count() == 0


def test_missing_day_comes_back(client, decision):
    client.force_login(worker_of(decision.case).user)
    assert client.post(url(decision), {"starts_on": ""}).status_code == 422


def test_guardianship_asks_for_the_courts_order(client):
    decision = CareDecisionFactory(
        kinship=True, form=CareForm.GUARDIAN, case__beneficiary__faith="ISLAM", carer__faith="ISLAM"
    )
    walked(decision.case, CareForm.GUARDIAN)
    client.force_login(worker_of(decision.case).user)
    assert client.post(url(decision), today()).status_code == 422
    order = {"order_number": "12/Pdt.P/2026/PA.Contoh", "order_on": days_ago(5).isoformat()}
    assert client.post(url(decision), today() | order).status_code == 302


def test_residential_or_rejecting_decisions_have_no_such_page(client):
    for decision in (
        CareDecisionFactory(),
        CareDecisionFactory(kinship=True, outcome=DecisionOutcome.REJECTED),
    ):
        client.force_login(worker_of(decision.case).user)
        assert client.get(url(decision)).status_code == 404


def test_seeing_is_not_enough(client, decision):
    client.force_login(member(decision.case.office, Role.SOCIAL_OFFICE_DECIDER).user)
    assert client.get(url(decision)).status_code == 403
    house = InstitutionFactory(lksa=True)
    share_case(case=decision.case, institution=house, by=actor_of(worker_of(decision.case)))
    client.force_login(member(house).user)
    assert client.get(url(decision)).status_code == 403


def test_strangers_find_nothing(client, decision):
    stranger = CaseFactory()
    FamilyMemberFactory(beneficiary=stranger.beneficiary)
    client.force_login(stranger.worker)
    assert client.get(url(decision)).status_code == 404
