"""Which records of a case become official papers, and what stands on them. A higher room adds its own kinds
(`cases.hooks.PAPER_SOURCES`). The words are Indonesian: services call this in the language of the record."""

from typing import Any

from django.utils.translation import gettext as _

from atensi.audit.services import subject_of
from atensi.clock import date_words
from atensi.documents.models import OfficialPaper
from atensi.documents.official import Content
from atensi.documents.states import PaperKind

from .hooks import PAPER_SOURCES, PaperSource
from .masking import kin_on_paper, name_on_paper, without_names
from .models import AftercareVisit, CarePlan, Case, CaseConference, CaseResponse, SocialReport
from .overview import plan_in_force
from .transfers import office_at

SOCIAL_WORK = "Undang-Undang Nomor 14 Tahun 2019 tentang Pekerja Sosial"
CHILD_PROTECTION = (
    "Undang-Undang Nomor 23 Tahun 2002 tentang Perlindungan Anak, sebagaimana diubah dengan "
    "Undang-Undang Nomor 35 Tahun 2014"
)
ATENSI = "Peraturan Menteri Sosial Nomor 7 Tahun 2021 tentang Asistensi Rehabilitasi Sosial"
CARE_STANDARD = "Keputusan Menteri Sosial Nomor 30/HUK/2011 tentang Standar Nasional Pengasuhan Anak"


def papers_of(case: Case) -> Any:
    """The official papers of the case, newest first: one query."""
    return OfficialPaper.objects.of(subject_of(case))


def issuable(case: Case) -> list[tuple[PaperSource, Any]]:
    """What of the case could be issued and was not yet, each with its kind: a query for each kind, and one."""
    issued = set(papers_of(case).values_list("about", flat=True))
    found = [(source, row) for source in sources() for row in source.rows(case)]
    return [(source, row) for source, row in found if subject_of(row) not in issued]


def basis_of(case: Case, *more: str) -> list[str]:
    """What a paper of the case rests on."""
    own = [CHILD_PROTECTION] if case.beneficiary.is_child else []
    return [SOCIAL_WORK, *own, ATENSI, *more]


def person_facts(case: Case) -> list[list[str]]:
    """Whom the paper is about: of a restricted case initials alone go out, and no place (UU 11/2012 art. 19)."""
    person = case.beneficiary
    facts = [
        [_("Kasus"), case.number],
        [_("Nama"), name_on_paper(case)],
        [_("Jenis kelamin"), str(person.get_sex_display())],
    ]
    if not case.restricted:
        born = date_words(person.birth_date) if person.birth_date else _("belum diketahui")
        facts += [[_("Tanggal lahir"), born], [_("Tempat"), f"{_('Kec.')} {person.region}"]]
    return facts


def signer_of(paper: Any) -> list[str]:
    """A social worker who signed, with the registration as it stood then."""
    role = _("Pekerja Sosial")
    return [f"{role}, STR {paper.str_number}" if paper.str_number else role, str(paper.signed_by)]


def told(case: Case, *pairs: tuple[str, str]) -> list[list[str]]:
    """Sections, with the names of a restricted case taken out of what people wrote."""
    return [[label, without_names(case, words)] for label, words in pairs]


def _report(case: Case, report: SocialReport) -> Content:
    care = _("Keluarga dan pengasuhan") if case.beneficiary.is_child else _("Keluarga dan perawatan")
    basis = _("%(kind)s tanggal %(day)s") % {
        "kind": report.assessment.get_kind_display(),
        "day": date_words(report.assessment.assessed_on),
    }
    return Content(
        title=_("Laporan sosial"),
        facts=[*person_facts(case), [_("Asesmen"), basis], [_("Ditandatangani"), date_words(report.signed_at)]],
        basis=basis_of(case),
        sections=told(
            case,
            (_("Permintaan dan tujuan"), report.purpose),
            (_("Masalah dan kronologi"), report.chronology),
            (_("Temuan bio-psiko-sosial-spiritual"), report.findings),
            (care, report.family_and_care),
            (_("Analisis"), report.analysis),
            (_("Rekomendasi"), report.recommendation),
        ),
        signers=[signer_of(report)],
    )


def _plan(case: Case, plan: CarePlan) -> Content:
    of_child = case.beneficiary.is_child
    facts = [
        *person_facts(case),
        [_("Versi"), str(plan.version)],
        [_("Tujuan menetap"), str(plan.get_permanency_goal_display())],
        [_("Tujuan cadangan"), str(plan.get_concurrent_goal_display())],
        [_("Jangka"), str(plan.get_horizon_display())],
        [_("Ditandatangani"), date_words(plan.signed_at)],
    ]
    return Content(
        title=_("Rencana pengasuhan individual") if of_child else _("Rencana intervensi"),
        facts=[fact for fact in facts if fact[1]],
        basis=basis_of(case, *([CARE_STANDARD] if of_child else [])),
        sections=told(
            case,
            (voice_words(case), plan.child_view or plan.child_not_heard_reason),
            (_("Pendapat keluarga"), plan.family_view),
        ),
        tables=[_goal_table(case, goal) for goal in plan.goals.all()],
        signers=[signer_of(plan), *_parties(case, plan)],
    )


def voice_words(case: Case) -> str:
    return _("Suara anak") if case.beneficiary.is_child else _("Suara penerima manfaat")


