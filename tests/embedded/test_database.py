"""The tests' own ground: who they are in the database, and that undefined variables and truncation fail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection, connections
from django.template import Context, Engine, Origin, Template
from django.utils import timezone

from tests.strict_templates import UndefinedTemplateVariable


def ask(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None


def test_tests_run_as_a_role_that_owns_nothing(db: None) -> None:
    assert ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user") == 0
    assert ask("SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user") is False


@pytest.mark.parametrize(
    ("table", "rights"),
    [
        ("audit_auditevent", {"SELECT", "INSERT"}),
        ("audit_audithead", {"SELECT", "INSERT", "UPDATE"}),
        ("django_migrations", {"SELECT"}),
        ("cases_case", {"SELECT", "INSERT", "UPDATE", "DELETE"}),
    ],
)
def test_the_web_role_has_these_rights_and_no_more(db: None, table: str, rights: set[str]) -> None:
    every = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN")
    held = {right for right in every if ask(f"SELECT has_table_privilege('{table}', '{right}')")}
    assert held == rights


def test_later_tables_get_the_same_rights(db: None) -> None:
    granted = "SELECT count(*) FROM pg_default_acl a, aclexplode(a.defaclacl) g JOIN pg_roles r ON r.oid = g.grantee"
    assert ask(f"{granted} WHERE r.rolname = current_user AND g.privilege_type = 'INSERT'") == 1


def test_nobody_truncates(db: None) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask("TRUNCATE django_session")


def make_session(key: str) -> None:
    Session.objects.create(session_key=key, expire_date=timezone.now())


@pytest.fixture
def committed_elsewhere(committed_db: str) -> Iterator[str]:
    def work() -> None:
        make_session("from a thread")
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return committed_db


def test_threads_see_each_other_in_a_committed_database(committed_elsewhere: str) -> None:
    assert ask("SELECT current_database()") == committed_elsewhere
    assert Session.objects.filter(session_key="from a thread").exists()


def test_what_was_committed_is_gone_afterwards(db: None) -> None:
    assert not Session.objects.exists()


def render(source: str, **values: object) -> str:
    origin = Origin(str(Path(settings.BASE_DIR) / "templates" / "example.html"))
    template = Template(source, origin=origin, engine=Engine())
    return template.render(Context(values))


@pytest.mark.parametrize(
    "source",
    [
        "{{ missing }}",
        "{{ known.missing }}",
        "{{ missing|default:'x' }}",
        "{% if missing %}x{% endif %}",
        "{% if known and missing %}x{% endif %}",
        "{% for each in missing %}x{% endfor %}",
        "{% with name=missing %}x{% endwith %}",
    ],
)
def test_an_undefined_variable_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedTemplateVariable, match="missing"):
        render(source, known=timezone.now())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ known.day }}", "1"),
        ("{% if None or not True %}x{% endif %}-", "-"),
        ("{% if errors.name %}x{% endif %}-", "-"),
        ("{{ known|date:'Y' }}", "2026"),
    ],
)
def test_what_is_defined_renders(source: str, text: str) -> None:
    assert (
        render(source, known=timezone.datetime(2026, 1, 1, tzinfo=timezone.get_current_timezone()), errors={}) == text
    )
