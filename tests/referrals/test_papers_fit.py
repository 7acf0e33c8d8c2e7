"""The database itself refuses papers that do not fit together, whoever writes them (design.md 4)."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.states import Base, CareForm
from referrals.states import DecisionOutcome, Term
from tests.accounts.factories import UserFactory
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.institutions.factories import InstitutionFactory
from tests.referrals.factories import (
    CareDecisionFactory,
    ConferenceFactory,
    PlacementFactory,
    ReferralFactory,
    SocialReportFactory,
    days_ago,
)

pytestmark = pytest.mark.django_db


@contextmanager
def refused(words: str):
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        yield


def by_decision(decision, **changes):
    """The placement that `decision` describes, changed."""
    described = {
        "case": decision.case,
        "beneficiary": decision.case.beneficiary,
        "decision": decision,
        "form": decision.form,
        "base": decision.base,
        "term": decision.term,
        "institution": decision.institution,
        "carer": decision.carer,
        "starts_on": decision.starts_on,
    }
    return PlacementFactory(**(described | changes))


def test_the_placement_a_decision_describes_is_written():
    assert by_decision(CareDecisionFactory()).pk


@pytest.mark.parametrize(
    "change",
    [
        lambda decision: {"term": Term.LONG},
        lambda decision: {"form": CareForm.SENTRA},
        lambda decision: {"institution": InstitutionFactory(lksa=True)},
        lambda decision: {"starts_on": decision.starts_on - timedelta(days=1)},
        lambda decision: {"case": (other := CaseFactory()), "beneficiary": other.beneficiary},
        lambda decision: {
            "form": CareForm.KINSHIP,
            "base": Base.FAMILY,
            "institution": None,
            "carer": FamilyMemberFactory(beneficiary=decision.case.beneficiary),
        },
    ],
)
def test_a_placement_that_its_decision_does_not_describe_is_refused(change):
    decision = CareDecisionFactory()

    with refused("does not approve"):
        by_decision(decision, **change(decision))


def test_a_placement_by_a_decision_that_rejects_is_refused():
    with refused("does not approve"):
        by_decision(CareDecisionFactory(outcome=DecisionOutcome.REJECTED))


def test_a_placement_after_its_decision_ran_out_is_refused():
    decision = CareDecisionFactory(starts_on=days_ago(60), ends_on=days_ago(30))

    with refused("does not approve"):
        by_decision(decision, starts_on=days_ago(29))


def test_a_placement_cannot_be_moved_under_its_decision():
    placement = by_decision(CareDecisionFactory())
    placement.institution = InstitutionFactory(lksa=True)

    with refused("does not approve"):
        placement.save()


def test_a_placement_of_another_person_than_its_case_is_refused():
    with refused("another person"):
        by_decision(CareDecisionFactory(), beneficiary=CaseFactory().beneficiary)


def test_a_decision_that_names_another_author_of_its_report_is_refused():
    with refused("not a signed one of this case and author"):
        CareDecisionFactory(report_author=UserFactory())


def test_a_decision_on_an_unsigned_report_is_refused():
    case = CaseFactory()
    draft = SocialReportFactory(case=case, signed_at=None, signed_by=None)

    with refused("not a signed one of this case and author"):
        CareDecisionFactory(case=case, social_report=draft)


@pytest.mark.parametrize(
    "papers",
    [
        lambda: {"social_report": SocialReportFactory()},
        lambda: {"conference": ConferenceFactory()},
        lambda: {"referral": ReferralFactory(accepted=True)},
    ],
)
def test_a_decision_on_papers_of_another_case_is_refused(papers):
    with refused("another case|of this case"):
        CareDecisionFactory(**papers())
