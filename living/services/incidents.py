"""The incident register of a home (Permensos 30/HUK/2011; domain.md 5.5)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor, system_actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.documents.numbers import next_number
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from cases.event_states import EventKind
from cases.models import Case
from cases.services.events import add_event
from cases.services.locks import case_as_it_stands
from institutions.letterhead import code_of
from institutions.models import Institution
from institutions.offices import responsible_office
from institutions.parameters import value_for
from institutions.rights import seeing
from referrals.models import Placement, PlacementReview
from referrals.services.review_dates import pull_review_forward
from referrals.states import DateChangeReason

from .. import permissions
from ..clocks import INCIDENT_REPORT
from ..eligibility.incidents import closing_problems, record_problems, report_problems, step_problems
from ..models import Incident, IncidentChild, IncidentStep
from ..notifications import tell_closed, tell_recorded, tell_reported
from ..states import GRAVE, WITHOUT_REPORT, StepKind


@transaction.atomic
@in_record_language
def record_incident(
    *,
    home: Institution,
    kind: str,
    happened_at: datetime,
    place: str,
    story: str,
    measures: str,
    by: Actor,
    children: Sequence[Placement] = (),
    other_children: str = "",
    staff: str = "",
    told_family: str = "",
    police_number: str = "",
) -> Incident:
    """Write down what happened to children in `home`. Violence and a death are told at once, and bring the reviews of
    the children forward; Dinas Sosial has the setting's hours for its report.

    children: their stays; other_children: initials of those without a file. told_family: who of the family was told,
    and how; police_number: of the report to the police. Raises NotAllowed, RuleViolation.
    """
    office = responsible_office(home.region)
    rows = _stays(children, by)
    held = [case_as_it_stands(case) for case in sorted({row.case for row in rows}, key=lambda case: case.pk)]
    require(permissions.can_report_incident(by, home, office, held))
    asked = {"happened_at": happened_at, "children": rows, "others": other_children}
    require_no_problems(record_problems(home, office, **asked))
    assert office is not None
    now = timezone.now()
    incident = Incident.objects.create(
        number=_number(home),
        institution=home,
        office=office,
        kind=kind,
        happened_at=happened_at,
        place=place.strip(),
        story=story.strip(),
        other_children=other_children.strip(),
        staff=staff.strip(),
        measures=measures.strip(),
        recorded_by_id=by.user_id,
        recorded_for_id=by.institution_id,
        report_due_at=_report_due(kind, office, now),
    )
    IncidentChild.objects.bulk_create(IncidentChild(incident=incident, placement=row) for row in rows)
    today = today_in(home.region)
    if told_family.strip():
        _step(incident, StepKind.TOLD_FAMILY, today, told_family, by)
    if police_number.strip():
        _step(incident, StepKind.TOLD_POLICE, today, _("Dilaporkan saat kejadian dicatat."), by, number=police_number)
    _tell_story(held, EventKind.INCIDENT_RECORDED, incident, by)
    if incident.is_grave:
        _pull_reviews(incident, rows)
    tell_recorded(incident, by=by)
    keep_deadlines(subjects={INCIDENT_REPORT.code: [incident.pk]}, by=by)
    record("incident.record", incident, by=by, data={"kind": kind, "placements": [row.pk for row in rows]})
    return incident


@transaction.atomic
@in_record_language
def add_incident_step(
    *, incident: Incident, kind: str, done_on: date, text: str, by: Actor, number: str = ""
) -> IncidentStep:
    """Add what was done about an incident, or who was told of it. number: of the report to the police.

    Raises NotAllowed, RuleViolation.
    """
    incident = _locked(incident)
    require(permissions.can_follow_incident(by, incident))
    require_no_problems(step_problems(incident, kind=kind, done_on=done_on, number=number))
    step = _step(incident, kind, done_on, text, by, number=number)
    _tell_story(_cases_of(incident), EventKind.INCIDENT_STEP, incident, by, more=str(step))
    record("incident.step", incident, by=by, data={"step": step.pk, "kind": kind})
    return step


@transaction.atomic
@in_record_language
def report_on_incident(*, incident: Incident, number: str, findings: str, by: Actor) -> Incident:
    """The report of Dinas Sosial: its number and what was found; it ends the clock. Raises NotAllowed,
    RuleViolation."""
    incident = _locked(incident)
    require(permissions.can_report_on_incident(by, incident), _("Hanya Dinas Sosial yang menulis laporan ini."))
    require_no_problems(report_problems(incident))
    incident.report_number, incident.findings = number.strip(), findings.strip()
    incident.reported_at, incident.reported_by_id = timezone.now(), by.user_id
    incident.save(update_fields=["report_number", "findings", "reported_at", "reported_by"])
    _tell_story(_cases_of(incident), EventKind.INCIDENT_STEP, incident, by, more=_("Laporan Dinas Sosial ada"))
    tell_reported(incident, by=by)
    keep_deadlines(subjects={INCIDENT_REPORT.code: [incident.pk]}, by=by)
    record("incident.report", incident, by=by)
    return incident


@transaction.atomic
@in_record_language
def close_incident(
    *, incident: Incident, outcome: str, by: Actor, reasons: Mapping[str, str] | None = None
) -> Incident:
    """Close an incident with how it ended. reasons: answers to soft problems. Raises NotAllowed, RuleViolation."""
    incident = _locked(incident)
    require(permissions.can_close_incident(by, incident), _("Kejadian ini hanya ditutup Dinas Sosial."))
    incident.soft_reasons = require_no_problems(closing_problems(incident), reasons=dict(reasons or {}))
    incident.outcome, incident.closed_for_id = outcome.strip(), by.institution_id
    incident.closed_at, incident.closed_by_id = timezone.now(), by.user_id
    incident.save(update_fields=["outcome", "closed_for", "closed_at", "closed_by", "soft_reasons"])
    _tell_story(_cases_of(incident), EventKind.INCIDENT_CLOSED, incident, by)
    tell_closed(incident, by=by)
    keep_deadlines(subjects={INCIDENT_REPORT.code: [incident.pk]}, by=by)
    record("incident.close", incident, by=by, data={"soft": sorted(incident.soft_reasons)})
    return incident


def _stays(children: Sequence[Placement], by: Actor) -> list[Placement]:
    """The stays as they stand, each once. Raises NotAllowed for a child whom the writer may not know by name."""
    user, wanted = seeing(by), {row.pk for row in children}
    rows = Placement.objects.filter(pk__in=wanted, case__in=Case.objects.visible_to(user).named_to(user))
    found = list(rows.select_related("case").order_by("pk"))
    require(len(found) == len(wanted))
    return found


def _locked(incident: Incident) -> Incident:
    """The incident as it stands now with its children, its own row locked until the transaction ends."""
    return Incident.objects.select_for_update(of=("self",)).whole().get(pk=incident.pk)


def _cases_of(incident: Incident) -> list[Case]:
    return list({child.placement.case for child in incident.children.all()})


def _number(home: Institution) -> str:
    code, year = code_of(home), today_in(home.region).year
    return f"KJ/{next_number(f'incident:{code}:{year}'):04}/{code}/{year}"


def _report_due(kind: str, office: Institution, now: datetime) -> datetime | None:
    if kind in WITHOUT_REPORT:
        return None
    return now + timedelta(hours=value_for("incident_grave_hours" if kind in GRAVE else "incident_hours", office))


def _step(incident: Incident, kind: str, done_on: date, text: str, by: Actor, *, number: str = "") -> IncidentStep:
    words = {"text": text.strip(), "number": number.strip() if kind == StepKind.TOLD_POLICE else ""}
    return IncidentStep.objects.create(
        incident=incident,
        kind=kind,
        done_on=done_on,
        written_by_id=by.user_id,
        written_for_id=by.institution_id,
        **words,
    )


def _tell_story(cases: Sequence[Case], kind: str, incident: Incident, by: Actor, *, more: str = "") -> None:
    """A line in the story of each child's case, without a word about the others."""
    text = ". ".join(filter(None, [str(incident), incident.institution.name, more]))
    for case in sorted(cases, key=lambda case: case.pk):
        add_event(case=case, kind=kind, by=by, text=text)


def _pull_reviews(incident: Incident, stays: Sequence[Placement]) -> None:
    """The next review of each child comes at the setting's days from now at the latest (domain.md 5.3)."""
    reviews = PlacementReview.objects.open().filter(placement__in=stays).order_by("placement__case_id", "pk")
    for review in reviews.select_related("placement__case__office__region"):
        office = review.placement.case.office
        to = today_in(office.region) + timedelta(days=value_for("review_after_incident_days", office))
        if to < review.due_on:
            pull_review_forward(
                review=review,
                to=to,
                reason=DateChangeReason.INCIDENT,
                by=system_actor(),
                note=incident.number,
                cause=f"incident:{incident.pk}",
            )
