"""Number series without gaps or repeats."""

from django.db import connection


def next_number(key: str) -> int:
    """Take the next number of the series `key` inside the caller's transaction.

    The row stays locked until that transaction ends, so a rolled-back use leaves no gap.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("next_number needs a transaction: outside one a failure would leave a gap.")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_numberseries (key, last) VALUES (%s, 1) "
            "ON CONFLICT (key) DO UPDATE SET last = documents_numberseries.last + 1 RETURNING last",
            [key],
        )
        return cursor.fetchone()[0]
