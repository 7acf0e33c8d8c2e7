"""Adults: choosing residential care asks a recorded reason, not the gate (design.md 4; domain.md 4)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from atensi.errors import RuleViolation
from cases.models import Consent
from cases.states import CareForm
from institutions.states import Role, TargetGroup
from referrals.models import Placement
from referrals.services.decisions import sign_decision
from referrals.services.referrals import accept_referral
from referrals.states import DecisionOutcome, ReferralKind, Term, Title
from tests.cases.factories import BeneficiaryFactory
from tests.institutions.factories import actor_of

from .factories import member, staffed
from .scenes import Scene, in_days, scene

pytestmark = pytest.mark.django_db

REASON = {"residential_reason": "Tidak ada keluarga; perlu perawatan penuh (rekaan)."}
NO_CHILD_PAPERS = {"alternatives": [], "conference": None, "asked_form": CareForm.SENTRA}


def aged(born: date | None) -> Scene:
    person = BeneficiaryFactory(birth_date=born, birth_precision="DAY" if born else "UNKNOWN")
    the = scene(beneficiary=person)
    Consent.objects.filter(agreement__case=the.case).delete()
    the.case.agreements.all().delete()
    return the


def years_ago(years: int) -> date:
    return timezone.localdate().replace(day=1) - timedelta(days=years * 366)


def codes(refused) -> dict[str, str]:
    return {problem.code: problem.tag for problem in refused.value.problems}


def test_an_adult_is_asked_for_a_reason_and_nothing_of_the_ladder():
    the = aged(years_ago(40))
    with pytest.raises(RuleViolation) as refused:
        the.ask(**NO_CHILD_PAPERS, asked_institution=the.sentra)
    assert codes(refused) == {"residential_reason": "soft"}
    referral = the.ask(**NO_CHILD_PAPERS, asked_institution=the.sentra, reasons=REASON)
    assert referral.soft_reasons == REASON


@pytest.mark.parametrize("years", [None, 9])
def test_a_child_and_who_may_be_one_pass_the_gate_and_no_reason_opens_it(years):
    the = aged(years and years_ago(years))
    with pytest.raises(RuleViolation) as refused:
        the.ask(**NO_CHILD_PAPERS, asked_institution=the.sentra, reasons=REASON)
    found = codes(refused)
    assert found["conference_missing"] == found["agreement_missing"] == "hard"
    assert found["alternative_missing_kinship"] == "hard"


def test_an_adult_goes_through_decision_and_admission_without_the_rules_for_children():
    the = aged(years_ago(40))
    home = staffed(sentra=True, target_groups=[TargetGroup.DISABILITY])
    sent = the.ask(**NO_CHILD_PAPERS, asked_institution=home, reasons=REASON)
    sign_decision(
        referral=sent,
        by=actor_of(the.decider),
        outcome=DecisionOutcome.APPROVED,
        considerations="Pertimbangan rekaan.",
        starts_on=timezone.localdate(),
        ends_on=in_days(150),
        term=Term.SHORT,
        reasons=REASON | {"shorter_than_asked": "Tenaga terbatas (rekaan)."},
    )
    admission = the.case.referrals.get(kind=ReferralKind.ADMISSION)
    staff = actor_of(member(home, Role.INTAKE_OFFICER))
    accept_referral(referral=admission, by=staff, admitted_on=timezone.localdate())
    placement = Placement.objects.get(case=the.case)
    assert (placement.title, placement.soft_reasons) == (Title.DECISION, {})


def test_an_adult_is_not_at_home_where_only_children_are_served():
    the = aged(years_ago(40))
    referral = the.ask(**NO_CHILD_PAPERS, asked_institution=the.sentra, reasons=REASON)
    with pytest.raises(RuleViolation) as refused:
        sign_decision(
            referral=referral,
            by=actor_of(the.decider),
            outcome=DecisionOutcome.APPROVED,
            considerations="Pertimbangan rekaan.",
            starts_on=timezone.localdate(),
            ends_on=in_days(150),
            term=Term.SHORT,
            reasons=REASON,
        )
    assert codes(refused)["target_group_differs"] == "soft"
