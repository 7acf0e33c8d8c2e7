"""Hard rules about what is asked for and where it is sent, one test each, named after the rule."""

import pytest

from atensi.errors import RuleViolation
from cases.states import Base, CareForm
from institutions.states import Kind
from referrals.eligibility.placements import placement_problems
from referrals.services.referrals import redirect_referral
from referrals.states import Title
from tests.institutions.factories import InstitutionFactory, actor_of

from .factories import CareDecisionFactory, ConferenceFactory, PlacementFactory, days_ago
from .scenes import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def the():
    return scene()


def codes_of(ask, **asked) -> set[str]:
    with pytest.raises(RuleViolation) as refused:
        ask(**asked)
    return {problem.code for problem in refused.value.problems if problem.is_hard}


@pytest.mark.rule("legally_responsible_missing", "reason_missing", "summary_missing")
@pytest.mark.parametrize("field", ["legally_responsible", "reason", "summary"])
@pytest.mark.parametrize("words", ["", "  \n"])
def test_a_referral_says_who_is_responsible_why_and_what_about(the, field, words):
    assert codes_of(the.ask_service, **{field: words}) == {f"{field}_missing"}


@pytest.mark.rule("conference_foreign")
def test_the_conference_shown_to_a_receiver_is_of_this_case(the):
    assert codes_of(the.ask_service, conference=scene().conference) == {"conference_foreign"}


@pytest.mark.rule("own_institution")
def test_a_service_is_asked_of_somebody_else(the):
    case = the.case
    type(case.office).objects.filter(pk=case.office_id).update(kind=Kind.LKS)
    case.office.refresh_from_db()
    assert codes_of(the.ask_service, to_institution=case.office) == {"own_institution"}


@pytest.mark.rule("form_missing")
def test_a_decision_is_asked_for_a_form_of_care(the):
    assert codes_of(the.ask, asked_form="", asked_institution=None) == {"form_missing"}


@pytest.mark.rule("asked_institution_missing")
@pytest.mark.parametrize("named", [None, Kind.SENTRA, Kind.LKS])
def test_residential_care_is_asked_at_a_home_that_gives_it(the, named):
    place = InstitutionFactory(kind=named) if named else None
    assert codes_of(the.ask, asked_institution=place) == {"asked_institution_missing"}


@pytest.mark.rule("asked_institution_missing")
def test_community_care_is_asked_with_its_body(the):
    asked = {"asked_base": Base.COMMUNITY, "asked_form": CareForm.KINSHIP, "asked_institution": None}
    carer = the.case.beneficiary.family.get()
    problems = codes_of(the.ask, **asked, asked_carer=carer, alternatives=the.entries(CareForm.KINSHIP))
    assert problems == {"asked_institution_missing"}


@pytest.mark.rule("base_does_not_fit")
def test_a_home_is_not_asked_for_on_a_family_base(the):
    assert codes_of(the.ask, asked_base=Base.FAMILY) == {"base_does_not_fit"}


@pytest.mark.rule("form_does_not_fit")
@pytest.mark.parametrize("asked", [{"asked_form": CareForm.SENTRA}, {"asked_form": CareForm.KINSHIP}])
def test_a_home_is_asked_to_admit_to_the_care_it_gives(the, asked):
    assert "form_does_not_fit" in codes_of(the.ask_admission, **asked)


@pytest.mark.rule("same_institution")
def test_a_referral_is_not_passed_on_to_who_has_it(the):
    referral = the.ask_service()
    passing = {"referral": referral, "by": actor_of(the.sentra_staff), "reason": "Contoh."}
    assert codes_of(redirect_referral, to_institution=the.sentra, **passing) == {"same_institution"}


def problems_of(decision, **changes) -> set[str]:
    asked = {
        "case": decision.case,
        "title": Title.DECISION,
        "form": decision.form,
        "base": decision.base,
        "institution": decision.institution,
        "carer": decision.carer,
        "decision": decision,
        "starts_on": days_ago(1),
        "term": decision.term,
    }
    return {problem.code for problem in placement_problems(**(asked | changes)) if problem.is_hard}


@pytest.mark.rule("carer_not_parent")
def test_birth_family_is_mother_or_father():
    decision = CareDecisionFactory(kinship=True, form=CareForm.BIRTH_FAMILY)
    assert problems_of(decision) == {"carer_not_parent"}
    type(decision.carer).objects.filter(pk=decision.carer_id).update(relation="FATHER", kinship_degree=1)
    decision.carer.refresh_from_db()
    assert problems_of(decision) == set()


@pytest.mark.rule("before_open_placement")
def test_what_follows_an_emergency_does_not_begin_before_it():
    emergency = PlacementFactory(emergency=True, starts_on=days_ago(5))
    decision = CareDecisionFactory(case=emergency.case, starts_on=days_ago(10))
    assert problems_of(decision, starts_on=days_ago(6)) == {"before_open_placement", "conference_before_move"}
    ConferenceFactory(case=emergency.case, held_on=days_ago(5))
    assert problems_of(decision, starts_on=days_ago(5)) == set()
