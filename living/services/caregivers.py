"""The caregivers of a home, and who cares for which child (Permensos 30/HUK/2011; domain.md 5.5)."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import add_months, today_in
from cases.event_states import EventKind
from cases.services.events import add_event
from cases.services.locks import locked
from institutions.models import Institution
from institutions.offices import responsible_office
from institutions.parameters import value_for
from referrals.models import Placement

from .. import permissions
from ..clocks import CAREGIVER_REVIEW
from ..eligibility.caregivers import (
    assignment_problems,
    caregiver_problems,
    leaving_problems,
    review_problems,
    working_problems,
)
from ..models import Assignment, Caregiver, CaregiverReview
from ..notifications import tell_caregiver_changed
from .stays import locked_stay


@transaction.atomic
@in_record_language
def add_caregiver(
    *, home: Institution, name: str, since: date, by: Actor, training: str = "", statement_on: date | None = None
) -> Caregiver:
    """Enter somebody who cares for the children of `home`; they are looked at by the setting's months from now on.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.keeps_caregivers(by, home, responsible_office(home.region)))
    require_no_problems(caregiver_problems(home, name=name, since=since))
    row = Caregiver.objects.create(
        institution=home,
        name=name.strip(),
        since=since,
        training=training.strip(),
        statement_on=statement_on,
        review_due_on=_next_review(home, max(since, today_in(home.region))),
        recorded_by_id=by.user_id,
    )
    return _kept(row, "caregiver.add", by)


@transaction.atomic
@in_record_language
def edit_caregiver(*, caregiver: Caregiver, training: str, by: Actor, statement_on: date | None = None) -> Caregiver:
    """What they learnt, and the statement that there is no criminal record. Raises NotAllowed, RuleViolation."""
    row = _locked(caregiver, by)
    require_no_problems(working_problems(row))
    row.training, row.statement_on = training.strip(), statement_on
    row.save(update_fields=["training", "statement_on"])
    return _kept(row, "caregiver.edit", by)


@transaction.atomic
@in_record_language
def review_caregiver(*, caregiver: Caregiver, held_on: date, result: str, by: Actor) -> CaregiverReview:
    """The half-yearly look at a caregiver; the next one follows from its day. Raises NotAllowed, RuleViolation."""
    row = _locked(caregiver, by)
    require_no_problems(review_problems(row, held_on=held_on))
    made = CaregiverReview.objects.create(
        caregiver=row, held_on=held_on, result=result.strip(), recorded_by_id=by.user_id
    )
    row.review_due_on = max(row.review_due_on, _next_review(row.institution, held_on))
    row.save(update_fields=["review_due_on"])
    _kept(row, "caregiver.review", by)
    return made


@transaction.atomic
@in_record_language
def suspend_caregiver(*, caregiver: Caregiver, because: str, by: Actor) -> Caregiver:
    """Keep somebody from the children while they are looked into; no child is given to them. Raises NotAllowed,
    RuleViolation."""
    row = _locked(caregiver, by)
    require_no_problems(working_problems(row))
    row.suspended_on, row.suspended_because = today_in(row.institution.region), because.strip()
    row.save(update_fields=["suspended_on", "suspended_because"])
    return _kept(row, "caregiver.suspend", by, reason=because)


@transaction.atomic
@in_record_language
def readmit_caregiver(*, caregiver: Caregiver, because: str, by: Actor) -> Caregiver:
    """The investigation is over, and they care for children again: Dinas Sosial says so. Raises NotAllowed,
    RuleViolation."""
    row = _locked(caregiver, by)
    require(permissions.oversees(by, responsible_office(row.institution.region)))
    require_no_problems(working_problems(row))
    row.suspended_on, row.suspended_because = None, ""
    row.save(update_fields=["suspended_on", "suspended_because"])
    return _kept(row, "caregiver.readmit", by, reason=because)


@transaction.atomic
@in_record_language
def end_caregiver(*, caregiver: Caregiver, left_on: date, by: Actor) -> Caregiver:
    """Somebody works there no more, their children handed over. Raises NotAllowed, RuleViolation."""
    row = _locked(caregiver, by)
    require_no_problems(leaving_problems(row, left_on=left_on))
    row.left_on = left_on
    row.save(update_fields=["left_on"])
    return _kept(row, "caregiver.end", by)


@transaction.atomic
@in_record_language
def assign_caregiver(
    *,
    placement: Placement,
    caregiver: Caregiver,
    since: date,
    by: Actor,
    hand_over: str = "",
    reasons: Mapping[str, str] | None = None,
) -> Assignment:
    """Give a child into somebody's daily care; whoever cared before hands over in words, and head and worker are told.

    reasons: answers to soft problems. Raises NotAllowed, RuleViolation.
    """
    placement = locked_stay(placement, by)
    caregiver = locked(caregiver)
    before = placement.caregiving.filter(until=None).first()
    asked = assignment_problems(placement, caregiver, since=since, hand_over=hand_over, before=before)
    soft = require_no_problems(asked, reasons=dict(reasons or {}))
    if before is not None:
        before.until = since
        before.save(update_fields=["until"])
    made = Assignment.objects.create(
        placement=placement,
        caregiver=caregiver,
        since=since,
        hand_over=hand_over.strip(),
        soft_reasons=soft,
        recorded_by_id=by.user_id,
    )
    text = f"{before.caregiver} → {caregiver}" if before else str(caregiver)
    add_event(case=placement.case, kind=EventKind.CAREGIVER_CHANGED, by=by, text=text)
    tell_caregiver_changed(made, by=by)
    data = {"case": placement.case_id, "caregiver": caregiver.pk, "before": before and before.caregiver_id}
    record("stay.caregiver", placement, by=by, data=data | {"soft": sorted(soft)})
    return made


def _locked(caregiver: Caregiver, by: Actor) -> Caregiver:
    """The caregiver as it stands now, its own row locked. Raises NotAllowed for who keeps no caregivers there."""
    rows = Caregiver.objects.select_for_update(of=("self",)).select_related("institution__region")
    row = rows.get(pk=caregiver.pk)
    require(permissions.keeps_caregivers(by, row.institution, responsible_office(row.institution.region)))
    return row


def _next_review(home: Institution, day: date) -> date:
    return add_months(day, value_for("caregiver_review_months", home))


def _kept(row: Caregiver, verb: str, by: Actor, *, reason: str = "") -> Caregiver:
    keep_deadlines(subjects={CAREGIVER_REVIEW.code: [row.pk]}, by=by)
    record(verb, row, by=by, data={"institution": row.institution_id}, reason=reason)
    return row
