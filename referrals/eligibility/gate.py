"""The gate before residential care: every gentler rank asked, with evidence (domain.md 5.1-5.3).

It binds children. For an adult, choosing residential asks a recorded reason (design.md 4; domain.md 4).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.language import counted
from cases.models import Agreement, Case, CaseConference, FamilyMember, SocialReport
from cases.models.beneficiaries import ADULT_AGE
from cases.service_states import ACTIVITY_OF, SessionKind
from cases.states import CARE_FORMS, RESIDENTIAL_RANK, CareForm, rank_of
from institutions.parameters import value_for

from ..models import Alternative, Inquiry
from ..states import OPEN_RESULTS, AlternativeResult
from .inquiries import LAW_CARE, answers_of, speaking

LAW_57 = _("UU 23/2002 pasal 57–58")
LAW_FAMILY = _("Permensos 7/2021, dukungan keluarga")
LAW_BASES = _("Permensos 7/2021, tiga basis layanan")
LKSA_STANDARD = _("Permensos 30/HUK/2011")
LAW_HEARD = _("UU 23/2002 pasal 10")
MAX_AGE = "alternatives_evidence_max_age_days"
# Somebody nearer to home said yes.
OPEN_WAY = frozenset({"gentler_way_open", "willing_not_assessed"})


def gentler_forms(form: str) -> list[str]:
    """The forms of care nearer to home than `form`, nearest first."""
    return CARE_FORMS[: rank_of(form) - 1]


def evidence_of(entry: Alternative) -> list[tuple[str, date]]:
    """The papers behind an entry with the day each one speaks of: [("assessment", 2 June 2026), …]."""
    found = []
    if entry.assessment:
        found.append(("assessment", entry.assessment.assessed_on))
    if entry.conference:
        found.append(("conference", entry.conference.held_on))
    if entry.service:
        found.append(("service", entry.service.provided_on))
    return found


def evidence_age(entry: Alternative, on: date) -> int:
    """Age in days of what an entry stands on: of its newest paper, or of the asking when that lies further back."""
    days = [day for _kind, day in evidence_of(entry)]
    return (on - min(entry.considered_on, max(days, default=entry.considered_on))).days


@dataclass(frozen=True)
class Request:
    """A care decision as somebody wants to ask for it: what the gate looks at."""

    case: Case
    form: str
    alternatives: tuple[Alternative, ...]
    social_report: SocialReport | None
    conference: CaseConference | None
    on: date

    @cached_property
    def is_child(self) -> bool:
        age = self.case.beneficiary.age_on(self.on)
        return age is None or age < ADULT_AGE

    @cached_property
    def is_residential(self) -> bool:
        return rank_of(self.form) >= RESIDENTIAL_RANK

    @cached_property
    def entries(self) -> dict[str, Alternative]:
        return {entry.form: entry for entry in self.alternatives}

    @cached_property
    def answers(self) -> list[Inquiry]:
        """The answers on file that count, newest first."""
        return answers_of(self.case)

    @cached_property
    def open_ways(self) -> dict[str, str]:
        """Gentler form -> the yes that stands there (`OPEN_RESULTS`), on file or in the entry itself. An entry takes no
        yes back that is on file; the person's newer answer does."""
        on_file = speaking(self.answers)
        found = {}
        for form in gentler_forms(self.form):
            said = (on_file.get(form), self.entries.get(form))
            yes = [answer.result for answer in said if answer is not None and answer.result in OPEN_RESULTS]
            if yes:
                found[form] = min(yes, key=OPEN_RESULTS.index)
        return found

    @cached_property
    def agreement(self) -> Agreement | None:
        """The newest agreement that has not been withdrawn."""
        return Agreement.objects.filter(case=self.case, withdrawn_on=None).order_by("-signed_on", "-pk").first()

    @cached_property
    def max_age(self) -> int:
        days: int = value_for(MAX_AGE, self.case.office, on=self.on)
        return days


def gate_problems(
    *,
    case: Case,
    form: str,
    alternatives: Iterable[Alternative],
    social_report: SocialReport | None,
    conference: CaseConference | None,
    on: date,
) -> list[Problem]:
    """What stands against asking Dinas Sosial for `form` of care on day `on`, hard first.

    alternatives: entries, saved or not, one per gentler rank.
    """
    return problems_of(Request(case, form, tuple(alternatives), social_report, conference, on))


