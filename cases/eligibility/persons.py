"""What stands against recording something of a person: name, birth, identity, health, school, social protection."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem

from ..identity import Paper
from ..models import Beneficiary
from ..nik import SOURCE, clean_number
from ..person import Person
from ..person_states import WITH_LEVEL, PaperKind, PaperState, Registry
from ..states import NikStatus

DTSEN = _("Inpres 4/2025 tentang DTSEN")


def birth_problems(person: Person, today: date) -> list[Problem]:
    """Nobody is born tomorrow. today: at the person's office."""
    if person.birth_date is None or person.birth_date <= today:
        return []
    return [Problem("birth_ahead", _("Tanggal lahir belum terjadi. Periksa tahunnya."), field="born")]


def alias_problems(person: Beneficiary, name: str) -> list[Problem]:
    """Another name is none that is known already."""
    if not name:
        return [Problem("alias_empty", _("Tuliskan namanya."), field="name")]
    known = {person.name.casefold(), *(row.name.casefold() for row in person.aliases.all())}
    if name.casefold() in known:
        return [Problem("alias_known", _("Nama ini sudah tercatat."), field="name")]
    return []


def benefit_problems(registry: str, decile: int | None, programme: str) -> list[Problem]:
    """What a register says fits it (domain.md 12)."""
    problems = []
    if decile is not None and (registry != Registry.DTSEN or not 1 <= decile <= 10):
        text = _("Desil 1 sampai 10 hanya untuk DTSEN.")
        problems.append(Problem("decile_of_dtsen", text, source=DTSEN, field="decile"))
    if (registry == Registry.OTHER) != bool(programme.strip()):
        text = _("Tuliskan nama program bila memilih program lain, dan hanya bila demikian.")
        problems.append(Problem("programme_named", text, field="programme"))
    return problems


def school_problems(schooling: str, level: str) -> list[Problem]:
    """A level is named of somebody who goes, went or finished."""
    if level and schooling not in WITH_LEVEL:
        text = _("Jenjang hanya untuk yang bersekolah, putus sekolah, atau tamat.")
        return [Problem("school_level", text, field="school_level")]
    return []


def attach_problems(person: Beneficiary, nik: str) -> list[Problem]:
    """A number is attached to a person who has none."""
    if person.nik_index is not None:
        text = _("NIK sudah terpasang. Perbaiki angkanya di data diri.")
        return [Problem("nik_known", text, source=SOURCE, field="nik")]
    if not clean_number(nik):
        return [Problem("nik_empty", _("Tuliskan 16 angka NIK."), source=SOURCE, field="nik")]
    return []


def verify_problems(person: Beneficiary) -> list[Problem]:
    """There is a number, and it was not verified yet."""
    if person.nik_index is None:
        return [Problem("nik_to_verify", _("Belum ada NIK untuk dicocokkan."), source=SOURCE)]
    if person.nik_status == NikStatus.VERIFIED:
        return [Problem("nik_verified", _("NIK ini sudah diverifikasi."), source=SOURCE)]
    return []


def paper_problems(papers: Mapping[str, Paper]) -> list[Problem]:
    """A number is written of a paper that is there."""
    text = _("Nomor hanya ditulis untuk dokumen yang ada.")
    return [
        Problem("paper_number", text, field=f"{PaperKind(kind).value.lower()}_number")
        for kind, paper in papers.items()
        if paper.number.strip() and paper.state != PaperState.HELD
    ]
