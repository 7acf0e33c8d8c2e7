"""What stands on official papers, in the order of the paper: plain data for a Typst template."""

import re
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atensi.clock import date_words
from atensi.documents.official import Content
from atensi.language import RECORD_LANGUAGE, counted
from cases.masking import initials_of, name_on_paper, without_names
from cases.models import Beneficiary
from cases.states import BirthPrecision, CareForm
from institutions.models import Institution
from institutions.states import SOCIAL_OFFICES

from .eligibility.gate import evidence_of
from .eligibility.signing import SHORTER
from .models import (
    Alternative,
    CareDecision,
    DecisionRevision,
    DecisionRevocation,
    Placement,
    PlacementExtension,
    Recommendation,
)
from .models.signed import ByMandate
from .states import DecisionOutcome

REVISING = "Undang-Undang Nomor 30 Tahun 2014 tentang Administrasi Pemerintahan, pasal 63"
REVOKING = "Undang-Undang Nomor 30 Tahun 2014 tentang Administrasi Pemerintahan, pasal 64"
ORDINALS = ["Kesatu", "Kedua", "Ketiga", "Keempat", "Kelima"]  # of an official paper, which is Indonesian
EVIDENCE_WORDS = {
    "assessment": gettext_lazy("Asesmen"),
    "conference": gettext_lazy("Pembahasan kasus"),
    "service": gettext_lazy("Kunjungan"),
}


def decision_paper(decision: CareDecision, *, code: str) -> dict[str, Any]:
    """The data of `care_decision.typ`. `decision` is not saved yet: its paper is made first."""
    office = decision.deciding_office
    term = [[_("Jangka"), _term(decision)]] if decision.outcome == DecisionOutcome.APPROVED else []
    contact = ", ".join(filter(None, [office.phone, office.email]))
    return {
        "language": RECORD_LANGUAGE,
        "number": decision.number,
        "code": code,
        "letterhead": [line for line in (office.name, office.address.replace("\n", ", "), contact) if line],
        "words": _words(decision),
        "considerations": _considerations(decision),
        "basis": decision.legal_basis.split("\n"),
        "noting": _noting(decision),
        "rulings": [list(pair) for pair in zip(ORDINALS, _rulings(decision), strict=False)],
        "facts": [*_facts(decision), *term],
        "ladder": [_rung(decision, entry) for entry in decision.referral.alternatives.all()],
        "signed_place": office.region.name,
        "signed_on": date_words(decision.signed_at),
        "signer_role": _signer_role(decision, office),
        "signer": str(decision.signed_by),
    }


def revocation_content(revocation: DecisionRevocation) -> Content:
    """What stands on the paper that takes a decision back; of a restricted case neither name nor home."""
    decision = revocation.decision
    values = {"number": decision.number, "date": date_words(decision.signed_at)}
    rulings = [
        _("Mencabut keputusan nomor %(number)s tanggal %(date)s.") % values,
        _("Tidak ada penempatan yang dimulai atau diperpanjang berdasarkan keputusan itu."),
        _("Anak yang sudah ditempatkan tidak dipindahkan karena surat ini; penempatannya segera ditinjau."),
    ]
    return Content(
        title=_("Pencabutan keputusan pengasuhan"),
        facts=_facts_of_signed(decision),
        basis=[*decision.legal_basis.split("\n"), REVOKING],
        sections=[[_("Alasan"), _told(decision, revocation.reason)], [_("Memutuskan"), "\n".join(rulings)]],
        signers=[[_signer_role(revocation, decision.deciding_office), str(revocation.signed_by)]],
    )


def revision_content(revision: DecisionRevision) -> Content:
    """What stands on the paper that changes a decision; of a restricted case neither name nor home."""
    decision = revision.decision
    values = {"number": decision.number, "date": date_words(decision.signed_at)}
    rulings = [_("Mengubah keputusan nomor %(number)s tanggal %(date)s.") % values]
    if revision.until_on:
        rulings.append(_("Pengasuhan berlaku sampai %(date)s.") % {"date": date_words(revision.until_on)})
    if revision.correction:
        rulings.append(_("Yang diperbaiki: %(words)s") % {"words": _told(decision, revision.correction)})
    rulings.append(_("Bagian lain keputusan itu tetap berlaku."))
    return Content(
        title=_("Perubahan keputusan pengasuhan"),
        facts=_facts_of_signed(decision),
        basis=[*decision.legal_basis.split("\n"), REVISING],
        sections=[[_("Alasan"), _told(decision, revision.reason)], [_("Memutuskan"), "\n".join(rulings)]],
        signers=[[_signer_role(revision, decision.deciding_office), str(revision.signed_by)]],
    )


