"""Assessments and social reports: drafts, signature, what a signature stands on."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from atensi.errors import NotAllowed, StaleWrite
from cases.event_states import EventKind
from cases.models import Assessment, CarePlan, CarePlanAction, CarePlanGoal, SocialReport
from cases.services.assessments import draft_assessment, edit_assessment, sign_assessment
from cases.services.reports import draft_report, edit_report, sign_report
from cases.services.shares import share_case
from cases.states import AssessmentKind, Stage
from institutions.models import Membership, Parameter
from institutions.states import Role
from tests.cases.factories import CaseFactory
from tests.cases.papers import (
    AgreementFactory,
    AssessmentFactory,
    CarePlanFactory,
    SocialReportFactory,
    sign,
    worker_of,
)
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=-1)


def begun():
    return {"kind": AssessmentKind.COMPREHENSIVE, "assessed_on": timezone.localdate(), "conclusion": "Contoh"}


@pytest.fixture
def case():
    return CaseFactory(stage=Stage.AGREEMENT)


def credentials(case, **fields):
    Membership.objects.filter(user=case.worker).update(**fields)


def test_draft_and_edit_keep_the_text(case):
    draft = draft_assessment(case=case, by=worker_of(case), content=begun())
    edit_assessment(assessment=draft, by=worker_of(case), content={"answers": {"social": "Punya bibi (contoh)"}})
    stored = Assessment.objects.get()
    assert (stored.answers["social"], stored.author, stored.is_signed) == ("Punya bibi (contoh)", case.worker, False)


def test_draft_takes_only_the_users_fields(case):
    with pytest.raises(ValueError, match="signed_at"):
        draft_assessment(case=case, by=worker_of(case), content={**begun(), "signed_at": timezone.now()})


@pytest.mark.rule("cases.permissions.can_sign_paper")
@pytest.mark.parametrize("role", [Role.INTAKE_OFFICER, Role.SOCIAL_OFFICE_DECIDER])
def test_draft_refused_to_anybody_but_a_social_worker_of_the_case(case, role):
    sentra = role == Role.INTAKE_OFFICER
    member = MembershipFactory(institution=InstitutionFactory(sentra=True) if sentra else case.office, role=role)
    share_case(case=case, institution=member.institution, by=worker_of(case))
    with pytest.raises(NotAllowed):
        draft_assessment(case=case, by=actor_of(member), content=begun())


@pytest.mark.rule("cases.permissions.can_sign_paper")
def test_sign_refused_to_a_sentra_that_works_by_share(case):
    officer = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)
    share_case(case=case, institution=officer.institution, by=worker_of(case))
    draft = AssessmentFactory(case=case)
    with pytest.raises(NotAllowed):
        sign_assessment(assessment=draft, by=actor_of(officer))


@pytest.mark.rule("stale_write")
def test_edit_of_what_somebody_else_changed_is_stale(case):
    draft = draft_assessment(case=case, by=worker_of(case), content=begun())
    read_at = draft.updated_at
    edit_assessment(assessment=draft, by=worker_of(case), content={"answers": {"social": "Dulu"}}, read_at=read_at)
    with pytest.raises(StaleWrite) as stale:
        edit_assessment(
            assessment=draft, by=worker_of(case), content={"answers": {"social": "Kemudian"}}, read_at=read_at
        )
    assert [problem.code for problem in stale.value.problems] == ["stale_write"]
    with pytest.raises(StaleWrite):
        sign_assessment(assessment=draft, by=worker_of(case), read_at=read_at)
    assert Assessment.objects.get().answers["social"] == "Dulu"


def test_signing_the_comprehensive_assessment_moves_the_case_and_starts_the_plan_clock(case):
    AgreementFactory(case=case)
    signed = sign_assessment(assessment=AssessmentFactory(case=case), by=worker_of(case))
    case.refresh_from_db()
    assert signed.signed_by == case.worker
    assert signed.str_number == Membership.objects.get(user=case.worker).str_number
    assert case.stage == Stage.ASSESSMENT
    assert case.plan_due_on > timezone.localdate()
    assert case.events.filter(kind=EventKind.ASSESSMENT_SIGNED).exists()


def test_signing_an_initial_assessment_moves_nothing(case):
    sign_assessment(assessment=AssessmentFactory(case=case, kind=AssessmentKind.INITIAL), by=worker_of(case))
    case.refresh_from_db()
    assert case.stage == Stage.AGREEMENT


@pytest.mark.rule("assessment_incomplete")
def test_sign_refused_when_a_section_is_empty(case):
    AgreementFactory(case=case)
    with refused("assessment_incomplete"):
        sign_assessment(assessment=AssessmentFactory(case=case, answering={"spiritual": None}), by=worker_of(case))


@pytest.mark.rule("agreement_missing")
def test_comprehensive_assessment_refused_before_an_agreement_in_force(case):
    AgreementFactory(case=case, withdrawn_on=timezone.localdate())
    with refused("agreement_missing"):
        sign_assessment(assessment=AssessmentFactory(case=case), by=worker_of(case))


def test_sign_refused_for_an_assessment_ahead_of_today(case):
    AgreementFactory(case=case)
    draft = AssessmentFactory(case=case, assessed_on=timezone.localdate() + timedelta(days=1))
    with refused("date_ahead"):
        sign_assessment(assessment=draft, by=worker_of(case))


@pytest.mark.rule("credential_missing")
def test_missing_registration_asks_for_a_reason_and_keeps_it(case):
    AgreementFactory(case=case)
    credentials(case, str_number="")
    draft = AssessmentFactory(case=case)
    with refused("credential_missing"):
        sign_assessment(assessment=draft, by=worker_of(case))
    signed = sign_assessment(
        assessment=draft, by=worker_of(case), reasons={"credential_missing": "STR sedang diurus (contoh)"}
    )
    assert signed.soft_reasons == {"credential_missing": "STR sedang diurus (contoh)"}


@pytest.mark.rule("credential_expired")
def test_expired_registration_blocks_where_the_office_says_so(case):
    AgreementFactory(case=case)
    credentials(case, str_valid_until=timezone.localdate() + YESTERDAY)
    Parameter.objects.create(key="credentials_required", institution=case.office, value=True)
    with refused("credential_expired"):
        sign_assessment(
            assessment=AssessmentFactory(case=case), by=worker_of(case), reasons={"credential_expired": "Alasan"}
        )


@pytest.mark.rule("paper_signed")
def test_signed_assessment_is_not_edited_or_signed_again(case):
    signed = AssessmentFactory(case=case, signed=True)
    with refused("paper_signed"):
        edit_assessment(assessment=signed, by=worker_of(case), content={"answers": {"social": "Lain"}})
    with refused("paper_signed"):
        sign_assessment(assessment=signed, by=worker_of(case))


@pytest.mark.rule("report_incomplete")
def test_report_is_drafted_edited_and_signed(case):
    assessment = AssessmentFactory(case=case, signed=True)
    sections = {name: f"{name} contoh" for name in ("purpose", "chronology", "findings", "family_and_care", "analysis")}
    report = draft_report(case=case, by=worker_of(case), assessment=assessment, content=sections)
    with refused("report_incomplete"):
        sign_report(report=report, by=worker_of(case))
    edit_report(report=report, by=worker_of(case), content={"recommendation": "Kerabat"}, read_at=report.updated_at)
    report.refresh_from_db()
    assert sign_report(report=report, by=worker_of(case), read_at=report.updated_at).is_signed


@pytest.mark.rule("assessment_unsigned")
def test_report_refused_on_an_unsigned_assessment(case):
    report = SocialReportFactory(case=case, assessment=AssessmentFactory(case=case))
    with refused("assessment_unsigned"):
        sign_report(report=report, by=worker_of(case))


def test_report_refused_on_an_assessment_of_another_case(case):
    with pytest.raises(NotAllowed):
        draft_report(case=case, by=worker_of(case), assessment=AssessmentFactory(signed=True), content={})


@pytest.mark.rule("case_closed")
def test_no_paper_on_a_closed_case(case):
    type(case).objects.filter(pk=case.pk).update(
        closed_at=timezone.now(),
        closed_by=case.worker,
        final_evaluation="Contoh",
        closure_reason=case.category_rows.get().code,
    )
    with refused("case_closed"):
        draft_assessment(case=case, by=worker_of(case), content=begun())


STATEMENTS = [
    "UPDATE {table} SET author_id = author_id WHERE id = %s",
    "UPDATE {table} SET signed_at = NULL, signed_by_id = NULL WHERE id = %s",
    "DELETE FROM {table} WHERE id = %s",
]


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("model", [Assessment, SocialReport, CarePlan])
def test_signed_paper_is_immutable_in_the_database(model, statement):
    factories = {Assessment: AssessmentFactory, SocialReport: SocialReportFactory, CarePlan: CarePlanFactory}
    paper = sign(factories[model]())
    with pytest.raises(DatabaseError, match="is signed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=model._meta.db_table), [paper.pk])
    assert model.objects.get(pk=paper.pk).is_signed


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_careplangoal SET text = 'Lain' WHERE plan_id = %s",
        "DELETE FROM cases_careplangoal WHERE plan_id = %s",
        "INSERT INTO cases_careplangoal (plan_id, text, \"order\") VALUES (%s, 'Baru', 9)",
        (
            "UPDATE cases_careplanaction SET due_on = due_on + 1 WHERE goal_id IN "
            "(SELECT id FROM cases_careplangoal WHERE plan_id = %s)"
        ),
        "DELETE FROM cases_careplanaction WHERE goal_id IN (SELECT id FROM cases_careplangoal WHERE plan_id = %s)",
        (
            "INSERT INTO cases_careplanaction (goal_id, text, component_id, base, responsible, due_on, state) "
            "SELECT goal_id, 'Baru', component_id, base, responsible, due_on, state FROM cases_careplanaction "
            "WHERE goal_id IN (SELECT id FROM cases_careplangoal WHERE plan_id = %s)"
        ),
    ],
)
def test_goals_and_actions_of_a_signed_plan_are_immutable_in_the_database(statement):
    plan = sign(CarePlanFactory())
    with pytest.raises(DatabaseError, match="signed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [plan.pk])
    assert CarePlanGoal.objects.get().text == "Diasuh kerabat (contoh)"
    assert CarePlanAction.objects.count() == 1
