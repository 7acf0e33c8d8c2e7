"""The people around the child: who cares, who may not have contact, brothers and sisters, and the search for kin."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.workdays import today_in

from ..models import Beneficiary, CaregivingPeriod, Case, ContactBan, FamilyMember, FamilyTracing
from ..states import BanBasis, Relation, TracingState
from .common import LKSA_STANDARD, past_problems

LAW_BLOOD = _("UU 35/2014 pasal 39")
SIBLINGS = _("30/HUK/2011, kebersamaan anak bersaudara")
BIRTH_PARENTS = frozenset({Relation.MOTHER, Relation.FATHER})


def member_problems(member: FamilyMember, relation: str, *, may_contact: bool, ban: ContactBan | None) -> list[Problem]:
    """What a correction may not change by the way: a birth parent, a linked sibling, a ban in force."""
    problems = []
    if member.relation in BIRTH_PARENTS and relation != member.relation:
        text = _("Hubungan dengan orang tua kandung tidak dihapus. Tambahkan orang lain sebagai anggota keluarga baru.")
        problems.append(Problem("birth_parent_stays", text, source=LAW_BLOOD, field="relation"))
    if member.same_as_id and relation != Relation.SIBLING:
        text = _("Orang ini tertaut ke berkas saudara. Lepaskan tautannya dulu.")
        problems.append(Problem("linked_sibling_stays", text, field="relation"))
    if may_contact and ban is not None:
        text = _("Larangan kontak masih berlaku. Cabut larangannya dulu, dengan alasan.")
        problems.append(Problem("contact_ban_in_force", text, field="may_contact"))
    return problems


def care_problems(
    case: Case, *, is_caregiver: bool, is_alive: bool, period: CaregivingPeriod | None, on: date | None
) -> list[Problem]:
    """Whether somebody may be recorded as caring now, or no more. period: the one that runs; on: the day it changed."""
    problems = past_problems(on, "care_changed_on", case) if on else []
    if is_caregiver and not is_alive:
        text = _("Orang yang meninggal tidak mengasuh sekarang. Periksa kedua pilihan.")
        problems.append(Problem("caregiver_not_alive", text, field="is_caregiver"))
    if on and period and not is_caregiver and period.since and on < period.since:
        text = _("Pengasuhan tidak berakhir sebelum dimulai.")
        problems.append(Problem("care_ends_too_early", text, field="care_changed_on"))
    return problems


def ban_problems(
    case: Case, *, ban: ContactBan | None, basis: str, number: str, reason: str, since: date, review_on: date | None
) -> Iterator[Problem]:
    """Before contact is forbidden: once, with a reason, on a basis. ban: the one that stands."""
    yield from past_problems(since, "since", case)
    if ban is not None:
        yield Problem("contact_banned_already", _("Larangan kontak untuk orang ini sudah tercatat."))
    if not reason.strip():
        yield Problem("contact_ban_without_reason", _("Tuliskan mengapa kontak dilarang."), field="reason")
    if basis == BanBasis.COURT_ORDER and not number.strip():
        text = _("Tuliskan nomor penetapan pengadilan.")
        yield Problem("contact_ban_without_order", text, field="order_number")
    if review_on and review_on <= today_in(case.office.region):
        text = _("Larangan ditinjau pada hari yang akan datang.")
        yield Problem("contact_review_in_past", text, field="review_on")


def lifting_problems(ban: ContactBan | None, reason: str) -> Iterator[Problem]:
    """Before contact is allowed again."""
    if ban is None:
        yield Problem("no_contact_ban", _("Tidak ada larangan kontak yang berlaku untuk orang ini."))
    if not reason.strip():
        yield Problem("contact_allowed_without_reason", _("Tuliskan mengapa larangan dicabut."), field="reason")


def link_problems(member: FamilyMember, sibling: Beneficiary) -> Iterator[Problem]:
    """Before a sibling is tied to the file of their own."""
    if member.relation != Relation.SIBLING:
        yield Problem("link_not_sibling", _("Hanya saudara kandung yang ditautkan ke berkasnya."), source=SIBLINGS)
    if sibling.pk == member.beneficiary_id:
        yield Problem("link_to_oneself", _("Ini berkas anak itu sendiri. Pilih berkas saudaranya."))
    if member.same_as_id is not None:
        yield Problem("linked_already", _("Saudara ini sudah tertaut ke sebuah berkas."))
    elif FamilyMember.objects.filter(beneficiary=member.beneficiary_id, same_as=sibling).exists():
        yield Problem("file_linked_already", _("Berkas ini sudah tertaut ke saudara lain dalam keluarga ini."))


def unlink_problems(member: FamilyMember, reason: str) -> Iterator[Problem]:
    """Before the tie is taken away: there is one, and why."""
    if member.same_as_id is None:
        yield Problem("not_linked", _("Saudara ini tidak tertaut ke berkas lain."))
    if not reason.strip():
        yield Problem("unlink_without_reason", _("Tuliskan mengapa tautan dilepas."), field="reason")


def step_problems(
    case: Case, *, done_on: date, asked: str, finding: str, next_step: str, next_on: date | None
) -> Iterator[Problem]:
    """Before a step of the search is written: it has happened, says whom and what, and what follows has its day."""
    yield from past_problems(done_on, "done_on", case)
    if not asked.strip():
        yield Problem("tracing_asked_missing", _("Tuliskan siapa yang ditanya."), field="asked")
    if not finding.strip():
        yield Problem("tracing_finding_missing", _("Tuliskan apa yang diketahui."), field="finding")
    if bool(next_step.strip()) != bool(next_on):
        text = _("Langkah berikutnya disebut bersama tanggalnya.")
        yield Problem("tracing_next_incomplete", text, field="next_on" if next_step.strip() else "next_step")
    if next_on and next_on < today_in(case.office.region):
        yield Problem("tracing_next_in_past", _("Tanggal ini sudah lewat. Periksa lagi."), field="next_on")


def settling_problems(
    case: Case, *, tracing: FamilyTracing | None, state: str, since: date, reason: str
) -> Iterator[Problem]:
    """Before the search is said to stand elsewhere: it fails only after somebody was asked (domain.md 5.3, hard)."""
    yield from past_problems(since, "since", case)
    if state != TracingState.RUNNING and not reason.strip():
        yield Problem("tracing_reason_missing", _("Tuliskan keterangannya."), field="reason")
    if state == TracingState.FAILED and not (tracing and tracing.steps.exists()):
        text = _("Penelusuran tidak berhasil hanya setelah ada langkah yang dicatat.")
        yield Problem("tracing_failed_without_step", text, source=LKSA_STANDARD, field="state")


def signatory_problems(signatory: FamilyMember | None) -> Iterator[Problem]:
    """Who consents for the child is alive, may have contact, and is not the alleged harmer."""
    if signatory is not None and not signatory.may_receive_child:
        text = _("Orang ini meninggal, tidak boleh kontak, atau diduga pelaku: ia tidak menyetujui atas nama anak.")
        yield Problem("signatory_not_possible", text, field="signatory")


def untraced_problems(case: Case, *, has_family: bool) -> Iterator[Problem]:
    """Dinas consents alone where the family was looked for (domain.md 5.3). Soft: on the night a child is found, the
    search cannot have begun."""
    if (
        has_family
        or not case.beneficiary.is_child
        or FamilyTracing.objects.filter(case=case, state__in=SEARCHED).exists()
    ):
        return
    text = _(
        "Dinas menyetujui tanpa keluarga, tetapi penelusuran keluarga belum dicatat. Catat dulu, atau tulis alasan."
    )
    yield Problem("tracing_not_begun", text, "soft", LKSA_STANDARD, "office_is_party")


SEARCHED = (TracingState.RUNNING, TracingState.FAILED)
