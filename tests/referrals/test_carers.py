"""Who may care for a child in a family: faith where the law asks for it, and never the alleged harmer (domain.md 6)."""

import pytest

from atensi.errors import RuleViolation
from cases.states import Base, CareForm
from institutions.states import Faith
from referrals.eligibility.placements import placement_problems
from referrals.models import Referral
from referrals.states import Title
from tests.cases.factories import CaseFactory, FamilyMemberFactory

from .factories import CareDecisionFactory, days_ago
from .scenes import scene

pytestmark = pytest.mark.django_db
ASKED = [CareForm.FOSTER, CareForm.GUARDIAN, CareForm.ADOPTION]
KIN = [CareForm.BIRTH_FAMILY, CareForm.KINSHIP]


def found(form, *, child=Faith.ISLAM, carer=Faith.ISLAM, **fields) -> dict[str, str]:
    """What speaks against this carer: code -> tag."""
    case = CaseFactory(beneficiary__faith=child)
    person = FamilyMemberFactory(beneficiary=case.beneficiary, faith=carer, **fields)
    problems = placement_problems(
        case=case,
        title=Title.DECISION,
        form=form,
        base=Base.FAMILY,
        institution=None,
        carer=person,
        decision=CareDecisionFactory(kinship=True, case=case, form=form, carer=person),
        starts_on=days_ago(1),
        order_number="1/Contoh",
        order_on=days_ago(2),
    )
    return {each.code: each.tag for each in problems if each.field == "carer"}


@pytest.mark.rule("carer_faith_differs")
@pytest.mark.parametrize("form", ASKED)
def test_foster_parent_guardian_and_adopter_are_of_the_childs_faith(form):
    assert found(form, carer=Faith.HINDU) == {"carer_faith_differs": "hard"}
    assert found(form) == {}


@pytest.mark.rule("carer_faith_unknown")
@pytest.mark.parametrize("unknown", [{"child": ""}, {"carer": ""}, {"child": "", "carer": ""}])
def test_an_unknown_faith_asks_for_a_reason(unknown):
    assert found(CareForm.FOSTER, **unknown) == {"carer_faith_unknown": "soft"}


@pytest.mark.parametrize("form", KIN)
@pytest.mark.parametrize("faith", [Faith.HINDU, ""])
def test_own_family_and_kin_are_not_asked(form, faith):
    assert not {"carer_faith_differs", "carer_faith_unknown"} & set(found(form, carer=faith))


@pytest.mark.rule("carer_not_possible")
@pytest.mark.parametrize("why", [{"is_alive": False}, {"may_contact": False}, {"is_alleged_harmer": True}])
def test_who_may_not_receive_the_child_does_not_care_for_it(why):
    assert found(CareForm.FOSTER, **why) == {"carer_not_possible": "hard"}


@pytest.mark.rule("carer_faith_differs")
def test_a_decision_is_not_even_asked_for_a_carer_of_another_faith():
    the = scene(beneficiary__faith=Faith.ISLAM)
    asked = {"asked_form": CareForm.FOSTER, "asked_base": Base.FAMILY, "asked_institution": None}
    asked |= {"alternatives": the.entries(CareForm.FOSTER)}
    other = FamilyMemberFactory(beneficiary=the.case.beneficiary, faith=Faith.HINDU)
    with pytest.raises(RuleViolation) as refused:
        the.ask(asked_carer=other, **asked)
    assert {problem.code for problem in refused.value.problems} == {"carer_faith_differs"}
    assert not Referral.objects.exists()
