"""Making one file of two that are of one person, and taking that back: nothing is deleted, every row can return."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import Problem, StaleWrite, require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.models import Code
from atensi.versions import CHANGED

from .. import permissions
from ..consents import is_portrait_withdrawn
from ..eligibility.merging import ENTERED_IN_ERROR, distinct_problems, merge_problems, undo_problems
from ..event_states import EventKind
from ..merging import (
    NIK,
    OF_PERSON,
    PHOTO,
    Side,
    open_cases_of,
    photos_of,
    proposed,
    sides_of,
    tables_of,
    version_of_pair,
)
from ..models import Beneficiary, BeneficiaryAlias, BeneficiaryMerge, Case, CaseTask, DistinctPeople, FamilyMember
from ..person_states import AliasKind
from ..rows import row_of
from ..undoing import changes_of, later_rows
from .events import add_event
from .locks import locked, locked_case
from .photos import hide_photo
from .registration import keep_changed_tasks, lacking
from .reopening import end_closing
from .row_changes import Ledger, take_back, values_of, written
from .siblings import may_name
from .stages import close_case

OWNER = "beneficiary_id"


@transaction.atomic
@in_record_language
def merge_files(
    *,
    kept: Case,
    merged: Case,
    by: Actor,
    reason: str,
    choices: Collection[str] | None = None,
    going_on: Case | None = None,
    reasons: dict[str, str] | None = None,
    seen: str = "",
) -> BeneficiaryMerge:
    """The file of `merged`'s person goes into that of `kept`'s: cases, family, papers and all else move, the other name
    stays as another name, and the row that was merged points to the one that goes on.

    choices: the units (`merging.Unit`) taken from the merged file; None: what is proposed. going_on: of two open cases
    the one that stays open, else `kept`; the other is closed as entered in error. seen: `version_of_pair` of what was
    compared. Raises NotAllowed, StaleWrite, RuleViolation.
    """
    require(permissions.is_supervisor_of(by, kept) and all(may_name(by, case.beneficiary) for case in (kept, merged)))
    kept, merged = _locked_pair(kept, merged, seen)
    one, other = kept.beneficiary, merged.beneficiary
    ends = _that_ends(one, other, going_on)
    kept_reasons = require_no_problems(merge_problems(kept, merged, reason, ends=ends), reasons=reasons)
    merge = BeneficiaryMerge.objects.create(
        kept=one, merged=other, office=kept.office, reason=reason.strip(), merged_by_id=by.user_id
    )
    known, ledger = _rows_of(one), Ledger()
    cases = list(Case.objects.filter(beneficiary__in=(one, other)).select_related("beneficiary").order_by("pk"))
    before = values_of([*cases, *CaseTask.objects.filter(case__in=cases)])
    if ends is not None:
        close_case(case=ends, by=by, reason_code=_entered_in_error(), evaluation=reason, reasons=kept_reasons)
    lacked = lacking(cases)
    _join(ledger, one, other, choices, by)
    still_open = one.cases.open().select_related("office", "beneficiary")
    keep_changed_tasks(cases=still_open, lacked=lacked, by=by)
    ledger.note(before, apart=OWNER)
    merge.changes = written({"changes": ledger.changes, "known": known})
    merge.save(update_fields=["changes"])
    for case in (kept, merged):
        add_event(case=case, kind=EventKind.FILES_MERGED, by=by, text=reason.strip())
    keep_deadlines(cases=[case.pk for case in cases], by=by)
    record("beneficiary.merge", one, by=by, reason=reason, data={"merge": merge.pk, "merged": other.pk})
    return merge


@transaction.atomic
@in_record_language
def undo_merge(*, merge: BeneficiaryMerge, by: Actor, reason: str) -> BeneficiaryMerge:
    """Make two files of one again: every row of the merge goes back as it stood. What was written since stays with the
    file that goes on, but for what belongs to a case that goes back. Raises NotAllowed, RuleViolation."""
    require(permissions.can_undo_merge(by, merge))
    people = Beneficiary.objects.filter(pk__in=(merge.kept_id, merge.merged_id))
    list(open_cases_of(*people).select_for_update(of=("self",)))
    list(people.order_by("pk").select_for_update(of=("self",)))
    merge = locked(merge)
    changes = changes_of(merge)
    require_no_problems(undo_problems(merge, changes, later_rows(merge), reason))
    kept, other = merge.kept, merge.merged
    held = list(kept.cases.select_related("beneficiary"))
    before, lacked = [case.pk for case in held], lacking(held)
    for change in reversed(changes):
        if not take_back(change) and "nik_index" in change["after"]:
            _give_nik_back(change, other)
    _follow_cases(kept, other)
    for person in people:
        if is_portrait_withdrawn(person.pk):
            hide_photo(person=person, by=by)
    merge.undone_at, merge.undone_by_id, merge.undone_reason = timezone.now(), by.user_id, reason.strip()
    merge.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    cases = list(Case.objects.filter(pk__in=before).select_related("beneficiary", "office").order_by("pk"))
    keep_changed_tasks(cases=cases, lacked=lacked, by=by, since=merge.merged_at)
    for case in Case.objects.open().filter(pk__in=before, closings__isnull=False, closings__reopened_at=None):
        end_closing(case, by, reason)
    for case in _told(cases):
        add_event(case=case, kind=EventKind.FILES_SPLIT, by=by, text=reason.strip())
    keep_deadlines(cases=before, by=by)
    record("beneficiary.unmerge", kept, by=by, reason=reason, data={"merge": merge.pk, "merged": other.pk})
    return merge


@transaction.atomic
def find_distinct(*, one: Case, other: Case, by: Actor, reason: str) -> DistinctPeople:
    """Say that two like files are of two people, so that they are not proposed again.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_compare(by, one) and may_name(by, other.beneficiary))
    first, second = sorted((one.beneficiary_id, other.beneficiary_id))
    require(first != second)
    require_no_problems(distinct_problems(reason))
    pair, made = DistinctPeople.objects.get_or_create(
        one_id=first, other_id=second, defaults={"reason": reason.strip(), "decided_by_id": by.user_id}
    )
    if made:
        record("beneficiary.distinct", one.beneficiary, by=by, reason=reason, data={"other": other.beneficiary_id})
    return pair