def problems_of(asked: Request) -> list[Problem]:
    """What stands against the request, hard first."""
    rules = [report_problems, *(CHILD_RULES if asked.is_child else [adult_problems])]
    found = [problem for rule in rules for problem in rule(asked)]
    return sorted(found, key=lambda problem: not problem.is_hard)


def report_problems(asked: Request) -> Iterator[Problem]:
    """A signed social report of this case (domain.md 5.2, hard)."""
    report = asked.social_report
    if report is None or report.case_id != asked.case.pk or not report.is_signed:
        text = _("Pilih laporan sosial kasus ini yang sudah ditandatangani.")
        yield Problem("social_report_missing", text, source=LAW_57, field="social_report")


def adult_problems(asked: Request) -> Iterator[Problem]:
    if asked.is_residential:
        text = _("Tuliskan mengapa layanan berbasis keluarga dan komunitas tidak mencukupi.")
        yield Problem("residential_reason", text, "soft", LAW_BASES)


def ladder_problems(asked: Request) -> Iterator[Problem]:
    """Every gentler rank answered, with evidence of the same case that is not too old (domain.md 5.1)."""
    for form in gentler_forms(asked.form):
        entry = asked.entries.get(form)
        label, field = CareForm(form).label, f"{form.lower()}-result"
        if entry is None:
            # Hard before a residence; between the family forms a written reason will do.
            tag = "hard" if asked.is_residential else "soft"
            text = _("%(form)s: belum ditanyakan. Catat hasil, alasan, dan buktinya.") % {"form": label}
            yield Problem(f"alternative_missing_{form.lower()}", text, tag, LAW_CARE, field)
        else:
            yield from entry_problems(asked, entry)


def entry_problems(asked: Request, entry: Alternative) -> Iterator[Problem]:
    label, code = CareForm(entry.form).label, entry.form.lower()
    found = list(proof_problems(asked.case, entry, asked.on))
    yield from found
    if any(problem.code.startswith("alternative_foreign") for problem in found):
        return
    papers = evidence_of(entry)
    if not papers or not entry.reason.strip():
        text = _("%(form)s: hasil ditulis tanpa alasan atau bukti. Pilih bukti dan tulis siapa yang ditanya.")
        yield Problem(f"alternative_unproven_{code}", text % {"form": label}, "hard", LAW_CARE, f"{code}-evidence")
    age = evidence_age(entry, asked.on)
    if papers and age > asked.max_age:
        text = counted(
            "%(form)s: bukti berumur %(age)d hari, batas %(limit)d.", age=age, form=label, limit=asked.max_age
        )
        source = _("Pengaturan kantor: umur bukti pengasuhan alternatif")
        yield Problem(f"alternative_old_{code}", text, "soft", source, f"{code}-evidence")


def proof_problems(case: Case, entry: Alternative, on: date) -> Iterator[Problem]:
    """What is wrong with the papers and the day of an answer, in a request or on file: papers are of the same case and
    signed, nobody was asked tomorrow."""
    label, code = CareForm(entry.form).label, entry.form.lower()
    papers = [paper for paper in (entry.assessment, entry.conference, entry.service) if paper is not None]
    if any(paper.case_id != case.pk for paper in papers):
        text = _("%(form)s: buktinya bukan dari kasus ini.") % {"form": label}
        yield Problem(f"alternative_foreign_{code}", text, source=LAW_CARE, field=f"{code}-evidence")
        return
    if entry.assessment is not None and not entry.assessment.is_signed:
        text = _("%(form)s: asesmen yang menjadi bukti belum ditandatangani.") % {"form": label}
        yield Problem(f"alternative_unsigned_{code}", text, source=LAW_CARE, field=f"{code}-evidence")
    if entry.considered_on > on:
        text = _("%(form)s: tanggalnya belum tiba.") % {"form": label}
        yield Problem(f"alternative_ahead_{code}", text, source=LAW_CARE, field=f"{code}-considered_on")


