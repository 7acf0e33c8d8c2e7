"""An adult's case from the report to closure, through the services that pages call."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from atensi.reference.models import Code
from cases.ending import Ending, goals_in_force
from cases.models import Case
from cases.person import Person
from cases.plan_states import GoalResult, NeedDomain, PlanHorizon
from cases.report import Report
from cases.services.agreements import sign_agreement
from cases.services.assessments import draft_assessment, sign_assessment
from cases.services.deliveries import record_service
from cases.services.family import add_family_member
from cases.services.plan_approval import approve_plan, submit_plan
from cases.services.plans import PlannedAction, PlannedGoal, draft_plan, sign_plan
from cases.services.responses import log_response, record_first_contact
from cases.services.stages import close_case, move_stage
from cases.states import (
    BASIC_SCOPES,
    AssessmentKind,
    Base,
    BirthPrecision,
    CareForm,
    Channel,
    Relation,
    ResponseOutcome,
    Stage,
    Triage,
)
from tests.cases.papers import ANSWERS
from tests.flows.given import DISTRICT, Field
from tests.flows.when import codes
from tests.institutions.factories import region


@dataclass(frozen=True)
class Adult:
    """Who, why, and which service helps. kin: a relative who stands by them, None for nobody."""

    name: str
    sex: str
    born: date
    categories: tuple[str, ...]
    component: str
    view: str
    kin: str | None = None


def reported(field: Field, adult: Adult) -> Case:
    """A report that opens the case, and the first contact."""
    by, rows, place = field.actor("worker"), codes(Code.List.PPKS, *adult.categories), region(DISTRICT)
    response = log_response(
        by=by,
        form_id=uuid.uuid4(),
        outcome=ResponseOutcome.OPENED_CASE,
        person=Person(
            region=place,
            name=adult.name,
            sex=adult.sex,
            birth_date=adult.born,
            birth_precision=BirthPrecision.DAY,
        ),
        report=Report(
            channel=Channel.VILLAGE,
            received_at=field.clock.now() - timedelta(hours=1),
            region=place,
            place="Dusun Rekaan, dekat terminal lama",
            what_happened="Ditemukan kader tanpa tempat tinggal (rekaan).",
            triage=Triage.HIGH,
            categories=rows,
            primary=rows[0],
        ),
    )
    record_first_contact(response=response, by=by, at=field.clock.now(), note="Ditemui, aman (rekaan).")
    return response.case


def agreed(field: Field, adult: Adult, case: Case) -> None:
    """They agree themselves, whoever else is there."""
    by, relative = field.actor("worker"), None
    if adult.kin:
        relative = add_family_member(case=case, by=by, name=adult.kin, relation=Relation.OTHER_KIN)
    sign_agreement(
        case=case,
        by=by,
        signed_on=field.clock.today,
        child_agrees=True,
        scopes=sorted(BASIC_SCOPES),
        is_own=True,
        signatory=relative,
        child_view=adult.view,
    )


def assessed(field: Field, adult: Adult, case: Case) -> None:
    by = field.actor("worker")
    kind = AssessmentKind.COMPREHENSIVE
    content = {"kind": kind, "assessed_on": field.clock.today, "answers": ANSWERS[kind]}
    content |= {"child_view": adult.view, "conclusion": "Kesimpulan (rekaan)."}
    sign_assessment(assessment=draft_assessment(case=case, by=by, content=content), by=by)


def planned(field: Field, adult: Adult, case: Case) -> None:
    by, [component] = field.actor("worker"), codes(Code.List.COMPONENT, adult.component)
    due = field.clock.today + timedelta(days=20)
    plan = draft_plan(
        case=case,
        by=by,
        content={
            "horizon": PlanHorizon.SHORT,
            "permanency_goal": CareForm.KINSHIP if adult.kin else CareForm.BIRTH_FAMILY,
            "child_view": adult.view,
            "child_signs": True,
            "family_signatory": adult.kin or "",
            "office_is_party": not adult.kin,
        },
        goals=[
            PlannedGoal(
                "Hidup layak",
                [PlannedAction("Layanan", component, Base.COMMUNITY, "Sakti Peksos", due, "Diterima")],
                NeedDomain.LIVELIHOOD,
                "Penghidupan (rekaan)",
            )
        ],
    )
    plan = approve_plan(plan=submit_plan(plan=plan, by=by), by=field.actor("supervisor"))
    sign_plan(plan=plan, by=by)


def served(field: Field, adult: Adult, case: Case) -> None:
    [component] = codes(Code.List.COMPONENT, adult.component)
    record_service(
        case=case,
        by=field.actor("worker"),
        provided_on=field.clock.today,
        component=component,
        base=Base.COMMUNITY,
        provider="Sakti Peksos",
        description="Pendampingan (rekaan).",
    )


def closed(field: Field, case: Case) -> None:
    """Monitored, evaluated, closed; no conference is asked of an adult's case."""
    by, [reason] = field.actor("worker"), codes(Code.List.CLOSURE_REASON, "GOALS_REACHED")
    move_stage(case=case, to=Stage.MONITOR, by=by)
    ending = Ending(goals=[(goal, GoalResult.REACHED) for goal in goals_in_force(case)])
    words = "Hidup layak, tanpa kekhawatiran (rekaan)."
    close_case(case=case, by=by, reason_code=reason, evaluation=words, ending=ending)
