"""Deadlines as an iCalendar file (RFC 5545): whole-day events with the number and kind of task, never a name."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from .hooks import clock_named
from .models import Deadline

MOST_OCTETS = 75
PROLOGUE = (
    *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ATENSI//Tenggat//ID", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"),
    *("X-WR-CALNAME:ATENSI", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"),
)


def calendar(rows: Iterable[Deadline]) -> str:
    """The file of `rows`."""
    lines = [*PROLOGUE, *(line for row in rows for line in _event(row)), "END:VCALENDAR"]
    return "".join(f"{fold(line)}\r\n" for line in lines)


def _event(row: Deadline) -> Iterator[str]:
    changed = _moment(row.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:deadline-{row.pk}@atensi"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"DTSTART;VALUE=DATE:{row.due_on:%Y%m%d}"
    yield f"SUMMARY:{escape(f'{clock_named(row.clock).label_outside}, {row.reference}')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """A TEXT value: backslash, semicolon and comma with a backslash before them, a line break as "\\n"."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def fold(line: str) -> str:
    """A content line in pieces of at most 75 octets, each after the first begun by a space; no character is cut."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > MOST_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    return "\r\n".join([*pieces, piece])