def open_way_problems(asked: Request) -> Iterator[Problem]:
    """Who is willing and fit nearer to home comes first (domain.md 5.1, hard before a residence); who is willing is
    looked at first (soft). A newer answer of the same person that says no closes the way."""
    fit = [form for form, result in asked.open_ways.items() if result == AlternativeResult.FIT]
    willing = [form for form in asked.open_ways if form not in fit]
    if fit:
        tag = "hard" if asked.is_residential else "soft"
        text = _("%(forms)s: ada yang bersedia dan layak. Tempuh jalan itu, atau catat jawaban barunya di gerbang.")
        yield Problem("gentler_way_open", text % {"forms": _labels(fit)}, tag, LAW_CARE, f"{fit[0].lower()}-result")
    if willing and asked.is_residential:
        text = _("%(forms)s: ada yang bersedia, kelayakannya belum dinilai. Nilai dulu, atau tulis mengapa tidak.")
        values = {"forms": _labels(willing)}
        yield Problem("willing_not_assessed", text % values, "soft", LAW_CARE, f"{willing[0].lower()}-result")


def _labels(forms: Iterable[str]) -> str:
    return ", ".join(str(CareForm(form).label) for form in forms)


def poverty_problems(asked: Request) -> Iterator[Problem]:
    """Poverty alone is no ground to take a child from home (domain.md 5.1, soft: a supervisor's reason)."""
    poor = [entry for entry in asked.alternatives if entry.result == AlternativeResult.POVERTY_ONLY]
    if asked.is_residential and poor:
        text = _("%(forms)s: satu-satunya alasan kemiskinan. Bantu keluarganya dulu; hanya penyelia boleh melanjutkan.")
        source = _("Pengasuhan residensial pilihan terakhir; Pedoman PBB tentang pengasuhan alternatif")
        yield Problem("poverty_only", text % {"forms": _labels(entry.form for entry in poor)}, "soft", source)


def tepak_problems(asked: Request) -> Iterator[Problem]:
    """Child and family met (TEPAK) before a residence, or it is written why not (domain.md 4.1, soft)."""
    activity = ACTIVITY_OF[SessionKind.TEPAK][1]
    if asked.is_residential and not asked.case.services.filter(activity__code=activity).exists():
        text = _("Belum ada Temu Penguatan Anak dan Keluarga (TEPAK). Adakan dulu, atau tulis mengapa tidak.")
        yield Problem("tepak_missing", text, "soft", LAW_FAMILY)


def conference_problems(asked: Request) -> Iterator[Problem]:
    """A case conference before rank 6 or 7 (domain.md 5.1, 5.3, hard)."""
    conference = asked.conference
    if conference is None:
        if asked.is_residential:
            text = _("Belum ada pembahasan kasus. Adakan pembahasan sebelum mengusulkan lembaga.")
            yield Problem("conference_missing", text, source=LKSA_STANDARD, field="conference")
    elif conference.case_id != asked.case.pk or conference.held_on > asked.on:
        text = _("Pilih pembahasan kasus ini yang sudah dilaksanakan.")
        yield Problem("conference_foreign", text, source=LKSA_STANDARD, field="conference")


def agreement_problems(asked: Request) -> Iterator[Problem]:
    """Agreement of child, parent or guardian, and provider; Dinas a party where the family is unknown (5.3, hard)."""
    if asked.agreement is None:
        text = _("Belum ada kesepakatan dengan anak dan keluarga. Catat kesepakatan dulu.")
        yield Problem("agreement_missing", text, source=LKSA_STANDARD)
    elif not asked.agreement.office_is_party and not _family_known(asked.case):
        text = _("Keluarga anak belum diketahui: Dinas Sosial harus menjadi pihak dalam kesepakatan.")
        yield Problem("agreement_without_office", text, source=LKSA_STANDARD)


def _family_known(case: Case) -> bool:
    return FamilyMember.objects.filter(beneficiary=case.beneficiary_id, is_alive=True).exists()


def child_view_problems(asked: Request) -> Iterator[Problem]:
    """The child's view in the papers of this request, or why the child was not heard (domain.md 5.3, hard)."""
    papers = [asked.agreement, asked.conference]
    if not any(paper and (paper.child_view.strip() or paper.child_not_heard_reason.strip()) for paper in papers):
        text = _("Suara anak belum tercatat. Tulis kata-katanya, atau mengapa anak belum didengar.")
        yield Problem("child_not_heard", text, source=LAW_HEARD)


CHILD_RULES = [
    ladder_problems,
    open_way_problems,
    tepak_problems,
    conference_problems,
    agreement_problems,
    child_view_problems,
    poverty_problems,
]
