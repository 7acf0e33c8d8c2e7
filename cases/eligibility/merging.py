"""Before two files become one, and before that is taken back."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem

from ..distinct import distinct_from
from ..ending import Ending
from ..hooks import PERSON_TABLES
from ..merging import open_cases_of
from ..models import Beneficiary, BeneficiaryMerge, Case, FamilyMember
from ..rows import is_named
from .stages import closing_problems

ENTERED_IN_ERROR = "DATA_ERROR"


def merge_problems(kept: Case, merged: Case, reason: str, *, ends: Case | None) -> list[Problem]:
    """Before the file of `merged` goes into that of `kept`. ends: the open case that is closed with it, where both are
    open (one open case per person, domain.md 4.2)."""
    people = kept.beneficiary, merged.beneficiary
    found = [*_hard(kept, merged), *_reason(reason)]
    found += [problem for table in PERSON_TABLES for problem in table.problems(*people)]
    if found:
        return found
    return [*_odd(*people), *(closing_problems(ends, ENTERED_IN_ERROR, reason, Ending()) if ends else [])]


def _hard(kept: Case, merged: Case) -> Iterable[Problem]:
    one, other = kept.beneficiary, merged.beneficiary
    if one.pk == other.pk:
        yield Problem("merge_same_file", _("Kedua kasus sudah dalam satu berkas."))
        return
    if one.merged_into_id or other.merged_into_id:
        yield Problem("merge_file_gone", _("Salah satu berkas sudah digabung. Muat ulang halaman ini."))
    offices = {case.office_id for case in (kept, merged, *open_cases_of(one, other))}
    if len(offices) > 1:
        text = _("Kasusnya ditangani dua kantor. Alihkan atau tutup dulu salah satunya, lalu gabungkan di kantor itu.")
        yield Problem("merge_two_offices", text)
    if FamilyMember.objects.filter(Q(beneficiary=one, same_as=other) | Q(beneficiary=other, same_as=one)).exists():
        text = _("Keduanya ditautkan sebagai saudara. Bila keliru, lepaskan dulu tautannya.")
        yield Problem("merge_of_siblings", text)
    yield from _sibling_in_both(one, other)


def _sibling_in_both(one: Beneficiary, other: Beneficiary) -> Iterable[Problem]:
    """A sibling whom the file kept names already stays behind with the merged file: that row may bear nothing, or a ban
    on contact, who cared for the child and parts of plans would be out of sight."""
    for row in other.family.filter(same_as__in=one.family.exclude(same_as=None).values("same_as")):
        if not row.may_contact or row.is_alleged_harmer or is_named(row):
            text = _("%(name)s tertaut sebagai saudara di kedua berkas. Lepaskan dulu tautannya di salah satu berkas.")
            yield Problem("merge_sibling_in_both", text % {"name": row})


def _reason(reason: str) -> list[Problem]:
    if reason.strip():
        return []
    text = _("Tuliskan dari mana diketahui bahwa keduanya orang yang sama.")
    return [Problem("merge_reason_missing", text, field="reason")]


def distinct_problems(reason: str) -> list[Problem]:
    """Before two like files are said to be of two people."""
    if reason.strip():
        return []
    text = _("Tuliskan dari mana diketahui bahwa keduanya dua orang.")
    return [Problem("distinct_reason_missing", text, field="reason")]


def _odd(one: Beneficiary, other: Beneficiary) -> Iterable[Problem]:
    """What speaks against it, and may be so all the same."""
    if one.nik_index and other.nik_index and one.nik_index != other.nik_index:
        text = _("NIK keduanya berbeda. Satu NIK hanya untuk satu orang; periksa kartunya.")
        yield Problem("merge_nik_differs", text, "soft", field="nik")
    if other.pk in distinct_from(one):
        yield Problem("merge_found_distinct", _("Keduanya pernah diputuskan bukan orang yang sama."), "soft")


def undo_problems(
    merge: BeneficiaryMerge, changes: list[dict[str, Any]], later: list[set[tuple[str, int]]], reason: str
) -> list[Problem]:
    """Before a merge is taken back. changes: those of the merge; later: the rows that each later merge in force of
    these people touched."""
    if merge.undone_at is not None:
        return [Problem("merge_undone", _("Penggabungan ini sudah dibatalkan."))]
    return [*_later(merge, changes, later), *_clashes(merge, changes), *_undo_reason(reason)]


def _undo_reason(reason: str) -> list[Problem]:
    if reason.strip():
        return []
    return [Problem("undo_reason_missing", _("Tuliskan mengapa keduanya bukan orang yang sama."), field="reason")]


def _later(
    merge: BeneficiaryMerge, changes: list[dict[str, Any]], later: list[set[tuple[str, int]]]
) -> Iterable[Problem]:
    touched = {(change["model"], change["pk"]) for change in changes}
    if merge.kept.merged_into_id or any(rows & touched for rows in later):
        text = _("Sesudah itu berkas ini digabung lagi. Batalkan dulu penggabungan yang lebih baru.")
        yield Problem("undo_later_first", text)


def _clashes(merge: BeneficiaryMerge, changes: list[dict[str, Any]]) -> Iterable[Problem]:
    """What the file that comes back could not be beside."""
    if open_cases_of(merge.kept).exclude(office=merge.office_id).exists():
        text = _("Kasusnya kini ditangani kantor lain. Alihkan atau tutup dulu kasus itu, lalu batalkan.")
        yield Problem("undo_two_offices", text)
    index = merge.merged.nik_index
    living = Beneficiary.objects.filter(nik_index=index, died_on=None, merged_into=None).exclude(pk=merge.kept_id)
    if index and merge.merged.died_on is None and living.exists():
        yield Problem("undo_nik_taken", _("NIK berkas yang dipisah kini dipakai berkas lain. Perbaiki dulu NIK itu."))
    if _two_open(merge, [change for change in changes if change["model"] == "cases.case"]):
        text = _("Salah satu berkas akan punya dua kasus terbuka. Tutup dulu salah satunya.")
        yield Problem("undo_two_open", text)


def _two_open(merge: BeneficiaryMerge, changes: list[dict[str, Any]]) -> bool:
    """Whether one of the two people would have two open cases. changes: those of cases."""
    back = {change["pk"] for change in changes if "beneficiary_id" in change["before"]}
    reopened = {change["pk"] for change in changes if change["before"].get("closed_at", "") is None}
    opened = reopened | set(open_cases_of(merge.kept).values_list("pk", flat=True))
    return len(opened & back) > 1 or len(opened - back) > 1
