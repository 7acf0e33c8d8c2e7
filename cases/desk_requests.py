"""A request of a Sentra's desk as one reader may see it, and where it may go. Read only."""

from typing import Any

from django.db.models import QuerySet

from institutions.models import Institution
from institutions.rights import institutions_of
from institutions.states import Kind

from .models import DeskRequest, IncomingReport
from .request_querysets import DESK_OF_SENTRA
from .states import Channel, RequestState


def requests_of(user: Any) -> QuerySet[DeskRequest]:
    """The requests that `user` may see, each with what its page shows."""
    return DeskRequest.objects.visible_to(user).select_related(
        "region__parent", "sentra__region", "recorded_by", "recorded_for", "report__office"
    )


def at_desk(user: Any, sentra: Institution) -> QuerySet[DeskRequest]:
    """What waits at the desk of `sentra`, where `user` takes in: one index walk."""
    return DeskRequest.objects.all().scopes(user)["desk"].filter(sentra=sentra).open()


def asked_as(report: IncomingReport) -> DeskRequest | None:
    """The request that a Sentra sent on as this report, for whoever may read the report: who asks, and for whom."""
    if report.channel != Channel.SERASI:
        return None
    return DeskRequest.objects.filter(report=report).only("source", "is_child", "number").first()


def tells_answer(request: DeskRequest, user: Any) -> bool:
    """Whether the reader's own Sentra has it, so that its answer and reasons may be told: a desk that sent it on to
    another reads the state alone. At most one query."""
    return request.sentra_id in {*_ids(institutions_of(user, DESK_OF_SENTRA))}


def tells_person(request: DeskRequest, user: Any) -> bool:
    """Whether the reader may be told whom it is about, who asked for what, and where: while the reader's own Sentra
    has it, and always whoever recorded it. The others read where it stands (docs/adr/0038). At most one query."""
    if request.recorded_by_id == user.pk:
        return True
    return request.state != RequestState.SENT_ON and tells_answer(request, user)


def _ids(found: Any) -> list[int]:
    return [one["institution_id"] if isinstance(one, dict) else one for one in found]


def other_sentra(sentra_id: int | None) -> QuerySet[Institution]:
    """The active Sentra but one, by name."""
    return Institution.objects.active().filter(kind=Kind.SENTRA).exclude(pk=sentra_id).order_by("name", "pk")


def status_of(request: DeskRequest) -> str:
    """What became of it, in a word: of one sent on, where the Dinas's report stands. Needs `report`."""
    return str(request.report.get_state_display() if request.report else request.get_state_display())
