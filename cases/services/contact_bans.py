"""Who may not have contact with the child, and when that ends."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language

from .. import permissions
from ..eligibility.common import open_problems
from ..eligibility.kin import ban_problems, lifting_problems
from ..event_states import EventKind
from ..models import Case, CaseTask, ContactBan, FamilyMember
from ..states import TaskKind
from .case_tasks import finish_task, open_task
from .events import add_event
from .locks import locked, locked_case


def ban_of(member: FamilyMember) -> ContactBan | None:
    """The ban that is in force for a person."""
    return member.bans.filter(lifted_at=None).first()


@transaction.atomic
@in_record_language
def ban_contact(
    *,
    case: Case,
    member: FamilyMember,
    by: Actor,
    basis: str,
    reason: str,
    since: date,
    order_number: str = "",
    review_on: date | None = None,
) -> ContactBan:
    """Forbid contact between a person and the child. review_on: a task of the case reminds of looking at it again.

    Raises NotAllowed, RuleViolation.
    """
    case, member = _locked(case, member, by)
    asked = ban_problems(
        case,
        ban=ban_of(member),
        basis=basis,
        number=order_number,
        reason=reason,
        since=since,
        review_on=review_on,
    )
    require_no_problems([*open_problems(case), *asked])
    ban = ContactBan(member=member, basis=basis, reason=reason.strip(), since=since, review_on=review_on)
    ban.order_number, ban.recorded_by_id = order_number.strip(), by.user_id
    ban.review_task = _reminder(case, member, review_on, by)
    ban.save()
    _allow(member, may_contact=False)
    text = f"{member}. {ban.get_basis_display()} {ban.order_number}".strip()
    add_event(case=case, kind=EventKind.CONTACT_BANNED, by=by, text=text)
    record("family.ban", case, by=by, data={"member": member.pk, "ban": ban.pk, "basis": basis})
    return ban


@transaction.atomic
@in_record_language
def lift_ban(*, case: Case, member: FamilyMember, by: Actor, reason: str) -> ContactBan:
    """Allow contact again; the ban stays on file with the reason. Raises NotAllowed, RuleViolation."""
    case, member = _locked(case, member, by)
    ban = ban_of(member)
    require_no_problems([*open_problems(case), *lifting_problems(ban, reason)])
    assert ban is not None
    ban.lifted_at, ban.lifted_by_id, ban.lifted_reason = timezone.now(), by.user_id, reason.strip()
    ban.save()
    _allow(member, may_contact=True)
    if ban.review_task is not None and ban.review_task.is_open and ban.review_task.case_id == case.pk:
        finish_task(task=ban.review_task, by=by, note=_("Larangan dicabut"))
    add_event(case=case, kind=EventKind.CONTACT_ALLOWED, by=by, text=f"{member}. {ban.lifted_reason}")
    record("family.lift_ban", case, by=by, data={"member": member.pk, "ban": ban.pk}, reason=reason)
    return ban


def remind_again(case: Case, today: date, by: Actor) -> None:
    """Remind anew of looking at the bans in force: closing the case dropped the tasks. Part of a service that holds the
    case's row."""
    bans = ContactBan.objects.filter(member__beneficiary=case.beneficiary_id, lifted_at=None, review_on__isnull=False)
    for ban in bans.select_related("member", "review_task"):
        if ban.review_task is None or not ban.review_task.is_open:
            ban.review_task = _reminder(case, ban.member, max(ban.review_on or today, today), by)
            ban.save()


def _locked(case: Case, member: FamilyMember, by: Actor) -> tuple[Case, FamilyMember]:
    require(permissions.can_work_on(by, case))
    case, member = locked_case(case), locked(member)
    require(member.beneficiary_id == case.beneficiary_id)
    return case, member


def _allow(member: FamilyMember, *, may_contact: bool) -> None:
    member.may_contact = may_contact
    member.save(update_fields=["may_contact"])


def _reminder(case: Case, member: FamilyMember, day: date | None, by: Actor) -> CaseTask | None:
    if day is None:
        return None
    title = (_("Tinjau larangan kontak: %(name)s") % {"name": member})[:200]
    return open_task(case=case, kind=TaskKind.CONTACT_REVIEW, title=title, due_on=day, by=by)
