"""The clocks of cases: first contact, assessment, plan, visits after homecoming, and the day a child comes of age."""

from typing import Any

from django.db.models import DateField, Exists, ExpressionWrapper, F, Func, OuterRef, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.deadlines.clocks import Clock, Ladder, Rung

from .models import (
    AftercareVisit,
    Assessment,
    CarePlan,
    Case,
    CaseResponse,
    CaseTask,
    CaseTransfer,
    ConferenceCall,
    DeskRequest,
    IncomingReport,
    JusticeDate,
)
from .models.beneficiaries import ADULT_AGE
from .querysets import CaseQuerySet


def columns_of_case(path: str = "") -> dict[str, Any]:
    """The columns of a clock about cases: `path` leads from its rows to the case, "" when they are cases themselves."""
    to = f"{path}__" if path else ""
    return {
        "case": f"{path}_id" if path else "pk",
        "reference": f"{to}number",
        "office": f"{to}office_id",
        "worker": f"{to}worker_id",
        "zone": f"{to}office__region__time_zone",
    }


OFFICE_LADDER = Ladder(
    before="notice_days_before",
    after="escalation_days_overdue",
    first=(Rung.WORKER,),
    climbing=((Rung.WORKER,), (Rung.SUPERVISOR,), (Rung.OFFICE,)),
)


class Years(Func):
    """A stretch of whole years."""

    template = "make_interval(years => %(expressions)s)"


def unassessed() -> CaseQuerySet:
    """Open cases without a signed assessment."""
    signed = Assessment.objects.filter(case=OuterRef("pk"), signed_at__isnull=False)
    return Case.objects.open().filter(~Exists(signed), assessment_due_on__isnull=False)


def unplanned() -> CaseQuerySet:
    """Open cases that were assessed and have no signed plan."""
    signed = CarePlan.objects.filter(case=OuterRef("pk"), signed_at__isnull=False)
    return Case.objects.open().filter(~Exists(signed), plan_due_on__isnull=False)


def growing_up() -> CaseQuerySet:
    """Open cases that began with a child whose birth date is known (domain.md 3.1: transition plan before 18)."""
    birthday = F("beneficiary__birth_date") + Years(Value(ADULT_AGE))
    cases = Case.objects.open().filter(beneficiary__birth_date__isnull=False)
    return cases.annotate(adult_on=ExpressionWrapper(birthday, output_field=DateField())).filter(
        opened_at__date__lt=F("adult_on")
    )


