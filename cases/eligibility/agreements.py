"""Consent: who gives it for whom, to what, in which form, and how it is taken back (UU 27/2022; domain.md 5.3, 12)."""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from institutions.models import Institution

from ..consents import is_portrait_withdrawn
from ..models import Agreement, Beneficiary, Case, Consent, ConsentNotice
from ..names import is_same_name
from ..states import BASIC_SCOPES, ConsentForm, ConsentScope, NoticeState
from .common import LKSA_STANDARD, heard_problems, past_problems
from .kin import signatory_problems, untraced_problems

CONSENT_LAW = _("UU 27/2022 pasal 20–24")
OF_CHILDREN = _("UU 27/2022 pasal 25")
OF_DISABLED = _("UU 27/2022 pasal 26")


def agreement_problems(
    agreement: Agreement, scopes: Collection[str], institutions: Collection[Institution]
) -> list[Problem]:
    """What stands against an agreement that is about to be written. scopes: what it covers; institutions: with whom
    data may be shared."""
    case = agreement.case
    problems = past_problems(agreement.signed_on, "signed_on", case)
    problems += heard_problems(agreement.child_view, agreement.child_not_heard_reason)
    problems += [*_party_problems(agreement), *signatory_problems(agreement.signatory)]
    problems += [*_name_problems(agreement), *_own_problems(agreement)]
    return [*problems, *_form_problems(agreement), *_scope_problems(case, scopes, institutions)]


def _party_problems(agreement: Agreement) -> Iterator[Problem]:
    """The family, the grown-up themself, or Dinas where the family is unknown and was looked for."""
    has_family = bool(agreement.signatory_id or agreement.signatory_name)
    if not has_family and not agreement.is_own and not agreement.office_is_party:
        text = _(
            "Keluarga belum diketahui: Dinas Sosial harus menjadi pihak. Atau pilih siapa dari keluarga yang setuju."
        )
        yield Problem("agreement_without_party", text, source=LKSA_STANDARD, field="signatory")
    if agreement.office_is_party:
        yield from untraced_problems(agreement.case, has_family=has_family)


def _name_problems(agreement: Agreement) -> Iterator[Problem]:
    """A name typed in: it says how it belongs, and is not of somebody on file who may not consent."""
    if not agreement.signatory_name:
        return
    if not agreement.relation:
        text = _("Tuliskan hubungannya: misalnya wali, tetangga yang mengasuh, atau pengampu.")
        yield Problem("consent_without_relation", text, source=OF_CHILDREN, field="relation")
    barred = [one for one in agreement.case.beneficiary.family.all() if not one.may_receive_child]
    if any(is_same_name(agreement.signatory_name, one.name) for one in barred):
        text = _(
            "Nama ini tercatat di keluarga sebagai orang yang meninggal, tidak boleh kontak, atau diduga pelaku: "
            "ia tidak menyetujui atas nama anak. Tanpa keluarga lain, Dinas Sosial menjadi pihak."
        )
        yield Problem("signatory_not_possible", text, field="signatory_name")


def _own_problems(agreement: Agreement) -> Iterator[Problem]:
    """A grown-up consents themself, and somebody else only with the reason why; for a child its parent or guardian."""
    is_child = agreement.case.beneficiary.is_child
    if is_child and agreement.is_own:
        text = _("Anak didengar, tetapi tidak menyetujui sendirian: orang tua, wali, atau Dinas yang menyetujui.")
        yield Problem("consent_of_child_alone", text, source=OF_CHILDREN, field="is_own")
    if not is_child and not agreement.is_own and not agreement.unable_reason:
        text = _("Orang dewasa menyetujui sendiri. Bila ia tidak mampu, tuliskan mengapa walinya yang menyetujui.")
        yield Problem("consent_of_adult_by_other", text, source=OF_DISABLED, field="unable_reason")


