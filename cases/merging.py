"""Two files that may be of one person: both sides field by field, the tables that go along, and what may be proposed.
Read only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atensi.audit.actor import Actor
from atensi.clock import date_words
from atensi.versions import Difference, digest_of, version_of

from . import permissions
from .hooks import PERSON_TABLES
from .models import (
    Beneficiary,
    BeneficiaryAlias,
    BeneficiaryPhoto,
    BeneficiaryProfile,
    BenefitLink,
    Case,
    CaseResponse,
    FamilyMember,
    IdentityPaper,
    Reentry,
)
from .person_states import Communication, Disability

NIK = "nik"


@dataclass(frozen=True, slots=True)
class Unit:
    """What is chosen in one go. name: its word in forms; columns: the columns of the row that go together; private:
    specific data of the person."""

    name: str
    label: str | Promise
    columns: tuple[str, ...]
    private: bool = False


OF_PERSON = (
    Unit("name", gettext_lazy("Nama"), ("name", "name_keys")),
    Unit("sex", gettext_lazy("Jenis kelamin"), ("sex",)),
    Unit("birth", gettext_lazy("Lahir"), ("birth_date", "birth_precision")),
    Unit(
        NIK,
        gettext_lazy("NIK"),
        (
            *("nik", "nik_index", "nik_status", "no_nik_reason"),
            *("nik_proof", "nik_verified_at", "nik_verified_by_id"),
        ),
    ),
    Unit("nkk", gettext_lazy("Nomor KK"), ("nkk", "nkk_index")),
    Unit("faith", gettext_lazy("Agama"), ("faith",)),
    Unit("place", gettext_lazy("Tempat tinggal"), ("region_id", "address")),
    Unit("died", gettext_lazy("Meninggal"), ("died_on",)),
)
OF_PROFILE = (
    Unit("disability", gettext_lazy("Disabilitas"), ("disabilities", "disability_note", "aids"), private=True),
    Unit("health", gettext_lazy("Kesehatan"), ("health_note",), private=True),
    Unit("communication", gettext_lazy("Komunikasi"), ("communications", "language"), private=True),
    Unit(
        "school",
        gettext_lazy("Pendidikan"),
        ("schooling", "school_level", "school", "school_class", "school_note"),
        private=True,
    ),
)
CODED: dict[str, Any] = {"disability": Disability, "communication": Communication}
PAPER = ("state", "number", "recorded_at", "recorded_by_id")
PHOTO = Unit("photo", gettext_lazy("Foto"), (), private=True)
# Rows that name a person; with the words for their number, "" for those that are told with another.
TABLES: tuple[tuple[type[Model], str | Promise], ...] = (
    (Case, gettext_lazy("Kasus")),
    (CaseResponse, gettext_lazy("Laporan")),
    (Reentry, ""),
    (FamilyMember, gettext_lazy("Keluarga")),
    (BeneficiaryAlias, gettext_lazy("Nama lain")),
    (IdentityPaper, gettext_lazy("Dokumen kependudukan")),
    (BenefitLink, gettext_lazy("Perlindungan sosial")),
    (BeneficiaryPhoto, ""),
    (BeneficiaryProfile, ""),
)


@dataclass(frozen=True, slots=True)
class Side:
    """One unit on both sides, as rows of one model. kept: the row of the file that goes on."""

    unit: Unit
    kept: Model
    merged: Model

    @property
    def differs(self) -> bool:
        return any(getattr(self.kept, name) != getattr(self.merged, name) for name in self.unit.columns)

    @property
    def takes_merged(self) -> bool:
        """What is proposed: what is known, rather than what is not."""
        return not self.is_known(self.kept) and self.is_known(self.merged)

    def is_known(self, row: Model) -> bool:
        first = getattr(row, self.unit.columns[0])
        return bool(first) and first != "UNKNOWN"


def sides_of(kept: Beneficiary, merged: Beneficiary) -> list[Side]:
    """What both files say of the same thing; what only one of them has goes along whole. Four queries."""
    found = [Side(unit, kept, merged) for unit in OF_PERSON]
    profiles = {row.beneficiary_id: row for row in BeneficiaryProfile.objects.filter(beneficiary__in=(kept, merged))}
    if len(profiles) == 2:
        found += [Side(unit, profiles[kept.pk], profiles[merged.pk]) for unit in OF_PROFILE]
    theirs = {paper.kind: paper for paper in merged.papers.all()}
    for paper in kept.papers.all():
        if paper.kind in theirs:
            unit = Unit(f"paper_{paper.kind.lower()}", paper.get_kind_display(), PAPER, private=True)
            found.append(Side(unit, paper, theirs[paper.kind]))
    shown = {photo.beneficiary_id: photo for photo in photos_of(kept, merged)}
    if len(shown) == 2:
        found.append(Side(PHOTO, shown[kept.pk], shown[merged.pk]))
    return found


def photos_of(*people: Beneficiary) -> QuerySet[BeneficiaryPhoto]:
    """The portraits that are shown."""
    return BeneficiaryPhoto.objects.filter(beneficiary__in=people, removed_at=None)


def proposed(sides: Sequence[Side]) -> set[str]:
    """The units of which the merged file's words are taken when nobody chooses."""
    return {side.unit.name for side in sides if side.unit.columns and side.takes_merged}