def _locked_pair(kept: Case, merged: Case, seen: str) -> tuple[Case, Case]:
    """Both cases and people as they stand now: open cases before people, each in the order of their numbers, so that
    two who merge at once wait for each other. Raises StaleWrite when they are not what was compared."""
    people = (kept.beneficiary_id, merged.beneficiary_id)
    list(open_cases_of(*people).select_for_update(of=("self",)))
    list(Beneficiary.objects.filter(pk__in=people).order_by("pk").select_for_update(of=("self",)))
    pair = locked_case(kept), locked_case(merged)
    if seen and seen != version_of_pair(*(case.beneficiary for case in pair)):
        raise StaleWrite(Problem("stale_write", CHANGED))
    return pair


def _that_ends(one: Beneficiary, other: Beneficiary, going_on: Case | None) -> Case | None:
    """Of two open cases the one that does not go on: one open case per person."""
    opened = list(open_cases_of(one, other).select_related("beneficiary", "office"))
    require(going_on is None or going_on in opened)
    if len(opened) < 2 or one.pk == other.pk:
        return None
    stays = going_on.pk if going_on else next(case.pk for case in opened if case.beneficiary_id == one.pk)
    return next((case for case in opened if case.pk != stays), None)


def _entered_in_error() -> Code:
    return Code.objects.of(Code.List.CLOSURE_REASON).valid_on(timezone.localdate()).get(code=ENTERED_IN_ERROR)


def _rows_of(person: Beneficiary) -> dict[str, list[int]]:
    return {rows.model._meta.label_lower: list(rows.values_list("pk", flat=True)) for rows in tables_of(person)}


def _join(ledger: Ledger, one: Beneficiary, other: Beneficiary, choices: Collection[str] | None, by: Actor) -> None:
    """The pointer comes first, so that it goes last: a number stands once among the files that go on."""
    sides = sides_of(one, other)
    _point(ledger, one, other)
    _choose(ledger, sides, proposed(sides) if choices is None else set(choices), by)
    _move(ledger, one, other)
    _keep_names(ledger, one, other, by)
    if is_portrait_withdrawn(one.pk):
        for photo in photos_of(one):
            ledger.set(photo, removed_at=timezone.now(), removed_by_id=by.user_id)


