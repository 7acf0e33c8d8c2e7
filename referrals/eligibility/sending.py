"""Whether a referral may go where somebody wants to send it (domain.md 5.2, 5.3; design.md 4)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.documents.models import Document
from atensi.errors import Problem
from carers.eligibility.matching import matched_problems
from carers.eligibility.processes import kin_decided_problems
from cases.models import Case, CaseConference, FamilyMember, SocialReport
from cases.states import RESIDENTIAL_FORMS, Base, CareForm
from institutions.models import Institution
from institutions.states import Kind, Role

from ..models import Alternative, CareDecision, Referral
from ..permissions import can_place_in_family
from ..states import REFUSED, DecisionOutcome, ReferralKind, ReferralState
from .answerers import LAW_RECEIVING, nobody_answers, with_answerers
from .carers import carer_faith_problems
from .gate import LAW_57, LAW_BASES, gate_problems
from .inquiries import LAW_CARE
from .naming import naming_problems
from .places import KINDS_OF_FORM

# Which bodies take which kind of request.
RECEIVING_KINDS: dict[str, frozenset[str]] = {
    ReferralKind.SERVICE: frozenset({Kind.SENTRA, Kind.UPTD, Kind.LKSA, Kind.LKS}),
    ReferralKind.CARE_DECISION: frozenset({Kind.DINAS_REGENCY, Kind.DINAS_PROVINCE}),
    ReferralKind.ADMISSION: frozenset({Kind.SENTRA, Kind.UPTD, Kind.LKSA}),
}
# The rank of care that a residence gives (domain.md 5.1).
FORM_OF_KIND: dict[str, str] = {kind: form for form, kinds in KINDS_OF_FORM.items() for kind in kinds}
LAW_ORDER = _("UU 11/2012; PP 29/2019; PP 54/2007")


def asked_of_place(place: Institution) -> dict[str, str]:
    """Form and base of care that an admission to `place` asks for: a residence gives what it is."""
    return {"asked_form": FORM_OF_KIND[place.kind], "asked_base": Base.RESIDENTIAL}


@dataclass(frozen=True)
class Draft:
    """A referral as somebody wants to send it: what the rules look at."""

    case: Case
    kind: str
    to_institution: Institution
    by: Actor
    on: date
    legally_responsible: str
    reason: str
    summary: str
    asked_base: str
    asked_form: str = ""
    asked_institution: Institution | None = None
    asked_carer: FamilyMember | None = None
    asked_months: int | None = None
    is_emergency: bool = False
    social_report: SocialReport | None = None
    conference: CaseConference | None = None
    alternatives: tuple[Alternative, ...] = ()
    decision: CareDecision | None = None
    order_number: str = ""
    order_on: date | None = None
    order_document: Document | None = None
    # The referral this one takes the place of, when the receiver passed it on.
    redirected_from: Referral | None = field(default=None)


def send_problems(draft: Draft) -> list[Problem]:
    """What stands against sending `draft`, hard first."""
    found = [problem for rule in RULES for problem in rule(draft)]
    return sorted(found, key=lambda problem: not problem.is_hard)


def case_problems(draft: Draft) -> Iterator[Problem]:
    if not draft.case.is_open:
        yield Problem("case_closed", _("Kasus ini sudah ditutup. Buka kasus baru lebih dulu."))
    waiting = Referral.objects.filter(case=draft.case, kind=draft.kind, state=ReferralState.SENT)
    if draft.kind != ReferralKind.CARE_DECISION:
        waiting = waiting.filter(to_institution=draft.to_institution)
    if draft.redirected_from is not None:
        waiting = waiting.exclude(pk=draft.redirected_from.pk)
    if waiting.exists():
        yield already_sent()


def already_sent() -> Problem:
    """The same request waits for its answer."""
    text = _("Rujukan yang sama masih menunggu jawaban. Tarik dulu bila isinya berubah.")
    return Problem("already_sent", text)


def words_problems(draft: Draft) -> Iterator[Problem]:
    """Referring party, legally responsible person, reason or chronology (domain.md 5.3, hard)."""
    if not draft.legally_responsible.strip():
        text = _("Tulis siapa penanggung jawab hukum anak, atau bahwa belum diketahui.")
        yield Problem("legally_responsible_missing", text, source=LAW_RECEIVING, field="legally_responsible")
    if not draft.reason.strip():
        yield Problem("reason_missing", _("Tulis alasan merujuk."), source=LAW_RECEIVING, field="reason")
    if not draft.summary.strip():
        yield Problem("summary_missing", _("Tulis ringkasan untuk penerima."), source=LAW_RECEIVING, field="summary")


def naming_of_person(draft: Draft) -> Iterator[Problem]:
    """A service body or a home reads what it needs before it accepts, never who it is (UU 27/2022). Dinas, asked for a
    decision, has the case before it; what was passed on is the first sender's, and stands as it was sent."""
    if draft.kind != ReferralKind.CARE_DECISION and draft.redirected_from is None:
        words = {"summary": draft.summary, "reason": draft.reason}
        yield from naming_problems(draft.case.beneficiary, words)


