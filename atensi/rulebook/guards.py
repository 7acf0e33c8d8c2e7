"""What the database itself refuses: constraints of the models and triggers of the migrations."""

import re
from dataclasses import dataclass

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL

from .problems import ROOMS

MADE = re.compile(r"CREATE TRIGGER (\w+)\s+((?:BEFORE|AFTER)\b.*?) ON (\w+)\s+FOR EACH", re.DOTALL)
DROPPED = re.compile(r"DROP TRIGGER (?:IF EXISTS )?(\w+) ON (\w+)")


@dataclass(frozen=True)
class Guard:
    """A constraint or trigger. name: of a trigger "table.name", since several tables have one of the same name."""

    name: str
    table: str
    kind: str
    message: str


def guards() -> dict[str, Guard]:
    """name -> guard: constraints by table, then triggers."""
    found = sorted([*_constraints(), *_triggers()], key=lambda each: (each.kind == "trigger", each.table, each.name))
    return {each.name: each for each in found}


def _constraints() -> list[Guard]:
    return [
        Guard(each.name, model._meta.db_table, type(each).__name__.removesuffix("Constraint").lower(), _message(each))
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ROOMS
        for each in model._meta.constraints
    ]


def _message(constraint) -> str:
    own = constraint.violation_error_message != constraint.default_violation_error_message
    return str(constraint.violation_error_message) if own else ""


def _triggers() -> list[Guard]:
    """In the order of the migrations, so that one dropped by a later migration is gone."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    found: dict[str, Guard] = {}
    for (_app, _name), migration in sorted(loader.disk_migrations.items()):
        if migration.__module__.split(".")[0] not in ROOMS:
            continue
        for operation in migration.operations:
            if isinstance(operation, RunSQL) and isinstance(operation.sql, str):
                for name, table in DROPPED.findall(operation.sql):
                    found.pop(f"{table}.{name}", None)
                for name, events, table in MADE.findall(operation.sql):
                    text = " ".join(events.split())
                    found[f"{table}.{name}"] = Guard(f"{table}.{name}", table, "trigger", text)
    return list(found.values())
