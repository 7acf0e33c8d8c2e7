"""Hard rules stand in the database too (design.md 2, 4): each constraint and trigger is tried by raw SQL.

A constraint or trigger without an attempt fails here, so that no rule of the database goes unshown.
"""

import inspect

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from atensi.audit.actor import system_actor
from atensi.audit.models import AuditEvent
from atensi.audit.services import record
from atensi.rulebook.problems import ROOMS
from tests import databases
from tests.architecture.attempts import CONSTRAINTS, TRIGGERS
from tests.raw_sql import copy, refused_by, refused_saying, run
from tests.referrals.factories import PlacementFactory

AUDIT_TABLES = ("audit_auditevent", "audit_audithead")
# Held by the chain's own writer and by the owner's triggers: tried below, as nobody but the owner could come near them.
OF_AUDIT = {"audit_one_event_per_position"}
# Hidden behind another one: the first is tried by itself below, the second follows from ages in order from 0 on.
BEHIND_ANOTHER = {"one_open_placement_per_person", "institutions_capacityband_age_to_check"}
CATALOGUE = """
SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('c', 'x', 'u')
UNION SELECT indrelid::regclass::text, indexrelid::regclass::text FROM pg_index WHERE indisunique AND NOT indisprimary
"""
MADE_BY_TRIGGER = "SELECT tgrelid::regclass::text || '.' || tgname FROM pg_trigger WHERE NOT tgisinternal"


def rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def given(changes: dict, row) -> dict:
    """The values of an attempt: callables are asked, with the row when they want it."""
    return {name: asked(value, row) if callable(value) else value for name, value in changes.items()}


def asked(value, row):
    return value(row) if inspect.signature(value).parameters else value()


@pytest.mark.django_db
def test_every_constraint_of_the_database_has_an_attempt():
    ours = {model._meta.db_table for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS}
    standing = {name for table, name in rows(CATALOGUE) if table in ours}

    assert standing - OF_AUDIT - BEHIND_ANOTHER == set(CONSTRAINTS)


@pytest.mark.django_db
def test_every_trigger_of_the_database_has_an_attempt():
    standing = {name for (name,) in rows(MADE_BY_TRIGGER) if not name.startswith(AUDIT_TABLES)}

    assert standing == set(TRIGGERS)


@pytest.mark.django_db
@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_the_database_refuses(constraint):
    make, action, changes = CONSTRAINTS[constraint]
    row = make()

    refused_by(constraint, action, row, **given(changes, row))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trigger", "attempt"),
    [(name, attempt) for name, attempts in TRIGGERS.items() for attempt in attempts],
    ids=[f"{name}-{number}" for name, attempts in TRIGGERS.items() for number, _ in enumerate(attempts)],
)
def test_a_trigger_refuses(trigger, attempt):
    make, action, changes, words = attempt
    row = make()
    assert row._meta.db_table == trigger.split(".")[0]

    refused_saying(words, action, row, **given(changes, row))


@pytest.mark.django_db
@pytest.mark.parametrize("table", AUDIT_TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET verb = 'case.read'",
        "DELETE FROM {table}",
        "TRUNCATE {table}",
        "TRUNCATE {table} CASCADE",
        "DROP TABLE {table} CASCADE",
        "DROP TRIGGER {trigger} ON {table}",
        "ALTER TRIGGER {trigger} ON {table} RENAME TO lain",
        "ALTER TABLE {table} DISABLE TRIGGER {trigger}",
        "ALTER TABLE {table} DISABLE TRIGGER USER",
        "ALTER TABLE {table} ADD COLUMN lain text",
        "CREATE RULE lain AS ON INSERT TO {table} DO INSTEAD NOTHING",
        "CREATE TRIGGER lain BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()",
        "DROP FUNCTION audit_refuse_change() CASCADE",
        "CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
        "SET session_replication_role = replica",
    ],
)
def test_the_web_role_cannot_touch_the_trail(table, statement):
    record("case.open", "case:1", by=system_actor())
    trigger = {"audit_auditevent": "audit_no_change", "audit_audithead": "audit_heads_stay"}[table]

    with pytest.raises(DatabaseError):
        run(statement.format(table=table, trigger=trigger))
    assert AuditEvent.objects.filter(subject="case:1", verb="case.open").count() == 1


@pytest.mark.django_db
def test_the_web_role_gives_itself_no_right():
    run("GRANT ALL ON audit_auditevent, audit_audithead TO current_user")  # PostgreSQL warns, and gives nothing

    for table in AUDIT_TABLES:
        assert rows(f"SELECT has_table_privilege('{table}', 'DELETE'), has_table_privilege('{table}', 'TRIGGER')") == [
            (False, False)
        ]


def test_two_open_placements_are_refused_even_if_nothing_forbade_overlap(committed_db):
    """Two open placements overlap, too, and that is found first: here the other constraint stands alone."""
    owner, _ = databases.roles()
    with databases.acting_as(owner):
        run("ALTER TABLE referrals_placement DROP CONSTRAINT placements_of_one_person_do_not_overlap")

    refused_by("one_open_placement_per_person", copy, PlacementFactory(), starts_on=timezone.localdate())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET verb = 'case.read'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
        "DELETE FROM audit_audithead",
        "TRUNCATE audit_audithead",
    ],
)
def test_not_even_the_owner_changes_the_trail_by_the_way(committed_db, statement):
    """The triggers: whoever would change it has to take them off first, which the chain and the seals tell."""
    record("case.open", "case:1", by=system_actor())
    owner, _ = databases.roles()

    with databases.acting_as(owner), pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement)


@pytest.mark.django_db
def test_two_events_never_share_a_place_in_the_chain():
    record("case.open", "case:1", by=system_actor())
    columns = [field.column for field in AuditEvent._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{name}"' for name in columns)

    with pytest.raises(DatabaseError, match="audit_one_event_per_position"):
        run(f"INSERT INTO audit_auditevent ({names}) SELECT {names} FROM audit_auditevent")  # noqa: S608
