"""How long what a desk took down is kept where no case came of it (docs/adr/0040). Read only."""

from datetime import date, datetime, time

from django.db.models import Max
from django.utils import timezone

from atensi.reference.workdays import add_months
from institutions.parameters import value_for

from .models import DeskRequest, IncomingReport
from .states import IncomingState, RequestState


def forgotten_before() -> datetime:
    """What ended before this moment is not kept any more, by the nation's `desk_retention_years`. One query."""
    day = add_months(timezone.localdate(), -12 * value_for("desk_retention_years"))
    return timezone.make_aware(datetime.combine(day, time.min))


def kept_until(row: IncomingReport | DeskRequest) -> date | None:
    """The last day on which it is kept, counted from its last step, or of a request that was sent on, from that of its
    report (`report`). None while it is open, or when it became a case response. Two queries at most."""
    report = row.report if isinstance(row, DeskRequest) else row
    ended = report.state == IncomingState.CLOSED if report else row.state == RequestState.ANSWERED
    if not ended:
        return None
    last = (report or row).steps.aggregate(last=Max("happened_at"))["last"]
    return add_months(timezone.localdate(last), 12 * value_for("desk_retention_years"))
