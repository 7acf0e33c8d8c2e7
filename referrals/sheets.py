"""The simple sheet of children who live in a home already: CSV with one child on a row."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from atensi.errors import Problem
from atensi.reference.models import Code, Region
from cases.forms.intake import districts_of
from cases.names import name_keys
from cases.nik import nik_problems
from cases.person import Person
from cases.states import BirthPrecision, Sex
from institutions.models import Institution
from institutions.offices import local_office
from institutions.states import Faith

from .services.residents import Resident

MAX_BYTES = 1024 * 1024
MAX_ROWS = 500
# The columns, in the order of the template. A sheet in the language of those who fill it.
NAME, SEX, BORN, NIK, FAITH = "nama", "jenis_kelamin", "tanggal_lahir", "nik", "agama"
DISTRICT, SINCE, CATEGORY, REASON = "kecamatan", "tanggal_masuk", "kategori", "alasan"
COLUMNS = [NAME, SEX, BORN, NIK, FAITH, DISTRICT, SINCE, CATEGORY, REASON]
NEEDED = [NAME, SEX, SINCE, CATEGORY]
SEXES = {"l": Sex.MALE, "laki-laki": Sex.MALE, "p": Sex.FEMALE, "perempuan": Sex.FEMALE}
DAY_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"]
EXAMPLE = ["Contoh Anak", "P", "2015-08-17", "", "ISLAM", "", "2023-02-01", "MALTREATED", ""]


class SheetRefused(Exception):
    """The file is no sheet of ours; the text says why."""


@dataclass(slots=True)
class Row:
    """One child of the sheet. number: the line people count. resident: None while a cell cannot be read. cells: what
    was typed, by column."""

    number: int
    cells: Mapping[str, str]
    resident: Resident | None
    problems: list[Problem]

    @property
    def name(self) -> str:
        return self.cells[NAME]


@dataclass(frozen=True, slots=True)
class Lists:
    """What cells may name: districts of the home's regency and categories in force, by code and by name."""

    districts: Mapping[str, Region]
    categories: Mapping[str, Code]
    region: Region

    @classmethod
    def of(cls, home: Institution) -> "Lists":
        """For the children of `home`, as the Dinas of its regency knows them."""
        districts = districts_of(local_office(home))
        categories = Code.objects.in_force(Code.List.AMPK)
        return cls(
            districts={key: row for row in districts for key in (row.pk, row.name.casefold())},
            categories={key: row for row in categories for key in (row.code.casefold(), row.label.casefold())},
            region=home.region,
        )


def template() -> str:
    """An empty sheet with one example row, for Excel: UTF-8 with its mark, semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerows([COLUMNS, EXAMPLE])
    return "\ufeff" + out.getvalue()


def text_of(content: bytes) -> str:
    """The sheet's text. Raises SheetRefused on a file that is too large or not UTF-8."""
    if len(content) > MAX_BYTES:
        raise SheetRefused(_("Lembar paling besar 1 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise SheetRefused(_("Simpan lembar sebagai CSV UTF-8, lalu unggah lagi.")) from wrong
    if "\x00" in text:
        raise SheetRefused(_("Simpan lembar sebagai CSV UTF-8, lalu unggah lagi."))
    return text


def read(text: str, lists: Lists) -> list[Row]:
    """The rows of a sheet, each with what its cells lack. Raises SheetRefused when it is no sheet of ours."""
    head = text.lstrip().partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text.lstrip()), delimiter=";" if ";" in head else ",")
    try:
        names = [(name or "").strip().casefold() for name in reader.fieldnames or []]
        reader.fieldnames = names
        lines = [line for line in reader if any((value or "").strip() for value in _cells(line).values())]
    except csv.Error as wrong:
        raise SheetRefused(_("Lembar ini tidak bisa dibaca. Pakai contoh lembar.")) from wrong
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise SheetRefused(_("Kolom ini tidak ada: %(names)s.") % {"names": ", ".join(missing)})
    if not lines:
        raise SheetRefused(_("Lembar ini kosong."))
    if len(lines) > MAX_ROWS:
        raise SheetRefused(_("Paling banyak %(n)d anak dalam satu lembar.") % {"n": MAX_ROWS})
    return marked_twice([row_of(number, _cells(line), lists) for number, line in enumerate(lines, start=2)])


def _cells(line: Mapping[str | None, object]) -> dict[str, str]:
    """What stands in the columns we know; cells beyond the columns are left out."""
    return {name: str(line.get(name) or "").strip() for name in COLUMNS}


def marked_twice(rows: list[Row]) -> list[Row]:
    """The same rows; those that name a child of an earlier row again have a problem more."""
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        person = row.resident.person if row.resident else None
        marks = {("name", *sorted(name_keys(person.name)), person.birth_date)} if person else set()
        marks |= {("nik", person.nik_number)} if person and person.nik_number else set()
        if marks & seen:
            row.problems.append(Problem("twice_in_sheet", _("Anak ini tertulis dua kali di lembar ini.")))
        seen |= marks
    return rows


def row_of(number: int, cells: Mapping[str, str], lists: Lists) -> Row:
    """One row from its cells, with what they lack."""
    problems = [Problem("cell_missing", _("%(name)s kosong.") % {"name": name}) for name in NEEDED if not cells[name]]
    sex = _choice(cells, SEX, SEXES, problems) or Sex.UNKNOWN
    faiths = {key.casefold(): value for value, label in Faith.choices for key in (value, str(label))}
    faith = _choice(cells, FAITH, faiths, problems) or ""
    district = _choice(cells, DISTRICT, lists.districts, problems) or lists.region
    category = _choice(cells, CATEGORY, lists.categories, problems)
    born, since = _day(cells, BORN, problems), _day(cells, SINCE, problems)
    problems += [problem for problem in nik_problems(cells[NIK]) if problem.is_hard]
    if born is not None and since is not None and since < born:
        problems.append(Problem("cell_before_birth", _("tanggal_masuk sebelum tanggal_lahir.")))
    if problems or since is None or category is None:
        return Row(number, cells, None, problems)
    person = Person(
        region=district,
        name=cells[NAME][:200],
        sex=sex,
        birth_date=born,
        birth_precision=BirthPrecision.DAY if born else BirthPrecision.UNKNOWN,
        nik=cells[NIK],
        faith=faith,
    )
    return Row(number, cells, Resident(person, since, category, reason=cells[REASON]), [])


def _choice(cells: Mapping[str, str], name: str, values: Mapping[str, Any], problems: list[Problem]) -> Any:
    """What the cell names; None for an empty cell, and, with a problem, for a word that no list holds."""
    text = cells[name]
    found = values.get(text.casefold()) if text else None
    if text and found is None:
        problems.append(Problem("cell_unknown", _("%(name)s tidak dikenal: %(text)s.") % {"name": name, "text": text}))
    return found


def _day(cells: Mapping[str, str], name: str, problems: list[Problem]) -> date | None:
    text = cells[name]
    for pattern in DAY_FORMATS if text else []:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    if text:
        problems.append(Problem("cell_unread", _("%(name)s tidak terbaca: %(text)s.") % {"name": name, "text": text}))
    return None