def extension_content(extension: PlacementExtension) -> Content:
    """What stands on the paper that lets a placement last longer; of a restricted case neither name nor home."""
    placement = extension.placement
    decision = placement.decision
    values = {
        "number": decision.number,
        "old": date_words(extension.ends_before),
        "new": date_words(extension.until_on),
    }
    rulings = [
        _("Memperpanjang penempatan berdasarkan keputusan %(number)s, dari %(old)s sampai %(new)s.") % values,
        _("Tinjauan penempatan tetap berjalan, dengan tujuan pertama kembali ke keluarga."),
    ]
    told = [_told(decision, words) for words in (extension.reason, extension.considerations)]
    return Content(
        title=_("Perpanjangan penempatan"),
        facts=_facts_of_signed(decision),
        basis=decision.legal_basis.split("\n"),
        sections=[
            [_("Alasan"), told[0]],
            [_("Pertimbangan"), told[1]],
            [_("Memutuskan"), "\n".join(rulings)],
        ],
        signers=[[_signer_role(extension, extension.office), str(extension.answered_by)]],
    )


def _signer_role(signed: ByMandate, office: Institution) -> str:
    """As whom somebody signed for `office`, and in whose name."""
    role = _("Pejabat pemutus, %(office)s") % {"office": office.name}
    return f"{signed.on_behalf}, {role}" if signed.mandate else role


def _words(decision: CareDecision) -> dict[str, Any]:
    address = (settings.CSRF_TRUSTED_ORIGINS or [""])[0]
    return {
        "title": _("Keputusan %(office)s") % {"office": decision.deciding_office.name},
        "number": _("Nomor"),
        "about": _("tentang pengasuhan alternatif anak"),
        "considering": _("Menimbang"),
        "basis": _("Mengingat"),
        "noting": _("Memperhatikan"),
        "decides": _("Memutuskan"),
        "ladder": _("Pengasuhan yang lebih dekat dengan keluarga, yang sudah ditanyakan"),
        "ladder_heads": [_("Bentuk"), _("Hasil"), _("Alasan"), _("Bukti")],
        "signed_at": _("Ditetapkan di"),
        "signed_on": _("Pada tanggal"),
        "signature": _(
            "Ditandatangani secara elektronik di ATENSI. Keasliannya diperiksa dengan kode di kaki halaman."
        ),
        "verify": _("Keaslian: %(address)s, kode") % {"address": f"{address or 'ATENSI'}/periksa/"},
    }


def _considerations(decision: CareDecision) -> list[str]:
    lines = [_first_consideration(decision), decision.considerations]
    shorter = decision.soft_reasons.get(SHORTER)
    if shorter:
        lines.append(_("bahwa masa pengasuhan lebih singkat daripada yang diminta: %(reason)s") % {"reason": shorter})
    return [_told(decision, line) for line in lines]


def _told(decision: CareDecision, words: str) -> str:
    """As the paper says it: of a restricted case neither a name of the family nor a home where the child was, is or
    comes to be (UU 11/2012 art. 19). At most two queries."""
    if not decision.case.restricted:
        return words
    sender = decision.referral.from_institution
    homes = [decision.institution, None if sender.kind in SOCIAL_OFFICES else sender]
    names = {home.name for home in homes if home is not None}
    lived = Placement.objects.filter(beneficiary=decision.case.beneficiary_id, institution__isnull=False)
    names |= set(lived.order_by().values_list("institution__name", flat=True))
    for name in sorted(names, key=len, reverse=True):
        words = re.sub(re.escape(name), _("lembaga"), words, flags=re.IGNORECASE)
    return without_names(decision.case, words)


def _first_consideration(decision: CareDecision) -> str:
    text = _(
        "bahwa %(sender)s mengajukan permohonan keputusan pengasuhan dengan rujukan %(number)s "
        "tanggal %(date)s, dan pengasuhan residensial adalah pilihan terakhir;"
    )
    referral = decision.referral
    values = {"sender": referral.from_institution.name, "number": referral.number, "date": date_words(referral.sent_at)}
    return text % values


