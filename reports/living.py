"""The work that days in a home make: incidents for the Dinas that reports on them, its province, the children's
workers; leaves that end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from cases.models import Case
from cases.states import Base
from institutions.parameters import value_for
from institutions.states import SHARE_ROLES
from living.models import Incident, Leave
from referrals.models import Placement
from referrals.states import Title

from .rows import LIMIT, SAFETY, Task, who

# How long after a child came its admission sheet stands among the work of the day.
LATELY_DAYS = 30


def incidents_owing(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Incidents on which the Dinas has to report."""
    office = Incident.objects.scopes(user)["office"].filter(office_id=actor.institution_id)
    yield from _tasks(office, _("Tulis laporan"), "living:incident_report")


def incidents_above(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Those with whose report a regency of the province is late."""
    above = Incident.objects.scopes(user)["above"].filter(office__region__parent__institutions=actor.institution_id)
    yield from _tasks(above, _("Periksa"), "living:incident")


def incidents_of_children(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """What happened to the children of the worker's cases, until the Dinas has reported on it."""
    yield from _tasks(Incident.objects.scopes(user)["of_cases"], _("Lihat"), "living:incident")


def leaves_late(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Children who should be back from a leave by tomorrow: of the worker's cases, or of the home."""
    late = Leave.objects.visible_to(user).out().filter(until_on__lte=today + timedelta(days=1))
    if actor.role in SHARE_ROLES:
        late = late.filter(placement__institution_id=actor.institution_id)
    else:
        late = late.filter(placement__case__worker_id=user.pk, placement__case__office_id=actor.institution_id)
    rows = late.select_related("placement__case__beneficiary", "placement__case__office__region")
    for leave in rows.order_by("until_on", "pk")[:LIMIT]:
        case = leave.placement.case
        yield Task(
            leave.until_on,
            _("Kembali dari izin: %(who)s") % {"who": who(case)},
            case.number,
            reverse("living:leave", args=[leave.pk]),
            _("Catat kembali"),
            case,
            SAFETY,
            case.office.region.time_zone,
        )


def admission_sheets(user: Any, actor: Actor, today: date) -> Iterable[Task]:
    """Children who came lately into the home and whose admission sheet is not whole."""
    cases = Case.objects.visible_to(user).named_to(user)
    lately = Placement.objects.open().filter(
        institution_id=actor.institution_id,
        base=Base.RESIDENTIAL,
        case__in=cases,
        starts_on__gte=today - timedelta(days=LATELY_DAYS),
    )
    owing = lately.exclude(title=Title.EXISTING).exclude(admission_sheet__is_whole=True)
    rows = owing.select_related("case__beneficiary", "case__office__region", "institution")
    days: int | None = None
    for stay in rows.order_by("starts_on", "pk")[:LIMIT]:
        days = value_for("orientation_days", stay.institution) if days is None else days
        yield Task(
            stay.starts_on + timedelta(days=days),
            _("Berkas masuk belum lengkap: %(who)s") % {"who": who(stay.case)},
            stay.case.number,
            reverse("living:admission", args=[stay.pk]),
            _("Isi"),
            stay.case,
            zone=stay.case.office.region.time_zone,
        )


def _tasks(incidents: QuerySet[Incident], verb: Promise, page: str) -> Iterable[Task]:
    rows = incidents.owing_report().select_related("institution", "office__region")
    for incident in rows.order_by("report_due_at", "pk")[:LIMIT]:
        yield Task(
            incident.report_due_at,
            _("Kejadian di lembaga: %(kind)s") % {"kind": incident.get_kind_display()},
            f"{incident.institution}, {incident.number}",
            reverse(page, args=[incident.pk]),
            verb,
            weight=SAFETY,
            zone=incident.office.region.time_zone,
            in_danger=incident.is_grave,
            shown=incident,
        )