def _form_problems(agreement: Agreement) -> Iterator[Problem]:
    """It can be proved, and what was told is on file."""
    if agreement.form == ConsentForm.THUMB_PRINT and not agreement.witness:
        text = _("Cap jempol memerlukan saksi. Isi namanya.")
        yield Problem("consent_without_witness", text, source=CONSENT_LAW, field="witness")
    if agreement.notice is None:
        text = _("Belum ada pemberitahuan yang berlaku. Administrator Kementerian menerbitkannya dulu.")
        yield Problem("consent_notice_missing", text, source=CONSENT_LAW)
    elif not ConsentNotice.objects.told_on(agreement.signed_on).filter(pk=agreement.notice.pk).exists():
        text = _(
            "Pemberitahuan ini tidak berlaku pada tanggal itu. Pilih versi yang dibacakan, atau periksa tanggalnya."
        )
        yield Problem("consent_notice_of_another_day", text, source=CONSENT_LAW, field="notice")


def _scope_problems(case: Case, scopes: Collection[str], institutions: Collection[Institution]) -> Iterator[Problem]:
    """Each scope by itself; the service and its data first; sharing names with whom."""
    if not scopes:
        yield Problem("consent_without_scope", _("Pilih apa yang disetujui."), source=CONSENT_LAW, field="scopes")
    elif not set(scopes) >= BASIC_SCOPES and not case.agreements.of_service().exists():
        text = _("Belum ada persetujuan atas layanan dan data. Keduanya disetujui lebih dulu, atau bersama ini.")
        yield Problem("consent_without_service", text, source=CONSENT_LAW, field="scopes")
    if (ConsentScope.SHARING in scopes) != bool(institutions):
        text = _("Persetujuan berbagi menyebut lembaganya. Pilih lingkup berbagi dan lembaganya bersama-sama.")
        yield Problem("consent_to_share_unnamed", text, source=CONSENT_LAW, field="institutions")


def withdrawal_problems(agreement: Agreement, chosen: Collection[Consent], day: date, reason: str) -> list[Problem]:
    """Consent is taken back once, on a day after it was given, with the reason that was told. chosen: what stands of it
    and is taken back."""
    problems = []
    if agreement.withdrawn_on is not None or not chosen:
        return [Problem("agreement_withdrawn", _("Kesepakatan ini sudah ditarik."))]
    if day < agreement.signed_on:
        text = _("Kesepakatan tidak bisa ditarik sebelum ditandatangani.")
        problems.append(Problem("withdrawn_before_signed", text, field="withdrawn_on"))
    if not reason.strip():
        text = _("Tuliskan apa yang dikatakan saat menarik persetujuan.")
        problems.append(Problem("withdrawal_without_reason", text, field="reason"))
    return problems + past_problems(day, "withdrawn_on", agreement.case)


def portrait_problems(person: Beneficiary) -> list[Problem]:
    """No new portrait after the consent to it was taken back."""
    if not is_portrait_withdrawn(person.pk):
        return []
    text = _("Persetujuan foto sudah ditarik. Catat persetujuan baru dulu.")
    return [Problem("portrait_withdrawn", text, source=CONSENT_LAW)]


def publishing_problems(notice: ConsentNotice) -> list[Problem]:
    """Only a draft is published; it says everything that the law lists."""
    if notice.state != NoticeState.DRAFT:
        return [
            Problem("consent_notice_published", _("Pemberitahuan yang sudah terbit tidak berubah. Buat draf baru."))
        ]
    return []


def drafting_problems(notice: ConsentNotice) -> list[Problem]:
    """A draft has a name of its own, is the only one, and leaves out nothing that the law lists."""
    others = ConsentNotice.objects.exclude(pk=notice.pk)
    problems = []
    if others.filter(state=NoticeState.DRAFT).exists():
        problems.append(Problem("consent_notice_drafted", _("Sudah ada draf pemberitahuan. Lanjutkan yang itu.")))
    if not notice.code or others.filter(code=notice.code).exists():
        text = _("Beri versi ini nama yang belum dipakai, misalnya 2027-1.")
        problems.append(Problem("consent_notice_code_taken", text, field="code"))
    empty = [name for name in ("purpose", "recipients", "retention", "rights") if not getattr(notice, name)]
    if empty:
        text = _("Pemberitahuan menyebut tujuan, pembaca, lama penyimpanan, dan hak. Lengkapi semuanya.")
        problems.append(Problem("consent_notice_incomplete", text, source=CONSENT_LAW, field=empty[0]))
    return problems