def _noting(decision: CareDecision) -> list[str]:
    report, agreement = decision.social_report, decision.case.agreements.of_service().first()
    lines = [
        _("Laporan sosial tanggal %(date)s oleh %(name)s")
        % {"date": date_words(report.signed_at), "name": decision.report_author}
    ]
    if decision.conference:
        lines.append(_("Hasil pembahasan kasus tanggal %(date)s") % {"date": date_words(decision.conference.held_on)})
    given = Recommendation.objects.filter(referral=decision.referral_id).select_related("office").first()
    if given:
        words = _("Rekomendasi %(office)s nomor %(number)s tanggal %(date)s: %(advice)s")
        values = {"office": given.office.name, "number": given.number, "date": date_words(given.given_at)}
        lines.append(words % (values | {"advice": str(given.get_advice_display()).lower()}))
    if agreement:
        lines.append(_("Kesepakatan tanggal %(date)s") % {"date": date_words(agreement.signed_on)})
    return lines


def _rulings(decision: CareDecision) -> list[str]:
    if decision.outcome == DecisionOutcome.REJECTED:
        told = _told(decision, decision.try_first)
        return [
            _("Tidak mengabulkan permohonan pengasuhan bagi anak yang tersebut di bawah ini."),
            _("Ditempuh dulu sebelum permohonan diajukan lagi: %(first)s") % {"first": told},
            _("Keputusan ini berlaku sejak tanggal ditetapkan."),
        ]
    until = _("sampai %(date)s") % {"date": date_words(decision.ends_on)} if decision.ends_on else _("sampai ditinjau")
    return [
        _("Menetapkan pengasuhan alternatif bagi anak yang tersebut di bawah ini."),
        _("Pengasuhan berlaku mulai %(start)s %(until)s.") % {"start": date_words(decision.starts_on), "until": until},
        _("Penempatan ditinjau pertama kali paling lambat %(date)s, dengan tujuan pertama kembali ke keluarga.")
        % {"date": date_words(decision.review_due_on)},
        _("Orang tua tetap bertanggung jawab; anak tetap berhubungan dengan keluarganya kecuali membahayakan."),
        _("Keputusan ini berlaku sejak tanggal ditetapkan dan dapat diubah bila ada kekeliruan."),
    ]


def _facts_of_signed(decision: CareDecision) -> list[list[str]]:
    """Of a decision that stands already: its number before what it was about."""
    return [[_("Keputusan"), decision.number], *_facts(decision)]


def _facts(decision: CareDecision) -> list[list[str]]:
    """Whom a decision is about and where; how long is for each paper to say."""
    person = decision.case.beneficiary
    case = decision.case
    facts = [
        [_("Nama"), name_on_paper(case)],
        [_("Jenis kelamin"), str(person.get_sex_display())],
        *([] if case.restricted else [[_("Tanggal lahir"), _born(person)]]),
        [_("Nomor kasus"), case.number],
        [_("Bentuk pengasuhan"), str(decision.get_form_display())],
        [_("Basis layanan"), str(decision.get_base_display())],
    ]
    if decision.institution:
        place = _("menurut berkas kasus, tidak disebut di surat") if case.restricted else decision.institution.name
        facts.append([_("Lembaga"), place])
    if decision.carer:
        carer = decision.carer
        name = initials_of(carer.name) if case.restricted else carer.name
        facts.append([_("Pengasuh"), f"{name}, {carer.get_relation_display()}"])
    return facts


def _term(decision: CareDecision) -> str:
    if decision.ends_on is None:
        return str(decision.get_term_display())
    days = (decision.ends_on - decision.starts_on).days
    return f"{decision.get_term_display()}, {counted('%(n)d hari', n=days)}"


def _born(person: Beneficiary) -> str:
    if person.birth_date is None:
        return _("belum diketahui")
    if person.birth_precision == BirthPrecision.DAY:
        return date_words(person.birth_date)
    return _("sekitar %(year)d") % {"year": person.birth_date.year}


def _rung(decision: CareDecision, entry: Alternative) -> list[str]:
    papers = ", ".join(f"{EVIDENCE_WORDS[kind]} {date_words(day)}" for kind, day in evidence_of(entry))
    reason = _told(decision, entry.reason)
    return [str(CareForm(entry.form).label), str(entry.get_result_display()), reason, papers]
