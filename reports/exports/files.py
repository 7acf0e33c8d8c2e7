"""Writing the file: chunk by chunk into a workbook or a text, then into an archive that only its password opens.

It lies in the state directory, which no web server serves, under a name that tells nothing.
"""

from __future__ import annotations

import csv
import secrets
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

import pyzipper
import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _

from ..states import ExportFormat
from .rows import Row, Table

FOLDER = "exports"
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# No letters or digits that a reader takes for one another.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
WIDTH = 22
LEFT_SECONDS = 2 * 3600
Progress = Callable[[int], None]


def folder() -> Path:
    """Where the files lie; only this application's user may look into it."""
    path = Path(settings.STATE_DIR) / FOLDER
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def new_password() -> str:
    """Three groups of five: 74 bits, and can be read aloud."""
    return "-".join("".join(secrets.choice(LETTERS) for _n in range(5)) for _group in range(3))


def safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula, wherever it is opened or saved again: a mark before it."""
    text = value if isinstance(value, str) else None
    if text and text.lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA):
        return f"'{text}"
    return value


def write(table: Table, *, file_format: str, title: str, password: str, progress: Progress) -> str:
    """Write `table` and return the file's name in `folder()`. progress: told of the rows written, after each chunk."""
    name = f"{secrets.token_hex(16)}.zip"
    # Unfinished work lies on the same disk and is gone with its folder, also when the worker stops half way.
    with TemporaryDirectory(dir=folder()) as workshop:
        plain = Path(workshop) / f"{title}.{file_format.lower()}"
        WRITERS[file_format](table, plain, progress)
        locked = Path(workshop) / name
        with pyzipper.AESZipFile(locked, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
            archive.setpassword(password.encode())
            archive.write(plain, plain.name)
        locked.chmod(0o600)
        locked.replace(folder() / name)
    return name


def remove(name: str) -> None:
    """Take the file away; nothing happens when it is gone already."""
    if name:
        (folder() / Path(name).name).unlink(missing_ok=True)


def clear(kept: Collection[str]) -> None:
    """Take away what a killed worker left: files that no export knows, unfinished ones too, after some hours."""
    before = time.time() - LEFT_SECONDS
    for path in folder().iterdir():
        if path.name in kept or path.stat().st_mtime > before:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _told(table: Table, progress: Progress) -> Iterator[Row]:
    done = 0
    for chunk in table.chunks:
        yield from chunk
        done += len(chunk)
        progress(done)


def _workbook(table: Table, path: Path, progress: Progress) -> None:
    """Constant memory: each row goes to the disk as soon as the next one begins."""
    with TemporaryDirectory(dir=path.parent) as scratch, _book(path, scratch) as book:
        sheet = book.add_worksheet(_("Data"))
        head, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.columns) - 1, WIDTH)
        for column, label in enumerate(table.columns):
            sheet.write_string(0, column, safe(str(label)), head)
        for at, row in enumerate(_told(table, progress), start=1):
            for column, value in enumerate(row):
                _cell(sheet, at, column, safe(value), day)


@contextmanager
def _book(path: Path, scratch: str) -> Iterator[Any]:
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": scratch, "strings_to_formulas": False})
    try:
        yield book
    finally:
        book.close()


def _cell(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, str(value))


def _text(table: Table, path: Path, progress: Progress) -> None:
    """As Excel opens it in Indonesia: UTF-8 with its mark, semicolons."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        _lines(table, out, progress)


def _lines(table: Table, out: TextIO, progress: Progress) -> None:
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([safe(str(label)) for label in table.columns])
    for row in _told(table, progress):
        writer.writerow(["" if value is None else safe(value) for value in row])


WRITERS: dict[str, Callable[[Table, Path, Progress], None]] = {
    ExportFormat.XLSX: _workbook,
    ExportFormat.CSV: _text,
}
