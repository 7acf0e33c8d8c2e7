"""The work that the desks make: reports, for who took the call, for the office, for the worker, for the province; and
what waits at the one door of a Sentra."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from cases.models import DeskRequest, IncomingReport
from cases.states import IncomingState, Urgency

from .rows import LIMIT, SAFETY, Task


def incoming(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Reports given to the worker, on to the form that already holds what was told."""
    mine = IncomingReport.objects.scopes(user)["mine"].filter(office_id=actor.institution_id)
    answer = reverse("cases:response_create")
    yield from _tasks(mine, actor, _("Tangani"), lambda report: f"{answer}?laporan={report.pk}")


def incoming_waiting(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Reports that wait for somebody of the office to take them up, and those whose worker is late with them."""
    office = IncomingReport.objects.scopes(user)["office"].filter(office_id=actor.institution_id)
    waiting = office.filter(Q(state=IncomingState.WAITING) | Q(due_at__lte=timezone.now()))
    yield from _tasks(waiting, actor, _("Tugaskan"))


def incoming_above(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Reports that a regency of the province has not taken up in time."""
    above = IncomingReport.objects.scopes(user)["above"].filter(
        office__region__parent__institutions=actor.institution_id
    )
    yield from _tasks(above, actor, _("Periksa"))


def incoming_own(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """What the operator took and nobody has answered yet, so that a caller who rings again can be told."""
    own = IncomingReport.objects.scopes(user)["own"].filter(recorded_for_id=actor.institution_id)
    yield from _tasks(own, actor, _("Lihat"))


def requests_waiting(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """What waits at the desk of the acting Sentra, without a name, as on its list (docs/adr/0038)."""
    desk = DeskRequest.objects.all().scopes(user)["desk"].filter(sentra_id=actor.institution_id).open()
    for asked in desk.select_related("region", "sentra__region").order_by("due_at", "pk")[:LIMIT]:
        whose = _("Permintaan SERASI untuk anak: %(place)s") if asked.is_child else _("Permintaan SERASI: %(place)s")
        yield Task(
            asked.due_at,
            whose % {"place": asked.region},
            f"{asked.number}, {asked.get_source_display()}",
            reverse("serasi:request", args=[asked.pk]),
            _("Tangani"),
            weight=SAFETY,  # how safe the person is, nobody has seen yet
            zone=asked.sentra.region.time_zone,
            in_danger=asked.urgency == Urgency.DANGER,
            shown=asked,
        )


def _tasks(reports: QuerySet[IncomingReport], actor: Actor, verb: str | Promise, to: Any = None) -> Iterable[Task]:
    rows = reports.open().select_related("category", "office__region", "region", "assigned_to")
    for report in rows.order_by("due_at", "pk")[:LIMIT]:
        page = reverse("desk:report", args=[report.pk])
        yield Task(
            report.due_at,
            _("Laporan masuk: %(who)s") % {"who": report.who},
            _context(report, actor.institution_id),
            to(report) if to else page,
            verb,
            weight=SAFETY,  # how safe the child is, nobody has seen yet
            zone=report.office.region.time_zone,
            in_danger=report.urgency == Urgency.DANGER,
            shown=report,
        )


def _context(report: IncomingReport, own_office: int | None) -> str:
    """Through whom, in whose hands where that is not the reader's office; a place only of what is not restricted."""
    place = "" if report.is_restricted else str(report.region)
    office = "" if report.office_id == own_office else str(report.office)
    hands = str(report.assigned_to or "")
    return ", ".join(part for part in (str(report.get_channel_display()), place, hands, office) if part)
