"""Changes of rows that can be taken back: each is kept with what stood before and what stands after it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from ..rows import UNTOLD, Change, read_values, row_of, stands


@dataclass
class Ledger:
    """The changes of one action, in the order in which they are to be taken back from its end."""

    changes: list[Change] = field(default_factory=list)

    def set(self, row: Model, **values: Any) -> None:
        """Write `values` (by column, "beneficiary_id") into the row. What already stands so is left out."""
        before = {name: getattr(row, name) for name in values}
        if before == values:
            return
        type(row)._base_manager.filter(pk=row.pk).update(**values)
        for name, value in values.items():
            setattr(row, name, value)
        self._add(row, before, values)

    def made(self, row: Model) -> None:
        """A row that the action made: it goes when the action is taken back."""
        self._add(row, None, {})

    def note(self, before: Mapping[Model, Mapping[str, Any]], *, apart: str) -> None:
        """What other services did to rows since `values_of` read them. apart: a column that is a change of its own and
        is taken back before all others."""
        owners = []
        for row, was in before.items():
            now = values_of([type(row)._base_manager.get(pk=row.pk)])[row]
            changed = {name for name in was if was[name] != now[name]}
            if apart in changed:
                owners.append((row, {apart: was[apart]}, {apart: now[apart]}))
            if rest := changed - UNTOLD - {apart}:
                names = rest | (changed & UNTOLD)
                self._add(row, {name: was[name] for name in names}, {name: now[name] for name in names})
        for change in owners:
            self._add(*change)

    def _add(self, row: Model, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
        self.changes.append({"model": row._meta.label_lower, "pk": row.pk, "before": before, "after": after})


def values_of(rows: Iterable[Model]) -> dict[Model, dict[str, Any]]:
    """Each row with what stands in its columns."""
    return {row: {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} for row in rows}


def written(kept: Any) -> str:
    """Changes, and what is kept beside them, as text. Days and moments are kept to the microsecond."""
    return json.dumps(kept, default=lambda value: value.isoformat())


def take_back(change: Change, *, force: bool = False) -> bool:
    """Put the row back as it stood, unless somebody wrote into it since; whether that was done."""
    row = row_of(change)
    if row is None or not (force or stands(row, change)):
        return False
    if change["before"] is None:
        row.delete()
        return True
    type(row)._base_manager.filter(pk=row.pk).update(**read_values(row, change["before"]))
    return True
