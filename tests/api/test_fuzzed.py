"""schemathesis asks every operation of the description what it may be asked and more: as several people, no answer is a
fault, and none but a described one comes back."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.urls import reverse
from django.utils import timezone
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from atensi.deadlines.services.feeds import make_feed
from atensi.notices.states import DeliveryState as Parked
from atensi.reference.models import Holiday
from atensi.webhooks.states import DeliveryState
from carers.models import Candidate, CareHearing, CareMatch, CareProcess
from carers.ways import WAYS
from cases.models import BeneficiaryMerge, CarePlanAction, Case, CaseTask, CaseTransfer, ChildInJustice, ConsentNotice
from cases.services.attachments import add_attachment
from cases.services.flags import raise_flag
from cases.services.justice import record_contact, record_matter, set_justice_date
from cases.services.official import issue_paper
from cases.states import CareForm
from institutions.models import Parameter
from institutions.states import Role
from living.models import Caregiver, Incident, Leave
from living.services.caregivers import add_caregiver
from living.services.incidents import record_incident
from living.services.stays import record_leave
from referrals.models import HomeClosure, MovePlan, Placement, PlacementReview, Referral
from reports.models import Export
from reports.services.exporting import ask_export, make_export
from tests.api.people import secret_of
from tests.carers import steps as carer_steps
from tests.carers.ways import put
from tests.cases.desk import operator, taken
from tests.cases.desk_requests import asked_of
from tests.cases.factories import BeneficiaryAliasFactory, BeneficiaryFactory, BenefitLinkFactory, FamilyMemberFactory
from tests.cases.prevention import prevented
from tests.cases.sessions import held as held_session
from tests.clock import standing_at
from tests.flows import when
from tests.flows.given import given_the_field
from tests.institutions.factories import MandateFactory, MembershipFactory, PartnershipFactory, actor_of
from tests.meetings import steps as meeting_steps
from tests.notices.factories import DeliveryFactory
from tests.webhooks.factories import WebhookDeliveryFactory, WebhookFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
KEEPER = "administrator"
PEOPLE = ["worker", "supervisor", "province_decider", "sentra_officer", KEEPER]
EXAMPLES = 2


@dataclass
class World:
    """One child placed in the Sentra, with every paper; the rows that an address may name."""

    secrets: dict[str, str]
    rows: dict[str, int | str]

    def row(self, path: str, name: str) -> int | str:
        room = path.removeprefix("/api/v1/").partition("/")[0]
        beside = path.partition(f"/{{{name}}}")[0].rpartition("/")[2]
        return self.rows[beside if name.endswith("_pk") else room]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Requests leave the connection of the test open, as those of Django's own client do."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def world(settings, tmp_path) -> Iterator[World]:
    settings.STATE_DIR = tmp_path
    with standing_at(2026, 1, 5) as clock:
        field = given_the_field(clock)
        story = when.Story(field)
        when.when_everything_is_known(story)
        when.when_a_care_decision_is_asked(story, "SENTRA", at="sentra")
        when.when_the_decider_signs(story)
        admission = Referral.objects.get(kind="ADMISSION")
        when.when_an_institution_admits(story, admission)
        case, placement = Case.objects.get(pk=story.case.pk), Placement.objects.get()
        province = field.places["province"]
        field.people[KEEPER] = MembershipFactory(institution=province, role=Role.ADMINISTRATOR)
        tomorrow = clock.today + timedelta(days=1)
        coming = Parameter.objects.create(key="foster_max_children", institution=province, value=2, valid_from=tomorrow)
        webhook = WebhookFactory(institution=province)
        holiday = Holiday.objects.create(day=tomorrow, name="Hari Contoh", region=province.region, basis="SK 1")
        rows = {
            "cases": case.pk,
            "responses": story.response.pk,
            "incoming-reports": taken(operator(field.places["sentra"])).pk,
            "desk-requests": asked_of(
                MembershipFactory(institution=field.places["sentra"], role=Role.INTAKE_OFFICER)
            ).pk,
            "institutions": field.places["sentra"].pk,
            "webhooks": webhook.pk,
            "webhook-deliveries": WebhookDeliveryFactory(webhook=webhook, state=DeliveryState.PARKED).pk,
            "calendar-links": make_feed(name="Ponsel (rekaan)", by=field.actor("worker"))[0].pk,
            "deliveries": DeliveryFactory(notice__recipient=field.people["worker"].user, state=Parked.PARKED).pk,
            "people": field.people["worker"].user_id,
            "memberships": field.people["worker"].pk,
            "mandates": MandateFactory(grantor=field.people["supervisor"]).pk,
            "partnerships": PartnershipFactory(sentra=field.places["sentra"]).pk,
            "settings": "short_term_months",
            "setting-versions": coming.pk,
            "holidays": holiday.pk,
            "certificates": field.places["home"].certificates.get().pk,
            "referrals": admission.pk,
            "decisions": story.decision.pk,
            "placements": placement.pk,
            "reviews": PlacementReview.objects.get().pk,
            "extensions": 1,
            "place-holds": 1,
            "referral-questions": 1,
            "resident-sheets": 1,
            **rows_of_closure(placement, field),
            "exports": export_of(field).pk,
            "aftercare-visits": 1,
            "notices": field.people["sentra_officer"].user.notices.values_list("pk", flat=True).first() or 1,
            "family": story.aunt.pk,
            "caseload": field.people["worker"].user_id,
            "tasks": task_of(case).pk,
            "contacts": matter_of(case, field).contacts.get().pk,
            "dates": case.justice.dates.get().pk,
            "aliases": BeneficiaryAliasFactory(beneficiary=case.beneficiary).pk,
            "benefits": BenefitLinkFactory(beneficiary=case.beneficiary).pk,
            "agreements": case.agreements.get().pk,
            "assessments": story.assessment.pk,
            "instruments": story.assessment.version_id,
            "social-reports": story.report.pk,
            "conferences": story.conference.pk,
            "plans": case.plans.get().pk,
            "plan-actions": CarePlanAction.objects.filter(goal__plan__case=case).earliest("pk").pk,
            **rows_of_practice(case, story, field),
            "incidents": incident_of(placement, field).pk,
            "leaves": leave_of(placement, field).pk,
            "caregivers": caregiver_of(placement, field).pk,
            **rows_of_meeting(field.people["supervisor"]),
            **rows_of_carers(field.people["worker"]),
            **rows_of_way(case),
            "care-matches": match_of(case).pk,
        }
        yield World({name: secret_of(field.people[name]) for name in PEOPLE}, rows)


def rows_of_closure(placement: Any, field: Any) -> dict[str, int]:
    """The home stops; the child is written into its list."""
    decider, today = field.people["province_decider"], timezone.localdate()
    days = {"from_on": today, "move_by": today, "announced_at": timezone.now()}
    people = {"office": decider.institution, "announced_by": decider.user}
    closure = HomeClosure.objects.create(
        institution=field.places["home"], why="CLOSING", reason="Rekaan", **days, **people
    )
    move = MovePlan.objects.create(closure=closure, placement=placement, due_on=today)
    return {"closures": closure.pk, "moves": move.pk}


def incident_of(placement: Placement, field: Any) -> Incident:
    """What happened to the child today where it lives."""
    return record_incident(
        home=placement.institution,
        kind="VIOLENCE",
        happened_at=timezone.now(),
        place="Kamar (rekaan)",
        story="Rekaan.",
        measures="Rekaan.",
        children=[placement],
        by=field.actor("sentra_officer"),
    )


def leave_of(placement: Placement, field: Any) -> Leave:
    today = timezone.localdate()
    days = {"from_on": today, "until_on": today + timedelta(days=2)}
    by = field.actor("sentra_officer")
    return record_leave(placement=placement, place="Rumah (rekaan)", escort="Tetangga (rekaan)", by=by, **days)


def caregiver_of(placement: Placement, field: Any) -> Caregiver:
    by, home = field.actor("sentra_officer"), placement.institution
    return add_caregiver(home=home, name="Ibu Rekaan", since=timezone.localdate(), by=by)


def rows_of_meeting(leader: Any) -> dict[str, int]:
    """A meeting that was held, its group, and what follows from it."""
    meeting = meeting_steps.called(leader)
    host = meeting.invitations.get()
    group = meeting_steps.grouped(meeting, leader, [host])
    meeting_steps.recorded(meeting, leader)
    agreed = meeting_steps.agreed(meeting, leader, host)
    rows = {"meeting-groups": group.pk, "meeting-follow-ups": agreed.pk, "meeting-invitations": host.pk}
    return {"meetings": meeting.pk, **rows}


def rows_of_carers(worker: Any) -> dict[str, int]:
    """A household of the register, with one paper that was checked."""
    row = carer_steps.registered(worker)
    return {"candidates": row.pk, "checks": carer_steps.checked(row, worker, "KTP", content=b"%PDF-1.7 rekaan").pk}


def rows_of_way(case: Case) -> dict[str, int]:
    """A way to guardianship with one step."""
    process = CareProcess.objects.create(case=case, form=CareForm.GUARDIAN, opened_by=case.worker)
    told = {"due_on": timezone.localdate(), "court": "Pengadilan (rekaan)", "set_by": case.worker}
    hearing = CareHearing.objects.create(process=process, **told)
    step = put(process, WAYS[CareForm.GUARDIAN][0], timezone.localdate())
    return {"care-processes": process.pk, "steps": step.pk, "hearings": hearing.pk}


def match_of(case: Case) -> CareMatch:
    """A household of the register was chosen for the child."""
    household, carer = Candidate.objects.latest("pk"), FamilyMemberFactory(beneficiary=case.beneficiary)
    told = {"candidate": household, "carer": carer, "reason": "Rekaan."}
    return CareMatch.objects.create(case=case, form=CareForm.FOSTER, chosen_by=case.worker, **told)


def task_of(case: Case) -> CaseTask:
    due_on = timezone.localdate() + timedelta(days=9)
    return CaseTask.objects.create(
        case=case, title="Jemput rapor (rekaan)", due_on=due_on, assignee=case.worker, created_by=case.worker
    )


def matter_of(case: Case, field: Any) -> ChildInJustice:
    """A witness, whom the police handles; a hearing is ahead."""
    by, today = actor_of(field.people["worker"]), timezone.localdate()
    given = {"act_on": today - timedelta(days=9), "reported_on": today - timedelta(days=5), "matter": "Rekaan"}
    reasons = {"age_at_act_unknown": "Rekaan"}
    track = record_matter(case=case, by=by, role="WITNESS", reasons=reasons, **given)
    record_contact(track=track, by=by, agency="POLICE", office="Unit PPA (rekaan)")
    set_justice_date(track=track, by=by, kind="HEARING", due_on=today + timedelta(days=9))
    return track


def rows_of_practice(case: Case, story: Any, field: Any) -> dict[str, int]:
    """What the case's team keeps besides: a file, a numbered paper, a flag, a session, prevention, two merged files."""
    by = actor_of(field.people["worker"])
    attachment = add_attachment(case=case, kind="LETTER", title="Surat (rekaan)", content=b"%PDF-1.7 rekaan", by=by)
    kept, merged = BeneficiaryFactory(), BeneficiaryFactory()
    people = {"kept": kept, "merged": merged, "office": kept.office, "merged_by": kept.created_by}
    return {
        "attachments": attachment.pk,
        "official-papers": issue_paper(case=case, about=story.report, by=by).pk,
        "transfers": transfer_of(case, field).pk,
        "flags": raise_flag(case=case, kind="MEDIA", reason="Rekaan", by=by).pk,
        "group-sessions": held_session(case).pk,
        "prevention-activities": prevented(by).pk,
        "consent-notices": ConsentNotice.objects.in_force().pk,
        "merges": BeneficiaryMerge.objects.create(**people, reason="Rekaan", changes="{}").pk,
    }


