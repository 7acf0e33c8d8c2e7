"""What is to be done about the households of the register of carers, for the first page."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from carers.models import Candidate
from carers.states import PERMITTED
from institutions.states import Role

from .rows import AHEAD_DAYS, DECISION, LIMIT, PLANNED, Task


def carers_waiting(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Households of the own register that wait for the decider."""
    rows = Candidate.objects.filter(office=actor.institution_id).submitted().with_people()
    for row in rows.order_by("decision_due_on", "pk")[:LIMIT]:
        yield Task(
            row.decision_due_on,
            _("Calon pengasuh: %(who)s") % {"who": row.name},
            f"{row.get_kind_display()}, {row.number}",
            reverse("carers:decide", args=[row.pk]),
            _("Putuskan"),
            weight=DECISION,
            zone=row.office.region.time_zone,
            shown=row,
        )


def carer_permits(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Households whose permit ends soon, or is over: of a worker those that they registered."""
    rows = Candidate.objects.filter(office=actor.institution_id, state__in=sorted(PERMITTED)).with_people()
    if actor.role == Role.FIELD_SOCIAL_WORKER:
        rows = rows.filter(registered_by=actor.user_id)
    for row in rows.filter(permit_until__lte=today + timedelta(days=AHEAD_DAYS)).order_by("permit_until", "pk")[:LIMIT]:
        yield Task(
            row.permit_until,
            _("Izin pengasuh: %(who)s") % {"who": row.name},
            row.number,
            reverse("carers:detail", args=[row.pk]),
            _("Perpanjang"),
            weight=PLANNED,
            zone=row.office.region.time_zone,
            shown=row,
        )
