"""design.md 3 and 4: what must never happen stands in the database, and the running application cannot undo it."""

import re
from collections import Counter

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.event_states import EventKind
from cases.models import CaseEvent
from tests.cases.factories import CaseFactory

pytestmark = pytest.mark.django_db

# Tables whose rows, once true, stay, or must fit others: table -> what a trigger refuses or checks.
GUARDED = {
    "audit_auditevent": {"UPDATE", "DELETE", "TRUNCATE"},
    "audit_audithead": {"DELETE", "TRUNCATE"},
    "cases_assessment": {"UPDATE", "DELETE"},
    "cases_careplan": {"UPDATE", "DELETE"},
    "cases_careplanaction": {"INSERT", "UPDATE", "DELETE"},
    "cases_careplangoal": {"INSERT", "UPDATE", "DELETE"},
    "cases_caseevent": {"UPDATE", "DELETE"},
    "cases_socialreport": {"UPDATE", "DELETE"},
    "instruments_instrumentversion": {"UPDATE", "DELETE"},
    "referrals_caredecision": {"INSERT", "UPDATE", "DELETE"},
    "referrals_placement": {"INSERT", "UPDATE"},
    "referrals_placementreview": {"UPDATE", "DELETE"},
}
# Bits of pg_trigger.tgtype.
EVENTS = {4: "INSERT", 8: "DELETE", 16: "UPDATE", 32: "TRUNCATE"}


def rows(sql: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def triggers() -> dict[str, set[str]]:
    """Table -> events that an enabled trigger of ours watches."""
    found: dict[str, set[str]] = {}
    for table, kind in rows(
        "SELECT tgrelid::regclass::text, tgtype FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    ):
        found.setdefault(table, set()).update(name for bit, name in EVENTS.items() if kind & bit)
    return found


@pytest.mark.parametrize("table", GUARDED)
def test_what_is_true_stays(table):
    assert triggers().get(table, set()) >= GUARDED[table]


def test_a_line_of_the_timeline_cannot_be_changed():
    event = CaseEvent.objects.create(case=CaseFactory(), kind=EventKind.CASE_OPENED, happened_at=timezone.now())

    with pytest.raises(IntegrityError, match="timeline"), transaction.atomic():
        CaseEvent.objects.filter(pk=event.pk).update(text="lain")
    with pytest.raises(IntegrityError, match="timeline"), transaction.atomic():
        CaseEvent.objects.filter(pk=event.pk).delete()


def test_the_web_role_is_nobody_special():
    ((is_super, bypasses, creates_roles, creates_databases),) = rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    )

    assert not any((is_super, bypasses, creates_roles, creates_databases))


def test_the_web_role_owns_nothing():
    assert rows("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = current_user") == []


def test_the_web_role_can_create_nothing():
    assert rows("SELECT has_schema_privilege('public', 'CREATE')") == [(False,)]


@pytest.mark.parametrize(
    ("table", "withheld"),
    [
        ("audit_auditevent", {"UPDATE", "DELETE", "TRUNCATE", "TRIGGER"}),
        ("audit_audithead", {"DELETE", "TRUNCATE", "TRIGGER"}),
        ("cases_case", {"TRUNCATE", "TRIGGER"}),
        ("django_migrations", {"INSERT", "UPDATE", "DELETE", "TRUNCATE"}),
    ],
)
def test_the_web_role_lacks_the_right(table, withheld):
    for right in withheld:
        assert rows("SELECT has_table_privilege(%s, %s)", table, right) == [(False,)], right


def test_no_two_migrations_create_a_function_of_one_name():
    """Functions have one room for all apps: rooms written side by side would only meet when both are migrated."""
    named = Counter[str]()
    for path in settings.BASE_DIR.glob("**/migrations/0*.py"):
        named.update(set(re.findall(r"CREATE FUNCTION (\w+)", path.read_text(encoding="utf-8"))))
    assert named["refuse_change_of_timeline"] == 1
    assert not [name for name, count in named.items() if count > 1]