def _point(ledger: Ledger, one: Beneficiary, other: Beneficiary) -> None:
    """The merged file, and those merged into it before, point to the one that goes on."""
    for row in (other, *other.merged_from.all()):
        ledger.set(row, merged_into_id=one.pk)


def _choose(ledger: Ledger, sides: Iterable[Side], taken: Collection[str], by: Actor) -> None:
    for side in sides:
        if side.unit.name not in taken:
            continue
        if side.unit is PHOTO:
            ledger.set(side.kept, removed_at=timezone.now(), removed_by_id=by.user_id)
        else:
            ledger.set(side.kept, **{name: getattr(side.merged, name) for name in side.unit.columns})


def _move(ledger: Ledger, one: Beneficiary, other: Beneficiary) -> None:
    """All rows of the merged file go over. One that the file kept has already stays where it is, and comes to light
    again when the merge is taken back."""
    for rows in tables_of(other):
        for row in rows.order_by("pk"):
            if row._meta.label_lower == Case._meta.label_lower:
                type(row)._base_manager.filter(pk=row.pk).update(beneficiary_id=one.pk)  # noted with all of the case
            elif not _would_clash(row, one):
                ledger.set(row, beneficiary_id=one.pk)
    for tie in FamilyMember.objects.filter(same_as=other).order_by("pk"):
        if not FamilyMember.objects.filter(beneficiary=tie.beneficiary_id, same_as=one).exists():
            ledger.set(tie, same_as_id=one.pk)


def _would_clash(row: Any, one: Beneficiary) -> bool:
    """Whether the file kept has this row's like already, by what the database holds to be unique."""
    rows = type(row)._base_manager.filter(beneficiary=one)
    match row._meta.model_name:
        case "beneficiaryalias":
            return bool(rows.filter(name=row.name).exists() or row.name == one.name)
        case "identitypaper":
            return bool(rows.filter(kind=row.kind).exists())
        case "benefitlink":
            like = {"registry": row.registry, "programme": row.programme, "extract_on": row.extract_on}
            return bool(rows.filter(**like).exists())
        case "beneficiaryprofile":
            return bool(rows.exists())
        case "beneficiaryphoto":
            return row.removed_at is None and photos_of(one).exists()
        case "familymember":
            return row.same_as_id is not None and bool(rows.filter(same_as=row.same_as_id).exists())
    return False


def _keep_names(ledger: Ledger, one: Beneficiary, other: Beneficiary, by: Actor) -> None:
    """The names that both files went by are all found: those not chosen become other names."""
    was = next((change["before"] for change in ledger.changes if _renames(change, one)), {})
    for name, keys in ((was.get("name"), was.get("name_keys")), (other.name, other.name_keys)):
        if name and name != one.name and not one.aliases.filter(name=name).exists():
            ledger.made(
                BeneficiaryAlias.objects.create(
                    beneficiary=one, name=name, name_keys=keys, kind=AliasKind.OTHER, recorded_by_id=by.user_id
                )
            )


def _renames(change: dict[str, Any], one: Beneficiary) -> bool:
    return change["model"] == one._meta.label_lower and change["pk"] == one.pk and "name" in (change["before"] or {})


def _give_nik_back(change: dict[str, Any], other: Beneficiary) -> None:
    """The merged file's number was verified since: it goes back with its proof. Another number written since stays."""
    kept = row_of(change)
    if kept is None or kept.nik_index != change["after"]["nik_index"] or kept.nik_index != other.nik_index:  # type: ignore[attr-defined]
        return
    columns = next(unit for unit in OF_PERSON if unit.name == NIK).columns
    now = {name: getattr(kept, name) for name in columns}
    take_back(change, force=True)
    Beneficiary.objects.filter(pk=other.pk).update(**now)


def _follow_cases(kept: Beneficiary, other: Beneficiary) -> None:
    """What was written since about a case that went back goes with it: a placement is its case's person's."""
    for rows in tables_of(kept):
        if "case" in {field.name for field in rows.model._meta.fields}:
            rows.filter(case__beneficiary=other).update(beneficiary=other)


def _told(cases: Iterable[Case]) -> list[Case]:
    """Of each person the open case, else the newest."""
    found: dict[int, Case] = {}
    for case in sorted(cases, key=lambda case: (not case.is_open, -case.opened_at.timestamp())):
        found.setdefault(case.beneficiary_id, case)
    return list(found.values())
