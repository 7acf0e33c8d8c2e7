"""The clock of this room: the report of Dinas Sosial on what happened in a home."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.deadlines.clocks import Clock, Ladder, Rung

from .models import Incident

INCIDENT_REPORT = Clock(
    code="incident_report",
    subject="incident",
    label=_("Laporan Dinas atas kejadian di lembaga"),
    rule=_("Permensos 30/HUK/2011, kejadian dilaporkan ke Dinas Sosial"),
    counted_by=("incident_grave_hours", "incident_hours"),
    ladder=Ladder(
        before="",
        after="incident_escalation_hours",
        first=(Rung.SUPERVISOR,),
        climbing=((Rung.SUPERVISOR, Rung.OFFICE), (Rung.PROVINCE,)),
        in_hours=True,
    ),
    rows=lambda: Incident.objects.owing_report(),
    reference="number",
    office="office_id",
    zone="office__region__time_zone",
    due_at="report_due_at",
    path=lambda row: reverse("living:incident", args=[row.subject_id]),
)
