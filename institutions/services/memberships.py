"""Who holds which role where, and under which membership somebody acts."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, RuleViolation, require, require_no_problems

from .. import permissions
from ..eligibility import membership_problems, row_problems
from ..hooks import membership_changed
from ..models import Institution, Membership
from .offices import require_keeper


@transaction.atomic
def add_membership(
    *,
    user: User,
    institution: Institution,
    role: str,
    by: Actor,
    valid_from: date | None = None,
    valid_until: date | None = None,
    is_head: bool = False,
    str_number: str = "",
    str_valid_until: date | None = None,
) -> Membership:
    """Give `user` a role in `institution` from `valid_from` (today) to `valid_until` (open), both included.

    is_head: they head the institution. str_number, str_valid_until: the social worker's registration (UU 14/2019
    arts. 28-29). Raises NotAllowed unless an administrator who keeps the institution; RuleViolation.
    """
    require_keeper(by, institution)
    User.objects.select_for_update().get(pk=user.pk)  # two administrators at once: one role once
    membership = Membership(
        user=user,
        institution=institution,
        role=role,
        is_head=is_head,
        valid_from=valid_from or timezone.localdate(),
        valid_until=valid_until,
        str_number=str_number,
        str_valid_until=str_valid_until,
    )
    require_no_problems(
        [*membership_problems(user=user, institution=institution, role=role, by=by), *row_problems(membership)]
    )
    membership.save()
    record(
        "membership.add",
        membership,
        by=by,
        data={"user": user.pk, "institution": institution.pk, "role": role, "is_head": is_head},
    )
    membership_changed(membership, by=by)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor, last_day: date | None = None, reason: str = "") -> Membership:
    """End a membership after `last_day`; today or none given: at once, so that the next request finds no right.

    Raises NotAllowed unless an administrator who keeps the institution; RuleViolation when it has ended already.
    """
    row = Membership.objects.select_for_update(of=("self",)).select_related("institution").get(pk=membership.pk)
    require_keeper(by, row.institution)
    today = timezone.localdate()
    if row.is_over(today):
        raise RuleViolation(Problem("membership_ended", _("Keanggotaan ini sudah berakhir.")))
    if last_day is not None and last_day > today:
        row.valid_until = max(last_day, row.valid_from)
    else:
        row.valid_until = max(row.valid_from, today)
        row.ended_at, row.ended_by_id = timezone.now(), by.user_id
    row.save(update_fields=["valid_until", "ended_at", "ended_by"])
    record("membership.end", row, by=by, reason=reason, data={"until": row.valid_until.isoformat()})
    membership_changed(row, by=by)
    return row


def record_switch(*, membership: Membership, by: Actor) -> None:
    """Record that somebody acts under another membership, their own or held by a mandate, from now on. Raises
    NotAllowed for a foreign one."""
    require(permissions.can_switch_to(by, membership))
    record("membership.switch", membership, by=by)
