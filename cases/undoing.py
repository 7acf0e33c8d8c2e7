"""What a merge of two files would leave behind when it is taken back. Read only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from .merging import OF_PERSON, OF_PROFILE, TABLES, tables_of
from .models import BeneficiaryMerge
from .rows import row_of, stands

UNIT_OF = {unit.columns[0]: unit.label for unit in (*OF_PERSON, *OF_PROFILE)}


@dataclass(frozen=True, slots=True)
class AfterMerge:
    """back: how many rows return to the file that was merged, by table; since: rows written since, which stay;
    edited: fields that somebody changed since, which stay as they are."""

    back: list[tuple[str | Promise, int]]
    since: list[tuple[str | Promise, int]]
    edited: list[str | Promise]


def changes_of(merge: BeneficiaryMerge) -> list[dict[str, Any]]:
    """The merge's changes, in the order in which they were kept."""
    return list(json.loads(merge.changes)["changes"])


def later_rows(merge: BeneficiaryMerge) -> list[set[tuple[str, int]]]:
    """The rows that each later merge in force of the same people touched."""
    people = (merge.kept_id, merge.merged_id)
    rows = BeneficiaryMerge.objects.filter(pk__gt=merge.pk, undone_at=None)
    rows = rows.filter(kept__in=people) | rows.filter(merged__in=people)
    return [{(change["model"], change["pk"]) for change in changes_of(row)} for row in rows]


def after_merge(merge: BeneficiaryMerge) -> AfterMerge:
    """What undoing would do. A few queries for each table and each change of a field."""
    changes, known = changes_of(merge), json.loads(merge.changes)["known"]
    moved = {(change["model"], change["pk"]) for change in changes if "beneficiary_id" in change["after"]}
    made = {(change["model"], change["pk"]) for change in changes if change["before"] is None}
    now = {rows.model._meta.label_lower: set(rows.values_list("pk", flat=True)) for rows in tables_of(merge.kept)}
    back, since = [], []
    for model, label in TABLES:
        name = model._meta.label_lower
        before = {*known.get(name, []), *(pk for table, pk in moved | made if table == name)}
        since.append((label, len(now[name] - before)))
        back.append((label, sum(table == name for table, _pk in moved)))
    return AfterMerge(*([pair for pair in rows if pair[0] and pair[1]] for rows in (back, since)), _edited(changes))


def _edited(changes: list[dict[str, Any]]) -> list[str | Promise]:
    found = []
    for change in changes:
        label = UNIT_OF.get(next(iter(change["after"]), ""))
        row = row_of(change) if label and change["before"] is not None else None
        if label and row is not None and not stands(row, change):
            found.append(label)
    return found
