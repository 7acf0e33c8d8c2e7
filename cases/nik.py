"""The shape of NIK and NKK (domain.md 10.3). A NIK never proves who somebody is: only its shape can be refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.language import counted

from .states import Sex

LENGTH = 16
FEMALE_OFFSET = 40  # day of birth + 40 for women
OLDEST = 115
SOURCE = _("Kaidah NIK Dukcapil")


@dataclass(frozen=True, slots=True)
class NikParts:
    """What a well-formed NIK says: district of first registration, birth date (None when no such day), sex, serial."""

    region: str
    birth_date: date | None
    sex: str
    serial: str


def clean_number(value: str) -> str:
    """The number without the spaces, dots and hyphens that people write between its groups."""
    return re.sub(r"[\s.\-–]", "", value or "")


def read_nik(value: str, *, today: date | None = None) -> NikParts:
    """Take a well-formed NIK (16 digits) apart. The century is the one that gives an age of 0 to 115."""
    day = int(value[6:8])
    female = day > FEMALE_OFFSET
    return NikParts(
        region=f"{value[:2]}.{value[2:4]}.{value[4:6]}",
        birth_date=_birth_date(day - FEMALE_OFFSET if female else day, int(value[8:10]), int(value[10:12]), today),
        sex=Sex.FEMALE if female else Sex.MALE,
        serial=value[12:],
    )


def nik_problems(
    value: str, birth_date: date | None = None, sex: str = "", region: str = "", *, birth_exact: bool = True
) -> list[Problem]:
    """What is wrong with a NIK: hard problems of its shape; else soft ones where it differs from the rest of the form.

    birth_date: compared in full when `birth_exact`, else by its year, give or take one. sex: a `Sex`, "" or UNKNOWN:
    not compared. region: code of the district or regency of the form, compared as far as the regency. An empty value
    has no problems: a child's case is opened without a NIK.
    """
    number = clean_number(value)
    if not number:
        return []
    shape = _shape_problem(number)
    if shape:
        return [shape]
    found = read_nik(number)
    return [
        problem
        for problem in (
            _birth_problem(found, birth_date, birth_exact),
            _sex_problem(found, sex),
            _region_problem(found, region),
        )
        if problem
    ]


def nkk_problems(value: str) -> list[Problem]:
    """What is odd about a family card number; soft throughout: its structure is not confirmed (domain.md 10.3)."""
    number = clean_number(value)
    if not number:
        return []
    if not _is_digits(number) or len(number) != LENGTH or number[12:] == "0000":
        return [
            Problem("nkk_shape", _("Nomor KK biasanya 16 angka. Periksa kartunya bila ada."), "soft", SOURCE, "nkk")
        ]
    if not (1 <= int(number[6:8]) <= 31 and 1 <= int(number[8:10]) <= 12):
        return [Problem("nkk_date", _("Tanggal terbit di nomor KK tidak lazim."), "soft", SOURCE, "nkk")]
    return []


def _birth_date(day: int, month: int, year: int, today: date | None) -> date | None:
    today = today or timezone.localdate()
    for century in (today.year // 100 * 100, today.year // 100 * 100 - 100):
        try:
            born = date(century + year, month, day)
        except ValueError:
            continue
        if born <= today and today.year - born.year <= OLDEST:
            return born
    return None


def _is_digits(number: str) -> bool:
    return number.isascii() and number.isdecimal()


def _shape_problem(number: str) -> Problem | None:
    if not _is_digits(number):
        return Problem("nik_digits", _("NIK hanya berisi angka."), "hard", SOURCE, "nik")
    if len(number) != LENGTH:
        text = counted("NIK berisi %(n)d angka. NIK selalu 16 angka.", n=len(number))
        return Problem("nik_length", text, "hard", SOURCE, "nik")
    if number == "0" * LENGTH:
        return Problem("nik_zero", _("NIK ini nol semua. Kosongkan bila NIK belum ada."), "hard", SOURCE, "nik")
    day, month = int(number[6:8]), int(number[8:10])
    if not (1 <= day <= 31 or 1 <= day - FEMALE_OFFSET <= 31):
        text = _("Angka ke-7 dan ke-8 NIK adalah tanggal lahir: 01 sampai 31, atau 41 sampai 71 untuk perempuan.")
        return Problem("nik_day", text, "hard", SOURCE, "nik")
    if not 1 <= month <= 12:
        text = _("Angka ke-9 dan ke-10 NIK adalah bulan lahir: 01 sampai 12.")
        return Problem("nik_month", text, "hard", SOURCE, "nik")
    if number[12:] == "0000":
        return Problem("nik_serial", _("Empat angka terakhir NIK tidak pernah 0000."), "hard", SOURCE, "nik")
    return None


def _birth_problem(found: NikParts, birth_date: date | None, exact: bool) -> Problem | None:
    if birth_date is None or found.birth_date == birth_date:
        return None
    if found.birth_date is None:
        text = _("Tanggal lahir di NIK tidak ada di kalender. Boleh disimpan; periksa kartu keluarga bila ada.")
    elif not exact and abs(found.birth_date.year - birth_date.year) <= 1:
        return None
    else:
        text = _("Tanggal di NIK berbunyi %(date)s. Boleh disimpan; periksa kartu keluarga bila ada.") % {
            "date": date_format(found.birth_date, "j F Y")
        }
    return Problem("nik_birth_differs", text, "soft", SOURCE, "nik")


def _sex_problem(found: NikParts, sex: str) -> Problem | None:
    if sex not in (Sex.MALE, Sex.FEMALE) or sex == found.sex:
        return None
    text = _("Jenis kelamin di NIK berbunyi %(sex)s. Boleh disimpan; periksa kartu keluarga bila ada.") % {
        "sex": Sex(found.sex).label.lower()
    }
    return Problem("nik_sex_differs", text, "soft", SOURCE, "nik")


def _region_problem(found: NikParts, region: str) -> Problem | None:
    if not region or found.region[:5] == region[:5]:
        return None
    text = _("NIK ini terbit di kabupaten/kota lain (kode %(code)s). Boleh disimpan.") % {"code": found.region[:5]}
    return Problem("nik_region_differs", text, "soft", SOURCE, "nik")