def receiver_problems(draft: Draft) -> Iterator[Problem]:
    receiver = draft.to_institution
    sender = draft.redirected_from.from_institution_id if draft.redirected_from else draft.by.institution_id
    found = list(taking_problems(draft.kind, receiver, sender))
    yield from found
    # Dinas owes its decision whoever is there, and its silence climbs.
    if draft.kind != ReferralKind.CARE_DECISION and not found and not with_answerers([receiver.pk]):
        problem = nobody_answers(receiver)
        # Who passes a request on does not answer for it as its sender does, who may write a reason.
        yield problem if draft.redirected_from is None else replace(problem, tag="hard")
    if draft.kind == ReferralKind.CARE_DECISION and not _is_own_office(draft.case, receiver):
        text = _("Keputusan diminta dari Dinas Sosial kabupaten/kota anak atau provinsinya.")
        yield Problem("foreign_office", text, source=LAW_57, field="to_institution")


def taking_problems(kind: str, receiver: Institution, sender: int | None) -> Iterator[Problem]:
    """Whether `receiver` takes requests of `kind`, and is not the one who sends it. sender: id."""
    if not receiver.is_active or receiver.kind not in RECEIVING_KINDS[kind]:
        text = _("Lembaga ini tidak menerima rujukan jenis itu.")
        yield Problem("receiver_does_not_take", text, field="to_institution")
    if kind != ReferralKind.CARE_DECISION and receiver.pk == sender:
        text = _("Rujukan tidak bisa dikirim ke lembaga sendiri.")
        yield Problem("own_institution", text, field="to_institution")


def _is_own_office(case: Case, receiver: Institution) -> bool:
    """The case's office, the Dinas of the child's regency, or that of the province above either."""
    regions = {case.office.region_id, case.beneficiary.region_id[:5]}
    return receiver.region_id in regions | {region[:2] for region in regions}


def asked_problems(draft: Draft) -> Iterator[Problem]:
    """What a care decision is asked for: a form, its base, where or with whom."""
    if draft.kind != ReferralKind.CARE_DECISION:
        return
    if draft.asked_form not in CareForm:
        yield Problem("form_missing", _("Pilih bentuk pengasuhan yang diusulkan."), field="asked_form")
        return
    if (draft.asked_form in RESIDENTIAL_FORMS) != (draft.asked_base == Base.RESIDENTIAL):
        text = _("Basis residensial hanya untuk LKSA dan Sentra.")
        yield Problem("base_does_not_fit", text, source=LAW_BASES, field="asked_base")
    if draft.asked_form in RESIDENTIAL_FORMS:
        kinds = KINDS_OF_FORM[draft.asked_form]
        if draft.asked_institution is None or draft.asked_institution.kind not in kinds:
            text = _("Pilih lembaga yang memberi bentuk pengasuhan ini.")
            yield Problem("asked_institution_missing", text, field="asked_institution")
    else:
        yield from _carer_problems(draft)


def _carer_problems(draft: Draft) -> Iterator[Problem]:
    carer = draft.asked_carer
    near = draft.asked_form in {CareForm.BIRTH_FAMILY, CareForm.KINSHIP}
    if (carer is None and near) or (carer is not None and carer.beneficiary_id != draft.case.beneficiary_id):
        text = _("Pilih pengasuh dari keluarga yang tercatat di kasus ini.")
        yield Problem("carer_missing", text, field="asked_carer")
    elif carer is not None:
        yield from carer_faith_problems(draft.asked_form, draft.case.beneficiary, carer, field="asked_carer")
        yield from _chosen_problems(draft, carer)
    if draft.asked_base == Base.COMMUNITY and draft.asked_institution is None:
        text = _("Basis komunitas perlu lembaga pendamping.")
        yield Problem("asked_institution_missing", text, field="asked_institution")


def _chosen_problems(draft: Draft, carer: FamilyMember) -> Iterator[Problem]:
    """Whom the register of carers and the way to kin name already, before a decider is asked who could not sign."""
    found = [*matched_problems(draft.case, draft.asked_form, carer, on=draft.on, by_decision=False)]
    if draft.asked_form == CareForm.KINSHIP:
        found += kin_decided_problems(draft.case, carer)
    yield from (replace(problem, field="asked_carer") for problem in found)


