"""The clocks of this room: the report of Dinas Sosial on what happened in a home, a child's return from leave, and the
half-yearly review of a caregiver."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.deadlines.clocks import Clock, Ladder, Rung
from atensi.deadlines.own import office_of
from cases.clocks import columns_of_case

from .models import Caregiver, Incident, Leave

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
LEAVE = Clock(
    code="leave",
    subject="leave",
    label=_("Anak kembali dari izin"),
    rule=_("Permensos 30/HUK/2011, anak dalam pengasuhan lembaga"),
    counted_by=(),
    ladder=Ladder(
        before="",
        after="leave_escalation_days_overdue",
        first=(Rung.HOLDER,),
        climbing=((Rung.HOLDER, Rung.WORKER), (Rung.HEAD, Rung.SUPERVISOR), (Rung.OFFICE,)),
    ),
    rows=lambda: Leave.objects.out(),
    holder="placement__institution_id",
    due_on="until_on",
    path=lambda row: reverse("living:leave", args=[row.subject_id]),
    **columns_of_case("placement__case"),
)
CAREGIVER_REVIEW = Clock(
    code="caregiver_review",
    subject="caregiver",
    label=_("Penilaian pengasuh"),
    rule=_("Permensos 30/HUK/2011, penilaian pengasuh setiap enam bulan"),
    counted_by=("caregiver_review_months",),
    ladder=Ladder(
        before="notice_days_before",
        after="escalation_days_overdue",
        first=(Rung.HOLDER,),
        climbing=((Rung.HOLDER, Rung.HEAD), (Rung.SUPERVISOR,), (Rung.OFFICE,)),
    ),
    rows=lambda: Caregiver.objects.reviewed(),
    reference="institution__name",
    office=office_of("institution__region_id"),
    holder="institution_id",
    zone="institution__region__time_zone",
    due_on="review_due_on",
    path=lambda row: reverse("living:caregivers", args=[row.holder_id]),
)
ALL = (INCIDENT_REPORT, LEAVE, CAREGIVER_REVIEW)
