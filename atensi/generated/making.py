"""Making a nation in an empty database: people, cases, deadlines, notices, and a sealed trail."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as clock
from random import Random

from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.accounts.models import User
from atensi.audit.seals import seal_day
from atensi.deadlines.services.keeping import reconcile
from reports.services.counting import count_cases

from .book import Book
from .bulk import write_notices, write_places, write_series
from .desks import Desks
from .files import Files
from .groups import Groups
from .indexes import indexes_aside
from .months import Plan, openings
from .nation import Builder
from .people import Children
from .register import Register
from .work import Work
from .writing import Writer

STEP = 10_000
BATCH = 10_000
SENTRA_SHARED, SENTRAS = 300, 31
MOST_SHARED = 0.15
EVENTS_OF_CASE = 5


class CannotGenerate(Exception):
    """Why nothing was made, in words for the person at the terminal."""


@dataclass(slots=True)
class Made:
    """What was made, and how long the parts took."""

    cases: int = 0
    rows: int = 0
    events: int = 0
    deadlines: int = 0
    notices: int = 0
    writing_seconds: float = 0
    indexing_seconds: float = 0
    following_seconds: float = 0


def generate(plan: Plan, *, seed: int, events: int | None, tell: Callable[[str], None], homes: int = 0) -> Made:
    """Fill an empty database with `plan.cases` cases; the same seed and day give the same nation.

    Ciphertexts differ from run to run. events: audit events in all, at least. homes: how many institutions there are
    beside those that its children live in. Run as the tables' owner, who may switch triggers off. Raises
    CannotGenerate, and leaves the database as it was when anything fails.
    """
    if User.objects.exists():
        raise CannotGenerate(_("Basis data ini sudah berisi pengguna; bangsa buatan hanya untuk basis data kosong."))
    made, today, rng = Made(), timezone.localdate(), Random(seed)  # noqa: S311  (dice, no secrets)
    with transaction.atomic():
        _without_triggers()
        writer = Writer(datetime.combine(today, clock(0), UTC))
        book = Book(writer, rng, today, seed)
        began = time.monotonic()
        with indexes_aside():
            _write_cases(book, plan, events, homes, made, tell)
            made.writing_seconds = time.monotonic() - began
            tell(_("membangun indeks ..."))
        made.indexing_seconds = time.monotonic() - began - made.writing_seconds
        _write_what_follows(book, made, tell)
        made.following_seconds = time.monotonic() - began - made.writing_seconds - made.indexing_seconds
    seal_day()
    tell(_("merapikan tabel ..."))
    with connection.cursor() as cursor:
        # As autovacuum would in time; without it no index alone can answer, and first readers pay for all others.
        cursor.execute("VACUUM (ANALYZE)")
    return made


def _without_triggers() -> None:
    """Until the end of the transaction; the rows are made right, and a test asks every constraint about them."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
    except ProgrammingError:
        text = _("Pemicu hanya dapat dimatikan oleh pemilik tabel yang diberi hak itu; lihat docs/benchmarks.md.")
        raise CannotGenerate(text) from None


def _write_cases(
    book: Book, plan: Plan, events: int | None, homes: int, made: Made, tell: Callable[[str], None]
) -> None:
    began, writer = time.monotonic(), book.writer
    builder = Builder(writer, plan.cases, book.rng, book.today)
    nation = builder.build()
    builder.more_homes(homes)
    shares = min(MOST_SHARED, SENTRA_SHARED * min(SENTRAS, len(nation.offices)) / max(1, plan.cases))
    filled = -(-events // plan.cases) if events else EVENTS_OF_CASE
    register = Register(book)
    care, work = Desks(book, shares, nation, plan.cases, register), Work(book, Groups(book))
    files = Files(book, nation, care, work, children=Children(writer, book.rng), events=filled)
    with writer.sending():
        register.write(nation, plan.cases)
        for day, code, taken in openings(plan, book.rng):
            made.events += files.write(day, code, taken)
            made.cases += 1
            if writer.is_full:
                writer.flush()
            if made.cases % STEP == 0:
                seconds = time.monotonic() - began
                tell(f"{made.cases:,} kasus, {writer.rows:,} baris, {writer.rows / seconds:,.0f} baris/detik")
        care.stops.finish()
    writer.set_sequences()
    made.rows = writer.rows


def _write_what_follows(book: Book, made: Made, tell: Callable[[str], None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    write_series(book.series)
    write_places()
    tell("menghitung tenggat ...")
    made.deadlines = reconcile(batch=BATCH)
    count_cases()
    tell(f"{made.deadlines:,} tenggat; menulis pemberitahuan ...")
    made.notices = write_notices(timezone.now())