REPORT = Clock(
    code="report",
    subject="incomingreport",
    label=_("Laporan masuk diambil"),
    rule=_("Standar pengaduan: laporan ditangani Dinas Sosial dalam satu hari"),
    counted_by=("report_danger_hours", "report_hours"),
    ladder=Ladder(
        before="",
        after="report_escalation_hours",
        first=(Rung.SUPERVISOR,),
        climbing=((Rung.WORKER, Rung.SUPERVISOR), (Rung.HEAD, Rung.OFFICE), (Rung.PROVINCE,)),
        in_hours=True,
    ),
    rows=lambda: IncomingReport.objects.open(),
    reference="number",
    office="office_id",
    holder="office_id",
    worker="assigned_to_id",
    zone="office__region__time_zone",
    due_at="due_at",
    path=lambda row: reverse("desk:report", args=[row.subject_id]),
)
REQUEST = Clock(
    code="request",
    subject="deskrequest",
    label=_("Permintaan SERASI diteruskan atau dijawab"),
    rule=_("Permensos 16/2020: layanan terpadu lewat rujukan atau bantuan langsung"),
    counted_by=("serasi_danger_hours", "serasi_hours"),
    ladder=Ladder(
        before="",
        after="serasi_escalation_hours",
        first=(Rung.INTAKE,),
        climbing=((Rung.INTAKE,), (Rung.INTAKE, Rung.HEAD)),
        in_hours=True,
    ),
    rows=lambda: DeskRequest.objects.open(),
    reference="number",
    office="sentra_id",
    holder="sentra_id",
    zone="sentra__region__time_zone",
    due_at="due_at",
    path=lambda row: reverse("serasi:request", args=[row.subject_id]),
)
FIRST_CONTACT = Clock(
    code="first_contact",
    subject="caseresponse",
    label=_("Kontak pertama dengan anak"),
    rule=_("Standar respon kasus, menurut tingkat keamanan anak"),
    counted_by=("first_contact_high_hours", "first_contact_medium_hours", "first_contact_low_hours"),
    ladder=Ladder(
        before="",
        after="first_contact_escalation_hours",
        first=(Rung.WORKER,),
        climbing=((Rung.WORKER, Rung.SUPERVISOR), (Rung.OFFICE,)),
        in_hours=True,
    ),
    rows=lambda: CaseResponse.objects.awaiting_contact(),
    case="case_id",
    reference="number",
    office="office_id",
    worker=Coalesce("case__worker_id", "logged_by_id"),
    zone="office__region__time_zone",
    due_at="first_contact_due_at",
    path=lambda row: reverse("cases:response", args=[row.subject_id]),
)
ASSESSMENT = Clock(
    code="assessment",
    subject="assessment_of",
    label=_("Asesmen ditandatangani"),
    rule=_("Permensos 7/2021; Permensos 30/HUK/2011"),
    counted_by=("assessment_due_workdays",),
    ladder=OFFICE_LADDER,
    rows=unassessed,
    due_on="assessment_due_on",
    path=lambda row: reverse("cases:assessments", args=[row.case_id]),
    **columns_of_case(),
)
PLAN = Clock(
    code="plan",
    subject="plan_of",
    label=_("Rencana ditandatangani"),
    rule=_("Permensos 7/2021; Permensos 30/HUK/2011"),
    counted_by=("plan_due_workdays",),
    ladder=OFFICE_LADDER,
    rows=unplanned,
    due_on="plan_due_on",
    path=lambda row: reverse("cases:plan", args=[row.case_id]),
    **columns_of_case(),
)
AFTERCARE = Clock(
    code="aftercare",
    subject="aftercarevisit",
    label=_("Kunjungan bimbingan lanjut"),
    rule=_("Permensos 30/HUK/2011, bimbingan lanjut"),
    counted_by=("aftercare_visit_months",),
    ladder=OFFICE_LADDER,
    rows=lambda: AftercareVisit.objects.open(),
    due_on="due_on",
    path=lambda row: reverse("cases:aftercare_visit", args=[row.subject_id]),
    **columns_of_case("case"),
)
TASK = Clock(
    code="task",
    subject="casetask",
    label=_("Tugas kasus"),
    rule=_("Kesepakatan di dalam kasus"),
    counted_by=(),
    ladder=Ladder(
        before="notice_days_before",
        after="escalation_days_overdue",
        first=(Rung.WORKER, Rung.HOLDER),
        climbing=((Rung.WORKER, Rung.HOLDER), (Rung.SUPERVISOR, Rung.HEAD), (Rung.OFFICE,)),
    ),
    rows=lambda: CaseTask.objects.open(),
    holder="holder_id",
    due_on="due_on",
    path=lambda row: reverse("cases:task", args=[row.subject_id]),
    **columns_of_case("case") | {"worker": Coalesce("assignee_id", "case__worker_id")},
)
JUSTICE = Clock(
    code="justice",
    subject="justicedate",
    label=_("Tenggat proses hukum anak"),
    outside=TASK.label,
    rule=_("UU 11/2012 pasal 7, 21, dan 29; panggilan sidang"),
    counted_by=("diversion_start_days", "diversion_days"),
    ladder=OFFICE_LADDER,
    rows=lambda: JusticeDate.objects.ahead(),
    due_on="due_on",
    path=lambda row: reverse("cases:justice", args=[row.case_id]),
    **columns_of_case("track__case"),
)
CONFERENCE = Clock(
    code="conference",
    subject="conferencecall",
    label=_("Pembahasan kasus"),
    rule=_("Undangan pembahasan kasus"),
    counted_by=(),
    ladder=OFFICE_LADDER,
    rows=lambda: ConferenceCall.objects.open(),
    due_on="meets_on",
    path=lambda row: reverse("cases:documents", args=[row.case_id]),
    **columns_of_case("case"),
)
TRANSFER = Clock(
    code="transfer",
    subject="casetransfer",
    label=_("Jawaban pelimpahan kasus"),
    rule=_("Serah terima kasus; batas menurut setelan penerima"),
    counted_by=("transfer_answer_workdays",),
    ladder=Ladder(
        before="notice_days_before",
        after="escalation_days_overdue",
        first=(Rung.WORKER, Rung.HOLDER),
        climbing=((Rung.WORKER, Rung.HOLDER), (Rung.HEAD, Rung.SUPERVISOR), (Rung.OFFICE,)),
    ),
    rows=lambda: CaseTransfer.objects.open(),
    holder="to_office_id",
    due_on="answer_due_on",
    path=lambda row: reverse("cases:transfer", args=[row.subject_id]),
    **columns_of_case("case")
    | {"worker": Coalesce("to_worker_id", "case__worker_id"), "zone": "to_office__region__time_zone"},
)
COMING_OF_AGE = Clock(
    code="coming_of_age",
    subject="coming_of_age_of",
    label=_("Anak berumur 18 tahun"),
    rule=_("UU 35/2014 pasal 1; rencana peralihan"),
    counted_by=(),
    ladder=Ladder(
        before="transition_warning_days_before_18",
        after="escalation_days_overdue",
        first=(Rung.WORKER,),
        climbing=((Rung.WORKER, Rung.SUPERVISOR),),
    ),
    rows=growing_up,
    due_on="adult_on",
    path=lambda row: reverse("cases:transition", args=[row.case_id]),
    **columns_of_case(),
)
ALL = (REPORT, REQUEST, FIRST_CONTACT, ASSESSMENT, PLAN, TASK, CONFERENCE, JUSTICE, AFTERCARE, TRANSFER, COMING_OF_AGE)
