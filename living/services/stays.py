"""Contacts of the family with a child in care, and days that the child stays elsewhere (domain.md 5.3, 5.5)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.clock import date_words
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from cases.event_states import EventKind
from cases.models import FamilyMember
from cases.services.events import add_event
from cases.services.locks import locked, locked_case
from referrals.models import Placement
from referrals.permissions import can_change_placement

from ..eligibility.stays import contact_problems, leave_problems, return_problems
from ..models import FamilyContact, Leave


@transaction.atomic
@in_record_language
def record_family_contact(
    *,
    placement: Placement,
    way: str,
    held_on: date,
    went: str,
    by: Actor,
    members: Collection[FamilyMember] = (),
    others: str = "",
    child_words: str = "",
) -> FamilyContact:
    """Write one contact of the family with the child into the log. Raises NotAllowed, RuleViolation."""
    placement = locked_stay(placement, by)
    require(all(member.beneficiary_id == placement.beneficiary_id for member in members))
    require_no_problems(contact_problems(placement, held_on=held_on, members=members, others=others))
    contact = FamilyContact.objects.create(
        placement=placement,
        way=way,
        held_on=held_on,
        others=others.strip(),
        went=went.strip(),
        child_words=child_words.strip(),
        recorded_by_id=by.user_id,
        recorded_for_id=by.institution_id,
    )
    contact.members.set(members)
    text = f"{contact.get_way_display()}: {contact.who}"
    add_event(case=placement.case, kind=EventKind.FAMILY_MET, by=by, text=text)
    record("stay.contact", placement, by=by, data={"case": placement.case_id, "contact": contact.pk})
    return contact


@transaction.atomic
@in_record_language
def record_leave(
    *,
    placement: Placement,
    from_on: date,
    until_on: date,
    place: str,
    by: Actor,
    member: FamilyMember | None = None,
    escort: str = "",
) -> Leave:
    """The child stays elsewhere for some days; a clock runs until it is back. Raises NotAllowed, RuleViolation."""
    placement = locked_stay(placement, by)
    require(member is None or member.beneficiary_id == placement.beneficiary_id)
    asked = {"from_on": from_on, "until_on": until_on, "member": member, "escort": escort}
    require_no_problems(leave_problems(placement, **asked))
    leave = Leave.objects.create(
        placement=placement,
        from_on=from_on,
        until_on=until_on,
        place=place.strip(),
        member=member,
        escort=escort.strip(),
        recorded_by_id=by.user_id,
        recorded_for_id=by.institution_id,
    )
    words = {"place": leave.place, "who": leave.with_whom, "day": date_words(until_on)}
    text = _("%(place)s, bersama %(who)s, sampai %(day)s") % words
    add_event(case=placement.case, kind=EventKind.LEAVE_BEGUN, by=by, text=text)
    keep_deadlines(cases=[placement.case_id], by=by)
    record("stay.leave", placement, by=by, data={"case": placement.case_id, "leave": leave.pk})
    return leave


@transaction.atomic
@in_record_language
def end_leave(*, leave: Leave, back_on: date, note: str, by: Actor) -> Leave:
    """The child is back; note: how it was then. Raises NotAllowed, RuleViolation."""
    placement = locked_stay(leave.placement, by)
    leave = locked(leave)
    leave.placement = placement
    require_no_problems(return_problems(leave, back_on=back_on))
    leave.back_on, leave.back_note = back_on, note.strip()
    leave.back_at, leave.back_by_id = timezone.now(), by.user_id
    leave.save(update_fields=["back_on", "back_note", "back_at", "back_by"])
    add_event(case=placement.case, kind=EventKind.LEAVE_ENDED, by=by, text=date_words(back_on))
    keep_deadlines(cases=[placement.case_id], by=by)
    record("stay.back", placement, by=by, data={"case": placement.case_id, "leave": leave.pk})
    return leave


def locked_stay(placement: Placement, by: Actor) -> Placement:
    """The stay as it stands now with its case, both locked until the transaction ends: case, then placement. Raises
    NotAllowed for who works neither on the case nor where the child lives."""
    case = locked_case(placement.case)
    placement = locked(placement)
    placement.case = case
    require(can_change_placement(by, placement))
    return placement
