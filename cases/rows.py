"""Reading a row change that was kept: the row as it stands, and whether somebody wrote into it since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import ForeignObjectRel, Model

UNTOLD = frozenset({"updated_at", "recorded_at"})  # written by every save: no reason to think that somebody wrote since
Change = dict[str, Any]


def row_of(change: Change) -> Model | None:
    """The row as it stands now; None when somebody took it away since."""
    found: Model | None = apps.get_model(change["model"])._base_manager.filter(pk=change["pk"]).first()
    return found


def stands(row: Model, change: Change) -> bool:
    """Whether nobody wrote into these columns since."""
    after = read_values(row, change["after"])
    return all(getattr(row, name) == value for name, value in after.items() if name not in UNTOLD)


def is_named(row: Model) -> bool:
    """Whether any other row points at this one. At most one query for each table that may."""
    pointing = [field for field in row._meta.get_fields(include_hidden=True) if isinstance(field, ForeignObjectRel)]
    return any(field.related_model._base_manager.filter(**{field.field.name: row}).exists() for field in pointing)


def read_values(row: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as their columns hold them."""
    return {name: row._meta.get_field(name).to_python(value) for name, value in values.items()}
