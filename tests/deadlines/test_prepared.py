"""Statements with a kept plan give what the plain statement gives, for every type of value."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from atensi.prepared import execute_prepared

STATEMENT = "SELECT %(at)s, %(day)s, %(number)s, %(large)s, %(yes)s, %(text)s, %(ids)s, 5 %% 3"
GIVEN = {
    "at": datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    "day": date(2026, 1, 2),
    "number": 7,
    "large": 2**40,
    "yes": True,
    "text": "100% 'contoh'",
    "ids": [1, 2**40],
}


def prepared() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


def answer(**changes) -> tuple:
    with connection.cursor() as cursor:
        execute_prepared(cursor, STATEMENT, GIVEN | changes)
        return cursor.fetchone()


@pytest.mark.django_db
def test_values_come_back_as_they_were_given():
    assert answer() == (*GIVEN.values(), 2)
    assert answer(ids=[], text="") == (*(GIVEN | {"ids": [], "text": ""}).values(), 2)


@pytest.mark.django_db
def test_a_statement_is_prepared_once_and_outlives_a_rollback():
    answer()
    before = prepared()
    with pytest.raises(ValueError, match="contoh"), transaction.atomic():
        answer(number=8)
        raise ValueError("contoh")

    assert answer(number=9)[2] == 9
    assert prepared() == before


@pytest.mark.django_db
def test_a_value_of_unknown_type_is_refused():
    with pytest.raises(TypeError):
        answer(text={"a": 1})
