"""A request of a Sentra's desk as one reader may see it, and where it may go. Read only."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from institutions.models import Institution
from institutions.states import Kind, Role

from .models import DeskRequest, IncomingReport
from .states import Channel, RequestState

SHOWN = ("region__parent", "sentra__region", "recorded_by", "recorded_for", "report__office")


def requests_of(user: Any) -> QuerySet[DeskRequest]:
    """The requests that `user` may see, each with what its page shows."""
    return DeskRequest.objects.visible_to(user).select_related(*SHOWN)


def at_desk(user: Any, sentra: Institution) -> QuerySet[DeskRequest]:
    """What waits at the desk of `sentra`, where `user` takes in: one index walk."""
    return DeskRequest.objects.all().scopes(user)["desk"].filter(sentra=sentra).open().select_related(*SHOWN)


def gone_from_desk(user: Any, sentra: Institution) -> QuerySet[DeskRequest]:
    """What the desk of `sentra`, where `user` takes in, has done with."""
    return DeskRequest.objects.all().scopes(user)["taken"].left(sentra.pk).select_related(*SHOWN)


def asked_as(report: IncomingReport) -> DeskRequest | None:
    """The request that a Sentra sent on as this report, for whoever may read the report: who asks, and for whom."""
    if report.channel != Channel.SERASI:
        return None
    return DeskRequest.objects.filter(report=report).only("source", "is_child", "number").first()


def tells_answer(request: DeskRequest, user: Any) -> bool:
    """Whether the reader's own Sentra has it, so that its answer and reasons may be told: a desk that sent it on to
    another reads the state alone. At most one query."""
    return DeskRequest.objects.all().scopes(user)["desk"].filter(pk=request.pk).exists()


def tells_person(request: DeskRequest, user: Any) -> bool:
    """Whether the reader may be told whom it is about, who asked for what, and where: while the reader's own Sentra
    has it, and always whoever recorded it. The others read where it stands (docs/adr/0038). At most one query."""
    if request.recorded_by_id == user.pk:
        return True
    return request.state != RequestState.SENT_ON and tells_answer(request, user)


def sentra_beside(sentra_id: int | None) -> QuerySet[Institution]:
    """The active Sentra but one."""
    return Institution.objects.active().filter(kind=Kind.SENTRA).exclude(pk=sentra_id)


def other_sentra(sentra_id: int | None) -> QuerySet[Institution]:
    """Those of `sentra_beside` that a request may be sent to, for somebody takes in there today. By name."""
    return sentra_beside(sentra_id).where_works(Role.INTAKE_OFFICER).order_by("name", "pk")


def left_unread(institutions: QuerySet[Institution]) -> QuerySet[Institution]:
    """Those of `institutions` where requests wait and nobody takes in, each with `waiting`: how many."""
    staffed = Institution.objects.where_works(Role.INTAKE_OFFICER)
    waits = Count("desk_requests", filter=Q(desk_requests__state=RequestState.WAITING))
    return institutions.exclude(pk__in=staffed.values("pk")).annotate(waiting=waits).filter(waiting__gt=0)


def status_of(request: DeskRequest) -> str:
    """What became of it, in a word: of one sent on, where the Dinas's report stands. Needs `report`."""
    return str(request.report.get_state_display() if request.report else request.get_state_display())