def _goal_table(case: Case, goal: Any) -> dict[str, Any]:
    rows = [
        [
            without_names(case, action.text),
            f"{action.component.label}, {str(action.get_base_display()).lower()}",
            without_names(case, action.responsible),
            date_words(action.due_on),
        ]
        for action in goal.actions.all()
    ]
    heads = [_("Kegiatan"), _("Komponen, basis"), _("Penanggung jawab"), _("Paling lambat")]
    return {"heading": _("Tujuan: %(text)s") % {"text": without_names(case, goal.text)}, "heads": heads, "rows": rows}


def _parties(case: Case, plan: CarePlan) -> list[list[str]]:
    """Who signed beside the social worker (domain.md 5.4)."""
    who = _("Anak") if case.beneficiary.is_child else _("Penerima manfaat")
    return [
        *([[who, name_on_paper(case)]] if plan.child_signs else []),
        *([[_("Keluarga"), kin_on_paper(case, plan.family_signatory)]] if plan.family_signatory else []),
        *([[_("Dinas Sosial"), office_at(case, plan.signed_at).name]] if plan.office_is_party else []),
        *([[_("Lembaga"), plan.institution_signatory]] if plan.institution_signatory else []),
    ]


def _first_contact(case: Case, response: CaseResponse) -> Content:
    return Content(
        title=_("Laporan kunjungan"),
        facts=[
            *person_facts(case),
            [_("Kunjungan"), _("Kontak pertama, laporan %(number)s") % {"number": response.number}],
            [_("Tanggal"), date_words(response.first_contact_at)],
        ],
        basis=basis_of(case),
        sections=told(
            case,
            (_("Yang dilaporkan"), response.what_happened),
            (_("Hasil kunjungan"), response.first_contact_note),
        ),
        signers=[[_("Pekerja Sosial"), str(response.first_contact_by)]],
    )


def _aftercare(case: Case, visit: AftercareVisit) -> Content:
    safe = _("Aman") if visit.is_safe else _("Tidak aman")
    return Content(
        title=_("Laporan kunjungan"),
        facts=[
            *person_facts(case),
            [_("Kunjungan"), _("Bimbingan lanjut, bulan ke-%(n)s setelah pulang") % {"n": visit.month}],
            [_("Tanggal"), date_words(visit.done_on)],
            [_("Keadaan"), safe],
        ],
        basis=basis_of(case, CARE_STANDARD),
        sections=told(case, (_("Temuan"), visit.findings)),
        signers=[[_("Pekerja Sosial"), str(visit.done_by)]],
    )


def _minutes(case: Case, conference: CaseConference) -> Content:
    return Content(
        title=_("Berita acara pembahasan kasus"),
        facts=[*person_facts(case), [_("Tanggal"), date_words(conference.held_on)], *_meeting(case, conference)],
        basis=basis_of(case),
        sections=told(
            case,
            (_("Yang hadir"), conference.attendees),
            (voice_words(case), conference.child_view or conference.child_not_heard_reason),
            (_("Pilihan yang dibahas"), conference.options),
            (_("Keputusan dan rekomendasi"), conference.recommendation),
            (_("Pendapat berbeda"), conference.dissent),
        ),
        tables=[_follow_ups(case, conference)],
        signers=[[_("Pencatat"), str(conference.recorded_by)]],
    )


def _meeting(case: Case, conference: CaseConference) -> list[list[str]]:
    """Where it met, about what, and who was asked and did not come."""
    call = getattr(conference, "call", None)
    if call is None:
        return []
    absent = ", ".join(str(guest) for guest in call.guests.select_related("user") if not guest.came)
    said = told(case, (_("Tempat"), call.place), (_("Acara"), call.agenda), (_("Tidak hadir"), absent))
    return [pair for pair in said if pair[1]]


def _follow_ups(case: Case, conference: CaseConference) -> dict[str, Any]:
    rows = conference.follow_ups.select_related("task__assignee", "task__holder")
    return {
        "heading": _("Tindak lanjut"),
        "heads": [_("Apa yang dikerjakan"), _("Siapa"), _("Paling lambat")],
        "rows": [
            [
                without_names(case, row.task.title),
                str(row.task.holder or row.task.assignee),
                date_words(row.task.due_on),
            ]
            for row in rows
        ],
    }


def _plan_rows(case: Case) -> list[CarePlan]:
    plan = plan_in_force(case)
    return [plan] if plan else []


OWN = (
    PaperSource(
        PaperKind.SOCIAL_REPORT,
        SocialReport,
        lambda case: case.social_reports.filter(signed_at__isnull=False).select_related("assessment", "signed_by"),
        lambda row: _("Laporan sosial %(day)s") % {"day": date_words(row.signed_at)},
        _report,
    ),
    PaperSource(PaperKind.CARE_PLAN, CarePlan, _plan_rows, str, _plan, follows=True),
    PaperSource(
        PaperKind.VISIT_REPORT,
        CaseResponse,
        lambda case: case.responses.filter(first_contact_at__isnull=False).select_related("first_contact_by"),
        lambda row: _("Kontak pertama %(day)s") % {"day": date_words(row.first_contact_at)},
        _first_contact,
    ),
    PaperSource(
        PaperKind.VISIT_REPORT,
        AftercareVisit,
        lambda case: case.aftercare_visits.filter(done_on__isnull=False).select_related("done_by"),
        lambda row: _("Bimbingan lanjut %(day)s") % {"day": date_words(row.done_on)},
        _aftercare,
    ),
    PaperSource(
        PaperKind.MINUTES,
        CaseConference,
        lambda case: case.conferences.select_related("recorded_by"),
        lambda row: _("Pembahasan %(day)s") % {"day": date_words(row.held_on)},
        _minutes,
    ),
)


def sources() -> list[PaperSource]:
    """Every kind of record that becomes a paper, ours first."""
    return [*OWN, *PAPER_SOURCES]
