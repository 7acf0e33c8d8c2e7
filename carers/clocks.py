"""The clocks of this room: a decision on a household that is waited for, a permit that ends, for its office and for the
worker of a child there, a day in court."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.deadlines.clocks import Clock, Ladder, Rung
from cases.clocks import OFFICE_LADDER, TASK, columns_of_case

from .models import Candidate, CareHearing, CareMatch
from .states import PERMITTED

COLUMNS = {"reference": "number", "office": "office_id", "zone": "office__region__time_zone"}
PERMIT = Clock(
    code="carer_permit",
    subject="candidate",
    label=_("Perpanjangan izin calon pengasuh"),
    rule=_("PP 44/2017; Permensos 1/2020; masa izin menurut setelan kantor"),
    counted_by=("foster_permit_months",),
    ladder=Ladder(
        before="carer_permit_reminder_days",
        after="escalation_days_overdue",
        first=(Rung.WORKER, Rung.SUPERVISOR),
        climbing=((Rung.WORKER, Rung.SUPERVISOR), (Rung.OFFICE,)),
    ),
    rows=lambda: Candidate.objects.filter(state__in=sorted(PERMITTED)),
    due_on="permit_until",
    worker="registered_by_id",
    path=lambda row: reverse("carers:detail", args=[row.subject_id]),
    **COLUMNS,
)
DECISION = Clock(
    code="carer_decision",
    subject="carer_decision_of",
    label=_("Keputusan atas calon pengasuh"),
    rule=_("Permensos 1/2020; batas menurut setelan kantor"),
    counted_by=("carer_decision_workdays",),
    ladder=Ladder(
        before="notice_days_before",
        after="escalation_days_overdue",
        first=(Rung.OFFICE,),
        climbing=((Rung.OFFICE,), (Rung.SUPERVISOR,), (Rung.PROVINCE,)),
    ),
    rows=lambda: Candidate.objects.submitted(),
    due_on="decision_due_on",
    path=lambda row: reverse("carers:detail", args=[row.subject_id]),
    **COLUMNS,
)
MATCHED = Clock(
    code="care_match",
    subject="carematch",
    label=_("Izin keluarga pengasuh anak ini berakhir"),
    outside=TASK.label,
    rule=_("PP 44/2017; PP 29/2019; PP 54/2007: anak tinggal di keluarga yang izinnya berlaku"),
    counted_by=("foster_permit_months",),
    ladder=OFFICE_LADDER,
    rows=lambda: CareMatch.objects.standing().filter(case__closed_at=None, candidate__permit_until__isnull=False),
    due_on="candidate__permit_until",
    path=lambda row: reverse("carers:care_process", args=[row.case_id]),
    **columns_of_case("case"),
)
HEARING = Clock(
    code="care_hearing",
    subject="carehearing",
    label=_("Sidang perwalian atau pengangkatan anak"),
    outside=TASK.label,
    rule=_("PP 29/2019; PP 54/2007; panggilan sidang"),
    counted_by=(),
    ladder=OFFICE_LADDER,
    rows=lambda: CareHearing.objects.ahead(),
    due_on="due_on",
    path=lambda row: reverse("carers:care_process", args=[row.case_id]),
    **columns_of_case("process__case"),
)
ALL = (PERMIT, DECISION, MATCHED, HEARING)
