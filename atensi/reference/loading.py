"""Loads official regions, code lists and holidays from `data/` (see its README). Idempotent and set-based."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import holidays
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import system_actor
from atensi.audit.services import record

from .loaders import REFERENCE_LOADERS, Loaded
from .models import Code, Holiday, Region

DATA = Path(__file__).parent / "data"
REGION_FIELDS = ("name", "level", "parent_id", "bps_code", "time_zone")
CODE_KEY = ("list", "code", "valid_from")
CODE_FIELDS = ("order", "label", "label_en", "parent_id", "cluster_id", "legal_basis", "valid_to")
Row = TypeVar("Row", bound=Model)


@transaction.atomic
def load_all() -> list[Loaded]:
    """Load everything, this room's data first; what happened, per loader. All or nothing.

    Writes one audit event when anything changed.
    """
    done = [load() for load in (load_regions, load_codes, load_holidays, *REFERENCE_LOADERS)]
    if any(part.did_something for part in done):
        counts = {part.name: [part.created, part.changed] for part in done if part.did_something}
        record("reference.load", "reference:all", by=system_actor(), data=counts)
    return done


def load_regions() -> Loaded:
    """38 provinces, 514 regencies and cities, 7,285 districts, keyed by the ministry's code (domain.md 10.2)."""
    facts = {row["code"]: row for row in _read("province_facts.csv")}
    files = (
        ("provinces.csv", Region.Level.PROVINCE),
        ("regencies.csv", Region.Level.REGENCY),
        ("districts.csv", Region.Level.DISTRICT),
    )
    rows = [
        Region(
            code=row["code"],
            name=row["name"],
            level=level,
            parent_id=row["code"].rpartition(".")[0] or None,
            bps_code=facts[row["code"]]["bps_code"] if level == Region.Level.PROVINCE else "",
            time_zone=facts[row["code"][:2]]["time_zone"],
        )
        for name, level in files
        for row in _read(name)
    ]
    created, changed, kept = _synchronise(rows, key=("code",), fields=REGION_FIELDS)
    return Loaded("regions", _("wilayah"), created, changed, kept)


def load_codes() -> Loaded:
    """The code lists of domain.md 3 and 4. What a line names as its parent or cluster names nothing itself."""
    lines = list(_read("codes.csv"))
    top = [line for line in lines if not (line["parent"] or line["cluster"])]
    below = [line for line in lines if line["parent"] or line["cluster"]]
    order = {(line["list"], line["code"]): place for place, line in enumerate(lines, start=1)}
    first = _synchronise([_code(line, order, {}) for line in top], key=CODE_KEY, fields=CODE_FIELDS)
    named = Code.objects.filter(parent=None, cluster=None).order_by("valid_from")
    parents = {f"{row.list}:{row.code}": row.pk for row in named}
    second = _synchronise([_code(line, order, parents) for line in below], key=CODE_KEY, fields=CODE_FIELDS)
    created, changed, kept = (sum(pair) for pair in zip(first, second, strict=True))
    return Loaded("codes", _("daftar kode"), created, changed, kept)


def _code(line: dict[str, str], order: dict[tuple[str, str], int], parents: dict[str, int]) -> Code:
    return Code(
        list=line["list"],
        code=line["code"],
        order=order[line["list"], line["code"]],
        label=line["label"],
        label_en=line["label_en"],
        parent_id=parents[line["parent"]] if line["parent"] else None,
        cluster_id=parents[f"CLUSTER:{line['cluster']}"] if line["cluster"] else None,
        legal_basis=line["legal_basis"],
        valid_from=date.fromisoformat(line["valid_from"]),
        valid_to=date.fromisoformat(line["valid_to"]) if line["valid_to"] else None,
    )


def load_holidays(today: date | None = None) -> Loaded:
    """National holidays and joint leave for last year, this year and the next two.

    A year that has any national row is left alone: a day that was removed must not come back.
    """
    this_year = (today or timezone.localdate()).year
    years = range(this_year - 1, this_year + 3)
    held = {day.year for day in Holiday.objects.held_in(None).values_list("day", flat=True)}
    missing = [year for year in years if year not in held]
    calendar = holidays.country_holidays(
        "ID", years=missing or None, categories=("public", "government"), language="id", expand=False
    )
    rows = [Holiday(day=day, name=name[:200]) for day, name in sorted(calendar.items()) if day.year in missing]
    Holiday.objects.bulk_create(rows)
    kept = Holiday.objects.held_in(None).filter(day__year__in=years).count() - len(rows)
    return Loaded("holidays", _("hari libur"), created=len(rows), changed=0, kept=kept)


def _read(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _synchronise(rows: Sequence[Row], *, key: tuple[str, ...], fields: tuple[str, ...]) -> tuple[int, int, int]:
    """Make the table hold `rows`: insert those whose `key` is new, correct `fields` of those that differ.

    Rows that stand only in the table stay: something may point to them. Returns how many are new, changed, kept.
    """
    model = type(rows[0])
    held = {
        tuple(values[: len(key)]): (pk, tuple(values[len(key) :]))
        for pk, *values in model._default_manager.values_list("pk", *key, *fields)
    }
    new, changed = [], []
    for row in rows:
        pk, values = held.get(tuple(getattr(row, name) for name in key), (None, None))
        if pk is None:
            new.append(row)
        elif values != tuple(getattr(row, name) for name in fields):
            row.pk = pk
            changed.append(row)
    model._default_manager.bulk_create(new, batch_size=2000)
    if changed:
        model._default_manager.bulk_update(changed, [name.removesuffix("_id") for name in fields], batch_size=500)
    return len(new), len(changed), len(rows) - len(new) - len(changed)
