"""Partners of a Sentra: whom it works with under which agreement (domain.md 4)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems

from .. import permissions
from ..eligibility import partnership_end_problems, partnership_problems
from ..hooks import PARTNER_CHECKS
from ..models import Institution, Partnership
from .offices import office_of


@transaction.atomic
def agree_partnership(
    *,
    partner: Institution,
    number: str,
    valid_from: date,
    by: Actor,
    valid_until: date | None = None,
    reasons: dict[str, str] | None = None,
) -> Partnership:
    """Record that `partner` works with the acting Sentra, under agreement `number`, both days included.

    reasons: problem code -> why all the same, for a partner without accreditation. Raises NotAllowed unless somebody of
    a Sentra acts for it; RuleViolation, also when the two work together on one of these days already.
    """
    sentra = office_of(by)
    require(permissions.can_keep_partners(by, sentra))
    assert sentra is not None
    # Two agreements of the same two wait for each other here.
    partner = Institution.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    row = Partnership(sentra=sentra, partner=partner, number=number.strip(), recorded_by_id=by.user_id)
    row.valid_from, row.valid_until = valid_from, valid_until
    checked = [problem for check in PARTNER_CHECKS for problem in check(sentra, partner, valid_from)]
    row.soft_reasons = require_no_problems([*partnership_problems(row), *checked], reasons=reasons)
    row.save()
    record("partnership.agree", row, by=by, data={"sentra": sentra.pk, "partner": partner.pk})
    return row


@transaction.atomic
def end_partnership(*, partnership: Partnership, reason: str, by: Actor) -> Partnership:
    """End an agreement before its last day; the row stays. Raises NotAllowed, RuleViolation when it is over already."""
    rows = Partnership.objects.select_for_update(of=("self",)).select_related("sentra", "partner")
    row = rows.get(pk=partnership.pk)
    require(permissions.can_end_partnership(by, office_of(by), row))
    require_no_problems(partnership_end_problems(row, reason))
    row.ended_at, row.ended_by_id, row.end_reason = timezone.now(), by.user_id, reason.strip()
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record("partnership.end", row, by=by)
    return row