def chosen_of(sides: Sequence[Side], answers: Mapping[str, bool]) -> set[str]:
    """The units of which the merged file's words are taken. answers: of those that somebody was asked about; of the
    others what is proposed."""
    asked = {name for name, takes in answers.items() if takes}
    return asked | {name for name in proposed(sides) if name not in answers}


def differences(sides: Sequence[Side], *, private: bool) -> list[Difference]:
    """Where the two differ, in words: `mine` is the file kept. private: whether specific data may be shown."""
    return [
        Difference(
            side.unit.label,
            words(side, side.kept),
            words(side, side.merged),
            side.unit.name,
            takes_stored=bool(side.unit.columns) and side.takes_merged,
        )
        for side in sides
        if (side.differs or side.unit is PHOTO) and (private or not side.unit.private)
    ]


def words(side: Side, row: Any) -> str:
    """What a row says of the unit."""
    name = side.unit.name
    if name == "birth":
        return f"{date_words(row.birth_date)} ({row.get_birth_precision_display()})" if row.birth_date else _("kosong")
    if name == NIK:
        return f"{_ending(row.nik)} ({row.get_nik_status_display()})" if row.nik else row.get_no_nik_reason_display()
    if name == "nkk":
        return _ending(row.nkk)
    if name == "place":
        return "\n".join(filter(None, [row.address, str(row.region)]))
    if name == "photo":
        return date_words(row.added_at.date())
    if name in CODED:
        labels = ", ".join(str(CODED[name](code).label) for code in getattr(row, side.unit.columns[0]))
        return "\n".join(filter(None, [labels, *_texts(row, side.unit.columns[1:])])) or _("kosong")
    columns = side.unit.columns[:1] if name == "name" else side.unit.columns
    columns = tuple(column for column in columns if not column.startswith("recorded"))
    return "\n".join(filter(None, _texts(row, columns))) or _("kosong")


def _ending(number: str) -> str:
    """Enough of a number to compare it by."""
    return _("berakhiran %(ending)s") % {"ending": number[-4:]} if number else _("kosong")


def _texts(row: Any, columns: Sequence[str]) -> Iterator[str]:
    for column in columns:
        value = getattr(row, column)
        told = getattr(row, f"get_{column}_display", None)
        yield str(told()) if told and value else date_words(value) if hasattr(value, "year") else str(value or "")


def tables_of(person: Beneficiary) -> list[QuerySet[Any]]:
    """The rows of each table that name the person, those of higher rooms last."""
    own = [model._base_manager.filter(beneficiary=person) for model, _words in TABLES]
    return [*own, *(table.rows(person) for table in PERSON_TABLES)]


def counts_of(person: Beneficiary) -> list[tuple[str | Promise, int]]:
    """How much goes along with the file, in words."""
    return [
        (label, count)
        for model, label in TABLES
        if label and (count := model._base_manager.filter(beneficiary=person).count())
    ]


def version_of_pair(kept: Beneficiary, merged: Beneficiary) -> str:
    """What was compared, of the people, their profiles, papers and portraits: another one once either side was changed.
    Four queries."""
    sides = sides_of(kept, merged)
    told = [version_of(row, ["pk", *side.unit.columns]) for side in sides for row in (side.kept, side.merged)]
    return digest_of("".join([*(side.unit.name for side in sides), *told]))


def open_cases_of(*people: Beneficiary) -> QuerySet[Case]:
    return Case.objects.open().filter(beneficiary__in=people).order_by("pk")


def sees_private_of(actor: Actor | None, people: Collection[Beneficiary]) -> bool:
    """Whether the actor reads the specific data of all of them: by an open case of each. At most two queries."""
    cases = open_cases_of(*people).select_related("office")
    seen = {case.beneficiary_id for case in cases if permissions.sees_private(actor, case)}
    return seen == {person.pk for person in people}
