"""What else is known of some of the demo's children: other names, papers, health, school, benefits, a portrait.

A portrait is drawn: a plain head and shoulders in one colour. It shows nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from atensi.audit.actor import Actor
from cases.identity import Paper
from cases.models import Case
from cases.person_states import (
    AliasKind,
    BenefitStatus,
    Communication,
    Disability,
    PaperKind,
    PaperState,
    Registry,
    Schooling,
    SchoolLevel,
)
from cases.services.aliases import add_alias
from cases.services.benefits import record_benefit
from cases.services.case_tasks import finish_task
from cases.services.identity import record_papers
from cases.services.photos import set_photo
from cases.services.profiles import describe_health, describe_school
from cases.states import TaskKind

HELD, BEING_MADE, MISSING = Paper(PaperState.HELD), Paper(PaperState.BEING_MADE), Paper(PaperState.MISSING)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one child. benefits: (facts, days since the extract); shade: the colour of the portrait."""

    aliases: tuple[tuple[str, str], ...] = ()
    papers: dict[str, Paper] = field(default_factory=dict)
    health: dict[str, Any] = field(default_factory=dict)
    school: dict[str, Any] = field(default_factory=dict)
    benefits: tuple[tuple[dict[str, Any], int], ...] = ()
    shade: str = ""


DECILE_TWO = {"registry": Registry.DTSEN, "status": BenefitStatus.LISTED, "decile": 2}
GOES_TO_SCHOOL = {"schooling": Schooling.ATTENDING, "school_level": SchoolLevel.PRIMARY, "school": "SD Contoh 1"}

KNOWN = {
    "Contoh Raka": Known(
        aliases=(("Raka Kecil", AliasKind.NICKNAME), ("Contoh Rakka", AliasKind.SPELLING)),
        papers={PaperKind.BIRTH_CERTIFICATE: HELD, PaperKind.FAMILY_CARD: HELD, PaperKind.KIA: BEING_MADE},
        school={**GOES_TO_SCHOOL, "school_class": "3"},
        benefits=(
            (DECILE_TWO, 20),
            ({**DECILE_TWO, "decile": 3}, 170),
            ({"registry": Registry.PKH, "status": BenefitStatus.RECEIVES}, 150),
        ),
        shade="#3d6b8e",
    ),
    "Umpama Gita": Known(
        papers={PaperKind.BIRTH_CERTIFICATE: MISSING, PaperKind.FAMILY_CARD: MISSING, PaperKind.KIA: MISSING},
        school={"schooling": Schooling.TOO_YOUNG},
        shade="#8e5a3d",
    ),
    "Contoh Indah": Known(
        papers={PaperKind.BIRTH_CERTIFICATE: HELD, PaperKind.FAMILY_CARD: HELD},
        health={
            "disabilities": [Disability.HEARING, Disability.SPEECH],
            "disability_note": "Mengikuti pelajaran bila guru berdiri di depannya.",
            "aids": "Alat bantu dengar, rusak sejak pindah desa.",
            "communications": [Communication.SIGN, Communication.PICTURES],
            "language": "Bisindo",
        },
        school={"schooling": Schooling.LEFT, "school_level": SchoolLevel.SPECIAL},
        benefits=((DECILE_TWO, 200),),
    ),
    "Umpama Oki": Known(
        health={
            "disabilities": [Disability.PHYSICAL],
            "aids": "Kursi roda anak, masih dibutuhkan.",
            "communications": [Communication.SPEECH],
            "language": "Melayu",
        },
        school=GOES_TO_SCHOOL,
    ),
    "Misal Putri": Known(aliases=(("Puput", AliasKind.NICKNAME),), school=GOES_TO_SCHOOL),
    "Umpama Citra": Known(aliases=(("Citra Misal", AliasKind.FORMER),)),
}


# Whose civil registration is still being seen to; for the others somebody has applied.
WITHOUT_IDENTITY = frozenset({"Umpama Gita", "Rekaan Fajar"})


def describe(*, name: str, case: Case, by: Actor) -> None:
    """Record what is known of the child of a demo case, if anything is."""
    if name not in WITHOUT_IDENTITY:
        for task in case.tasks.open().filter(kind=TaskKind.CIVIL_REGISTRATION):
            finish_task(task=task, by=by, note="Permohonan akta dan NIK sudah di Dukcapil.")
    known = KNOWN.get(name)
    if known is None:
        return
    on: dict[str, Any] = {"case": case, "by": by}
    for alias, kind in known.aliases:
        add_alias(name=alias, kind=kind, **on)
    _unless_empty(known.papers, lambda papers: record_papers(papers=papers, **on))
    _unless_empty(known.health, lambda facts: describe_health(**facts, **on))
    _unless_empty(known.school, lambda facts: describe_school(**facts, **on))
    for facts, days in known.benefits:
        record_benefit(**facts, extract_on=timezone.localdate() - timedelta(days=days), **on)
    _unless_empty(known.shade, lambda shade: set_photo(content=drawn_portrait(shade), **on))


def drawn_portrait(shade: str) -> bytes:
    """A head and shoulders in one colour, as a PNG."""
    image = Image.new("RGB", (320, 400), "#e9eef2")
    draw = ImageDraw.Draw(image)
    draw.ellipse((100, 70, 220, 210), fill=shade)
    draw.rounded_rectangle((50, 240, 270, 460), radius=90, fill=shade)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _unless_empty(facts: Any, act: Callable[[Any], object]) -> None:
    if facts:
        act(facts)
