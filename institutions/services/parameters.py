"""New values of the settings in domain.md 13."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems

from ..eligibility import cancel_problems, parameter_problems
from ..models import Institution, Parameter
from ..parameters import DEFINITIONS
from .offices import require_keeper

NATIONAL = _("Pengaturan ini berlaku nasional.")


@transaction.atomic
def set_parameter(
    *, key: str, value: Any, by: Actor, institution: Institution | None = None, valid_from: date | None = None
) -> Parameter:
    """Put a new value of setting `key` in force from `valid_from` (today) on. Older values stay for the record.

    institution: whose setting; None the nation's, which only the system sets. Raises KeyError on an unknown key,
    NotAllowed unless an administrator who keeps the institution, RuleViolation.
    """
    definition = DEFINITIONS[key]
    if institution is None or definition.is_national:
        require(by.is_system, NATIONAL)
    else:
        require_keeper(by, institution)
    start = valid_from or timezone.localdate()
    require_no_problems(parameter_problems(definition=definition, value=value, valid_from=start))
    row = Parameter.objects.create(
        key=key, institution=institution, value=value, valid_from=start, set_by_id=by.user_id
    )
    record("parameter.set", row, by=by, data={"key": key, "value": value, "valid_from": start.isoformat()})
    return row


@transaction.atomic
def cancel_parameter(*, parameter: Parameter, by: Actor) -> Parameter:
    """Take a value back before its first day; the row stays for the record.

    Raises NotAllowed unless an administrator who keeps the institution, RuleViolation.
    """
    row = Parameter.objects.select_for_update(of=["self"]).select_related("institution").get(pk=parameter.pk)
    if row.institution is None:
        require(by.is_system)
    else:
        require_keeper(by, row.institution)
    require_no_problems(cancel_problems(row))
    row.cancelled_at, row.cancelled_by_id = timezone.now(), by.user_id
    row.save(update_fields=["cancelled_at", "cancelled_by"])
    record("parameter.cancel", row, by=by, data={"key": row.key})
    return row
