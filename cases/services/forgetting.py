"""The end of keeping (UU 27/2022 arts. 42-44): what a desk took down and no case came of goes, words and steps too."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from atensi.audit.actor import Actor
from atensi.audit.services import record

from ..models import DeskRequest, DeskRequestStep, IncomingReport, IncomingReportStep
from ..states import IncomingState, RequestState

BATCH = 500
SUBJECT = "sweep:keeping"


def forget_reports(*, before: datetime, by: Actor, batch: int = BATCH) -> int:
    """Delete the reports that were closed before then without a case response, with the requests that a Sentra sent on
    as them; returns how many. A report that another one names as told before waits until that one goes. A batch is one
    transaction; any number of runs give the same."""
    return _until_none(lambda: _forget_reports(before, by, batch))


def forget_requests(*, before: datetime, by: Actor, batch: int = BATCH) -> int:
    """Delete the requests that a Sentra answered itself before then; returns how many. Batches as `forget_reports`."""
    return _until_none(lambda: _forget_requests(before, by, batch))


def _until_none(forget: Callable[[], int]) -> int:
    gone = 0
    while removed := forget():
        gone += removed
    return gone


@transaction.atomic
def _forget_reports(before: datetime, by: Actor, batch: int) -> int:
    later = IncomingReportStep.objects.filter(report=OuterRef("pk"), happened_at__gte=before)
    doubles = IncomingReport.objects.filter(double_of=OuterRef("pk"))
    closed = IncomingReport.objects.filter(state=IncomingState.CLOSED, received_at__lt=before)
    ids = _held(closed.filter(~Exists(later), ~Exists(doubles)), batch)
    if ids:
        _drop_requests(list(DeskRequest.objects.filter(report__in=ids).values_list("pk", flat=True)))
        IncomingReportStep.objects.filter(report__in=ids).delete()
        IncomingReport.objects.filter(pk__in=ids).delete()
        record("incoming.forget", SUBJECT, by=by, data={"reports": ids, "before": before.isoformat()})
    return len(ids)


@transaction.atomic
def _forget_requests(before: datetime, by: Actor, batch: int) -> int:
    later = DeskRequestStep.objects.filter(request=OuterRef("pk"), happened_at__gte=before)
    answered = DeskRequest.objects.filter(state=RequestState.ANSWERED, received_at__lt=before)
    ids = _held(answered.filter(~Exists(later)), batch)
    if ids:
        _drop_requests(ids)
        record("request.forget", SUBJECT, by=by, data={"requests": ids, "before": before.isoformat()})
    return len(ids)


def _held(rows: QuerySet, batch: int) -> list[int]:
    """Ids of the first of `rows`, locked; those in another's hands are left to the next run."""
    found = rows.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:batch]
    return list(found.values_list("pk", flat=True))


def _drop_requests(ids: list[int]) -> None:
    DeskRequestStep.objects.filter(request__in=ids).delete()
    DeskRequest.objects.filter(pk__in=ids).delete()
