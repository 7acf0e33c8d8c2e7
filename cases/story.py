"""The story of a case, narrowed to what one looks for: a part of the work, or what one person did."""

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User

from .event_states import EventKind
from .models import Case, CaseEvent

# Part of the work -> its label and the kinds of events that it means; each kind stands in one.
PARTS: dict[str, tuple[str | Promise, frozenset[str]]] = {
    "case": (
        _("Laporan dan tahap"),
        frozenset(
            {
                EventKind.RESPONSE_LOGGED,
                EventKind.FIRST_CONTACT,
                EventKind.CASE_OPENED,
                EventKind.STAGE_CHANGED,
                EventKind.WORKER_ASSIGNED,
                EventKind.TRANSFER_OFFERED,
                EventKind.TRANSFER_ACCEPTED,
                EventKind.TRANSFER_DECLINED,
                EventKind.TRANSFER_WITHDRAWN,
                EventKind.CASE_CLOSED,
                EventKind.CASE_REOPENED,
                EventKind.REENTERED,
                EventKind.FLAG_RAISED,
                EventKind.FLAG_ENDED,
            }
        ),
    ),
    "family": (
        _("Identitas dan keluarga"),
        frozenset(
            {
                EventKind.FAMILY_RECORDED,
                EventKind.CAREGIVER_CHANGED,
                EventKind.CONTACT_BANNED,
                EventKind.CONTACT_ALLOWED,
                EventKind.SIBLING_LINKED,
                EventKind.SIBLING_UNLINKED,
                EventKind.FAMILY_TRACED,
                EventKind.IDENTITY_RECORDED,
                EventKind.FILES_MERGED,
                EventKind.FILES_SPLIT,
            }
        ),
    ),
    "papers": (
        _("Dokumen"),
        frozenset(
            {
                EventKind.AGREEMENT_SIGNED,
                EventKind.CONSENT_WITHDRAWN,
                EventKind.ASSESSMENT_SIGNED,
                EventKind.REPORT_SIGNED,
                EventKind.CONFERENCE_CALLED,
                EventKind.CONFERENCE_HELD,
                EventKind.PLAN_SUBMITTED,
                EventKind.PLAN_RETURNED,
                EventKind.PLAN_APPROVED,
                EventKind.PLAN_SIGNED,
                EventKind.TRANSITION_PLANNED,
                EventKind.PAPER_ISSUED,
                EventKind.FILE_ADDED,
                EventKind.FILE_WITHDRAWN,
            }
        ),
    ),
    "services": (
        _("Layanan dan tugas"),
        frozenset(
            {
                EventKind.SERVICE_RECORDED,
                EventKind.CONTACT_MADE,
                EventKind.VOCATIONAL_STARTED,
                EventKind.VOCATIONAL_STEP,
                EventKind.VOCATIONAL_ENDED,
                EventKind.SESSION_HELD,
                EventKind.SESSION_CORRECTED,
                EventKind.ACTION_MOVED,
                EventKind.TASK_DONE,
                EventKind.AFTERCARE_VISIT,
            }
        ),
    ),
    "justice": (
        _("Proses hukum"),
        frozenset({EventKind.JUSTICE_RECORDED, EventKind.JUSTICE_STEP, EventKind.JUSTICE_ENDED}),
    ),
    "care": (
        _("Rujukan dan penempatan"),
        frozenset(
            {
                EventKind.CARE_ASKED,
                EventKind.CARE_STEP,
                EventKind.HOUSEHOLD_STEP,
                EventKind.REFERRAL_SENT,
                EventKind.REFERRAL_QUESTION,
                EventKind.REFERRAL_LAPSED,
                EventKind.REFERRAL_ANSWERED,
                EventKind.DECISION_SIGNED,
                EventKind.PLACE_HELD,
                EventKind.PLACE_LET_GO,
                EventKind.PLACED,
                EventKind.ADMISSION_KEPT,
                EventKind.REVIEW_HELD,
                EventKind.REVIEW_MOVED,
                EventKind.PLACEMENT_OVERSTAYED,
                EventKind.HOMECOMING_PREPARED,
                EventKind.MOVE_PLANNED,
                EventKind.PLACEMENT_ENDED,
                EventKind.INCIDENT_RECORDED,
                EventKind.INCIDENT_STEP,
                EventKind.INCIDENT_CLOSED,
                EventKind.FAMILY_MET,
                EventKind.LEAVE_BEGUN,
                EventKind.LEAVE_ENDED,
            }
        ),
    ),
}


def story_of(case: Case, *, part: str = "", person: int | None = None) -> QuerySet[CaseEvent]:
    """The events of a case, of one of `PARTS` and by one person where they are asked for; words nobody offers leave all
    in. Needs no query of its own."""
    events: QuerySet[CaseEvent] = case.events.select_related("by")
    if part in PARTS:
        events = events.filter(kind__in=PARTS[part][1])
    return events.filter(by_id=person) if person else events


def people_of(case: Case) -> QuerySet[User]:
    """Who stands in the story, by name."""
    return User.objects.filter(pk__in=case.events.order_by().values("by_id")).order_by("name", "pk")
