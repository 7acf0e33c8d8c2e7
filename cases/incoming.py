"""A report of the desk as one person may read it. Read only."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from atensi.audit.actor import Actor

from . import permissions
from .models import CaseResponse, IncomingReport


@dataclass(frozen=True, slots=True)
class Told:
    """Whether who called, the response that the report became and the report before it may be told."""

    caller: bool
    response: bool
    double: bool


def incoming_of(user: Any) -> QuerySet[IncomingReport]:
    """The reports that `user` may see, each with what its page shows."""
    return IncomingReport.objects.visible_to(user).select_related(
        "category", "region__parent", "office__region", "assigned_to", "recorded_by", "recorded_for", "double_of"
    )


def told_of(report: IncomingReport, user: Any, actor: Actor | None) -> Told:
    """What of a report may be told to `user`, acting as `actor`. At most two queries."""
    responses = CaseResponse.objects.visible_to(user).filter(pk=report.response_id)
    doubles = IncomingReport.objects.visible_to(user).filter(pk=report.double_of_id)
    return Told(
        caller=permissions.sees_caller(actor, report),
        response=report.response_id is not None and responses.exists(),
        double=report.double_of_id is not None and doubles.exists(),
    )
