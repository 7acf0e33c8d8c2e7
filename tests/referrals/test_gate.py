"""The gate before residential care (domain.md 5.1-5.3)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Agreement, FamilyMember, ServiceRecord
from cases.states import CARE_FORMS, FAMILY_FORMS, Base, CareForm
from institutions.models import Parameter
from referrals.eligibility.gate import evidence_age, gate_problems
from referrals.states import AlternativeResult
from tests.cases.factories import CaseFactory, code

from .factories import AssessmentFactory, ConferenceFactory, SocialReportFactory, days_ago
from .scenes import scene

pytestmark = pytest.mark.django_db


def found(the, *, form=CareForm.LKSA, **changes) -> dict[str, str]:
    """Problem codes with their tags."""
    asked = {
        "alternatives": the.entries(form),
        "social_report": the.report,
        "conference": the.conference,
        "on": timezone.localdate(),
    } | changes
    return {problem.code: problem.tag for problem in gate_problems(case=the.case, form=form, **asked)}


@pytest.mark.parametrize("form", CARE_FORMS)
def test_complete_papers_pass_for_every_form(form):
    assert found(scene(), form=form) == {}


@pytest.mark.rule("alternative_missing_*")
@pytest.mark.parametrize("missing", sorted(FAMILY_FORMS))
def test_each_gentler_rank_must_be_answered_before_lksa(missing):
    the = scene()
    entries = [entry for entry in the.entries() if entry.form != missing]
    assert found(the, alternatives=entries) == {f"alternative_missing_{missing.lower()}": "hard"}


@pytest.mark.rule("alternative_missing_*")
def test_sentra_needs_an_answer_for_lksa_too():
    the = scene()
    assert found(the, form=CareForm.SENTRA, alternatives=the.entries(CareForm.LKSA)) == {
        "alternative_missing_lksa": "hard"
    }


@pytest.mark.rule("alternative_missing_*")
def test_between_family_forms_an_unanswered_rank_asks_for_a_reason():
    the = scene()
    assert found(the, form=CareForm.FOSTER, alternatives=[]) == {
        "alternative_missing_birth_family": "soft",
        "alternative_missing_kinship": "soft",
    }


@pytest.mark.rule("alternative_unproven_*")
def test_entry_without_evidence_is_refused():
    the = scene()
    problems = found(the, alternatives=the.entries(assessment=None))
    assert problems["alternative_unproven_guardian"] == "hard"


@pytest.mark.rule("alternative_unproven_*")
def test_entry_without_reason_is_refused():
    the = scene()
    assert found(the, alternatives=the.entries(reason=" "))["alternative_unproven_kinship"] == "hard"


@pytest.mark.rule("alternative_foreign_*")
@pytest.mark.parametrize("make", [AssessmentFactory, ConferenceFactory])
def test_evidence_of_another_case_is_refused(make):
    the = scene()
    name = "assessment" if make is AssessmentFactory else "conference"
    problems = found(the, alternatives=the.entries(**{"assessment": None, name: make()}))
    assert problems["alternative_foreign_kinship"] == "hard"


@pytest.mark.rule("alternative_foreign_*")
def test_visit_of_another_case_is_refused():
    the, other = scene(), CaseFactory()
    visit = ServiceRecord.objects.create(
        case=other,
        provided_on=days_ago(5),
        component=code("ATENSI_COMPONENT", "CARE"),
        base=Base.FAMILY,
        provider="Peksos",
        description="Kunjungan rekaan.",
        recorded_by=other.worker,
    )
    problems = found(the, alternatives=the.entries(assessment=None, service=visit))
    assert problems["alternative_foreign_kinship"] == "hard"


@pytest.mark.rule("alternative_unsigned_*")
def test_unsigned_assessment_is_no_evidence():
    the = scene()
    draft = AssessmentFactory(case=the.case, signed_by=None, signed_at=None)
    assert found(the, alternatives=the.entries(assessment=draft))["alternative_unsigned_kinship"] == "hard"


@pytest.mark.rule("alternative_old_*")
def test_entry_of_exactly_ninety_days_is_fresh_and_of_ninety_one_old():
    the = scene()
    fresh = AssessmentFactory(case=the.case, assessed_on=days_ago(90))
    old = AssessmentFactory(case=the.case, assessed_on=days_ago(91))
    assert found(the, alternatives=the.entries(assessment=fresh, considered_on=days_ago(90))) == {}
    problems = found(the, alternatives=the.entries(assessment=old, considered_on=days_ago(1)))
    assert problems["alternative_old_kinship"] == "soft"


def test_asking_long_ago_counts_though_the_paper_is_new():
    the = scene()
    entry = the.entries(considered_on=days_ago(120))[0]
    assert evidence_age(entry, timezone.localdate()) == 120


@pytest.mark.rule("alternative_old_*")
def test_office_may_shorten_the_age_of_evidence():
    the = scene()
    Parameter.objects.create(key="alternatives_evidence_max_age_days", institution=the.office, value=10)
    assert found(the)["alternative_old_kinship"] == "soft"


@pytest.mark.rule("alternative_ahead_*")
def test_entry_dated_ahead_is_refused():
    the = scene()
    entries = the.entries(considered_on=timezone.localdate() + timedelta(days=1))
    assert found(the, alternatives=entries)["alternative_ahead_kinship"] == "hard"


@pytest.mark.rule("poverty_only")
def test_poverty_as_only_ground_asks_for_an_override():
    the = scene()
    assert found(the, alternatives=the.entries(result=AlternativeResult.POVERTY_ONLY)) == {"poverty_only": "soft"}


@pytest.mark.rule("conference_missing")
def test_conference_is_required_before_a_residence():
    assert found(scene(), conference=None) == {"conference_missing": "hard"}


def test_conference_is_not_required_for_family_care():
    assert found(scene(), form=CareForm.KINSHIP, conference=None) == {}


@pytest.mark.rule("conference_foreign")
def test_conference_of_another_case_is_refused():
    assert found(scene(), conference=ConferenceFactory()) == {"conference_foreign": "hard"}


@pytest.mark.rule("social_report_missing")
def test_signed_social_report_is_required():
    the = scene()
    unsigned = SocialReportFactory(case=the.case, signed_by=None, signed_at=None)
    for report in (None, unsigned, SocialReportFactory()):
        assert found(the, social_report=report) == {"social_report_missing": "hard"}


@pytest.mark.rule("agreement_missing")
def test_agreement_is_required_and_a_withdrawn_one_does_not_count():
    the = scene()
    the.case.agreements.update(withdrawn_on=timezone.localdate())
    assert found(the) == {"agreement_missing": "hard"}


@pytest.mark.rule("agreement_without_office")
def test_dinas_must_be_a_party_when_the_family_is_unknown():
    the = scene()
    the.case.agreements.update(signatory=None, signatory_name="Kepala desa")
    FamilyMember.objects.filter(beneficiary=the.case.beneficiary).delete()
    assert found(the) == {"agreement_without_office": "hard"}
    the.case.agreements.update(office_is_party=True)
    assert found(the) == {}


def test_child_not_heard_passes_with_the_reason_why():
    the = scene()
    Agreement.objects.filter(case=the.case).update(child_view="", child_not_heard_reason="Bayi dua bulan.")
    ConferenceFactory._meta.model.objects.filter(pk=the.conference.pk).update(
        child_view="", child_not_heard_reason="Bayi dua bulan."
    )
    assert found(the) == {}


@pytest.mark.rule("residential_reason")
@pytest.mark.parametrize(("born", "tag"), [(date(1990, 5, 1), "soft"), (date(1954, 5, 1), "soft")])
def test_for_an_adult_residential_asks_only_for_a_reason(born, tag):
    the = scene(beneficiary__birth_date=born)
    asked = {"alternatives": [], "conference": None}
    assert found(the, **asked) == {"residential_reason": tag}
    assert found(the, form=CareForm.KINSHIP, **asked) == {}


def test_somebody_of_unknown_age_is_guarded_like_a_child():
    the = scene(beneficiary__birth_date=None, beneficiary__birth_precision="UNKNOWN")
    assert "alternative_missing_kinship" in found(the, alternatives=[])


def test_hard_problems_come_first():
    the = scene()
    problems = gate_problems(
        case=the.case,
        form=CareForm.LKSA,
        alternatives=the.entries(considered_on=days_ago(200))[:4],
        social_report=None,
        conference=None,
        on=timezone.localdate(),
    )
    tags = [problem.tag for problem in problems]
    assert tags == sorted(tags)
    assert {"hard", "soft"} == set(tags)
    assert all(problem.text and problem.source for problem in problems)
