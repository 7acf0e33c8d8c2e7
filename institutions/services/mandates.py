"""Deputies: an office exercised by somebody else for a time, in its holder's name (UU 30/2014 art. 14)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, RuleViolation, require, require_no_problems

from .. import permissions
from ..eligibility import mandate_problems, row_problems
from ..models import Mandate, Membership
from ..parameters import value_for
from .offices import office_of


@transaction.atomic
def give_mandate(
    *, grantor: Membership, deputy: User, number: str, basis: str, valid_from: date, valid_until: date, by: Actor
) -> Mandate:
    """Lend the office of `grantor` to `deputy` from `valid_from` to `valid_until`, both included.

    Raises NotAllowed unless the grantor acting under that membership, or an administrator who keeps the institution;
    RuleViolation with `mandate_problems`, or when the deputy holds it already on one of these days.
    """
    lent = Membership.objects.select_for_update(of=("self",)).select_related("institution").get(pk=grantor.pk)
    require(permissions.can_give_mandate(by, office_of(by), lent))
    mandate = Mandate(
        grantor=lent,
        role=lent.role,
        deputy=deputy,
        number=number.strip(),
        basis=basis.strip(),
        valid_from=valid_from,
        valid_until=valid_until,
        limit_days=value_for("access_mandate_max_days", lent.institution),
        granted_by_id=by.user_id,
    )
    require_no_problems(mandate_problems(mandate, by=by))
    require_no_problems(row_problems(mandate))
    mandate.save()
    data = {"grantor": lent.pk, "deputy": deputy.pk, "role": lent.role, "until": valid_until.isoformat()}
    record("mandate.give", mandate, by=by, data=data)
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, by: Actor, reason: str = "") -> Mandate:
    """Call a mandate off, or lay it down: with the next request the deputy acts under it no more.

    Raises NotAllowed unless its giver, its deputy or an administrator who keeps the office; RuleViolation when it is
    over already.
    """
    rows = Mandate.objects.select_for_update(of=("self",)).select_related("grantor__institution")
    row = rows.get(pk=mandate.pk)
    require(permissions.can_end_mandate(by, office_of(by), row))
    if row.is_over():
        raise RuleViolation(Problem("mandate_ended", _("Mandat ini sudah berakhir.")))
    row.ended_at, row.ended_by_id = timezone.now(), by.user_id
    row.save(update_fields=["ended_at", "ended_by"])
    record("mandate.end", row, by=by, reason=reason)
    return row