def transfer_of(case: Case, field: Any) -> CaseTransfer:
    """The case is offered to the Dinas of the province."""
    worker = field.people["worker"]
    return CaseTransfer.objects.create(
        case=case,
        from_office=case.office,
        from_worker=case.worker,
        to_office=field.places["province"],
        reason="Rekaan",
        summary="Rekaan",
        wanted_on=timezone.localdate(),
        answer_due_on=timezone.localdate(),
        offered_at=timezone.now(),
        offered_by=worker.user,
    )


def export_of(field: Any) -> Export:
    """A file of the worker's own cases, ready."""
    by = actor_of(field.people["worker"])
    export = ask_export(kind="CASES", file_format="CSV", asked={}, reason="Laporan bulanan (rekaan)", by=by)
    make_export(export.pk)
    return export


def to_its_end(application: Any) -> Any:
    """As a server does: a file that is answered is read and closed."""

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        answered = application(environ, start_response)
        try:
            return [b"".join(answered)]
        finally:
            answered.close()

    return answer


def operations() -> Any:
    """Every operation, in the order of the description."""
    described = schemathesis.openapi.from_wsgi(reverse("api:schema"), to_its_end(get_wsgi_application()))
    return [found.ok() for found in described.get_all_operations()]


@pytest.mark.parametrize("who", PEOPLE)
def test_no_answer_to_what_is_described_is_a_fault_or_undescribed(world, who):
    answers = asked_everything(world, who, GenerationMode.POSITIVE)
    assert {200, 403, 409} <= answers.keys()


def test_no_answer_to_what_is_not_described_is_a_fault_or_undescribed(world):
    answers = asked_everything(world, "worker", GenerationMode.NEGATIVE)
    assert answers[400] > 80


def asked_everything(world: World, who: str, mode: GenerationMode) -> Counter[int]:
    """How often each status was answered."""
    asked, answers = operations(), Counter()
    assert len(asked) > 80
    for operation in asked:
        examine(world, operation, world.secrets[who], mode, answers)
    return answers


def examine(world: World, operation: Any, secret: str, mode: GenerationMode, answers: Counter[int]) -> None:
    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def attempt(case: Any) -> None:
        if case.path_parameters:
            case.path_parameters = {name: world.row(operation.path, name) for name in case.path_parameters}
        sent = (case.headers or {}).items()
        case.headers = {name: value for name, value in sent if str(value).isascii() and str(value).isprintable()}
        with transaction.atomic():
            response = case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=CHECKS)
            transaction.set_rollback(True)
        answers[response.status_code] += 1

    attempt()