def admission_problems(draft: Draft) -> Iterator[Problem]:
    """A residence is asked to admit only by a decision that names it, by an order of court or investigator, or in an
    emergency (domain.md 5.2, 5.3; design.md 4, hard)."""
    if draft.kind != ReferralKind.ADMISSION:
        return
    if draft.asked_base != Base.RESIDENTIAL or draft.to_institution.kind not in KINDS_OF_FORM.get(
        draft.asked_form, frozenset()
    ):
        text = _("Lembaga ini tidak memberi bentuk pengasuhan itu.")
        yield Problem("form_does_not_fit", text, source=LAW_CARE, field="asked_form")
    decision = draft.decision
    if decision is None:
        if not draft.is_emergency and not draft.order_number:
            text = _("Penempatan di lembaga perlu keputusan Dinas Sosial atau penetapan, kecuali darurat.")
            yield Problem("no_decision", text, source=LAW_57, field="decision")
        return
    if decision.case_id != draft.case.pk or decision.outcome != DecisionOutcome.APPROVED:
        yield Problem("no_decision", _("Keputusan ini tidak menyetujui penempatan anak ini."), source=LAW_57)
    elif (decision.institution_id, decision.form) != (draft.to_institution.pk, draft.asked_form):
        text = _("Keputusan %(number)s menyebut tempat yang lain. Minta keputusan baru.") % {"number": decision.number}
        yield Problem("decision_differs", text, source=LAW_57, field="to_institution")
    elif decision.admissions.exclude(state__in=REFUSED).exists():
        text = _("Keputusan %(number)s sudah dipakai untuk satu rujukan penempatan.") % {"number": decision.number}
        yield Problem("decision_used", text, source=LAW_57)


def order_problems(draft: Draft) -> Iterator[Problem]:
    """An order has number, date and its paper, is not of tomorrow, comes through the social workers responsible, and
    stands alone: beside a decision or an emergency nobody could say by which the child was placed (hard)."""
    if not draft.order_number and draft.order_on is None and draft.order_document is None:
        return
    if draft.kind != ReferralKind.ADMISSION or draft.decision is not None or draft.is_emergency:
        text = _("Penetapan hanya untuk rujukan penempatan tanpa keputusan Dinas Sosial dan tanpa keadaan darurat.")
        yield Problem("order_beside_title", text, source=LAW_ORDER, field="order_number")
    if not draft.order_number or draft.order_on is None:
        text = _("Isi nomor dan tanggal penetapan pengadilan atau penyidik.")
        yield Problem("no_court_order", text, source=LAW_ORDER, field="order_number")
    elif draft.order_on > draft.on:
        yield Problem("court_order_later", _("Tanggal penetapan belum tiba."), source=LAW_ORDER, field="order_on")
    if draft.order_document is None:
        text = _("Unggah penetapannya.")
        yield Problem("order_document_missing", text, source=LAW_ORDER, field="order_file")
    if not can_place_in_family(draft.by, draft.case):
        text = _("Hanya pekerja sosial kasus ini yang merujuk dengan penetapan pengadilan atau penyidik.")
        yield Problem("order_by_others", text, source=LAW_ORDER)


def paper_problems(draft: Draft) -> Iterator[Problem]:
    """Papers shown to the receiver are papers of this case."""
    text = _("Berkas ini bukan dari kasus ini.")
    if draft.social_report is not None and draft.social_report.case_id != draft.case.pk:
        yield Problem("social_report_foreign", text, source=LAW_57, field="social_report")
    if draft.conference is not None and draft.conference.case_id != draft.case.pk:
        yield Problem("conference_foreign", text, source=LAW_57, field="conference")


def service_problems(draft: Draft) -> Iterator[Problem]:
    """A service on residential base says why family and community do not suffice (domain.md 4, soft)."""
    if draft.kind == ReferralKind.SERVICE and draft.asked_base == Base.RESIDENTIAL:
        text = _("Tuliskan mengapa layanan berbasis keluarga dan komunitas tidak mencukupi.")
        yield Problem("residential_reason", text, "soft", LAW_BASES)


def care_problems(draft: Draft) -> Iterator[Problem]:
    """The gate of a care decision. Poverty as the only ground passes with a supervisor's reason alone."""
    if (
        draft.kind != ReferralKind.CARE_DECISION
        or draft.asked_form not in CareForm
        or draft.redirected_from is not None
    ):
        return
    found = gate_problems(
        case=draft.case,
        form=draft.asked_form,
        alternatives=draft.alternatives,
        social_report=draft.social_report,
        conference=draft.conference,
        on=draft.on,
    )
    for problem in found:
        if problem.code == "poverty_only" and draft.by.role != Role.SUPERVISOR:
            yield Problem(problem.code, problem.text, "hard", problem.source)
        else:
            yield problem


RULES: list[Callable[[Draft], Iterator[Problem]]] = [
    case_problems,
    words_problems,
    naming_of_person,
    receiver_problems,
    asked_problems,
    admission_problems,
    order_problems,
    paper_problems,
    service_problems,
    care_problems,
]
