"""The identity of a person at a glance: what there is, what is missing, what comes next. Read only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from .consents import is_portrait_withdrawn
from .models import Beneficiary, BeneficiaryPhoto, BeneficiaryProfile, IdentityPaper
from .person_states import Communication, Disability, IdentityStep, PaperKind, PaperState
from .states import NikStatus, NoNikReason

KTP_AGE = 17  # UU 24/2013 art. 63: the card is a duty from 17 on; Permendagri 2/2016: younger ones have a KIA
ENDING = 4


class Paper(NamedTuple):
    """What is said of one civil paper. state: a `PaperState`, or "" when nobody asked; number: only of one held."""

    state: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One civil paper of a person. state: a `PaperState` or "" when nobody asked; wanted: at that age one has it."""

    kind: PaperKind
    state: str
    number: str
    wanted: bool

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def is_missing(self) -> bool:
        return self.wanted and self.state != PaperState.HELD

    @property
    def words(self) -> str:
        return str(PaperState(self.state).label) if self.state else ""


@dataclass(frozen=True, slots=True)
class Identity:
    """status: `NikStatus`; reason: why there is no NIK; lines: the papers; step: what comes next."""

    person: Beneficiary
    lines: Sequence[PaperLine]
    step: IdentityStep

    @property
    def ending(self) -> str:
        """The last figures of the NIK, as they stand on a page."""
        return self.person.nik[-ENDING:]

    @property
    def missing(self) -> list[PaperLine]:
        return [line for line in self.lines if line.is_missing]


@dataclass(frozen=True, slots=True)
class Private:
    """What only those who work on the case and its overseers read of the person."""

    profile: BeneficiaryProfile
    has_photo: bool

    @property
    def disabilities(self) -> list[str]:
        return [str(Disability(code).label) for code in self.profile.disabilities]

    @property
    def communications(self) -> list[str]:
        return [str(Communication(code).label) for code in self.profile.communications]


def identity_of(person: Beneficiary, papers: Iterable[IdentityPaper], *, on: date | None = None) -> Identity:
    """The identity of `person` with their `papers`, on a day."""
    known = {row.kind: row for row in papers}
    wanted = papers_of_age(person, on or timezone.localdate())
    lines = [_line(kind, known.get(kind), kind in wanted) for kind in PaperKind if kind in wanted or kind in known]
    missing = any(line.is_missing for line in lines)
    return Identity(person, lines, _step(person, missing=missing))


def papers_of_age(person: Beneficiary, on: date) -> frozenset[PaperKind]:
    """The papers that somebody of that age has; of an adult nobody asks the certificate of birth."""
    age = person.age_on(on)
    if age is not None and age >= KTP_AGE:
        return frozenset({PaperKind.FAMILY_CARD, PaperKind.KTP})
    return frozenset({PaperKind.BIRTH_CERTIFICATE, PaperKind.FAMILY_CARD, PaperKind.KIA})


def profile_of(person: Beneficiary) -> BeneficiaryProfile:
    """What is known, or an empty profile that is not stored yet. One query."""
    return BeneficiaryProfile.objects.filter(beneficiary=person).first() or BeneficiaryProfile(beneficiary=person)


def photo_of(person: Beneficiary) -> BeneficiaryPhoto | None:
    """The portrait that is shown, with its document; none while consent to it is taken back. At most two queries."""
    photo = person.photos.filter(removed_at=None).select_related("document").first()
    return None if photo is None or is_portrait_withdrawn(person.pk) else photo


def _line(kind: PaperKind, row: IdentityPaper | None, wanted: bool) -> PaperLine:
    return PaperLine(kind, row.state if row else "", row.number if row else "", wanted)


def _step(person: Beneficiary, *, missing: bool) -> IdentityStep:
    if person.nik_status == NikStatus.NONE:
        held = person.no_nik_reason == NoNikReason.HELD_ELSEWHERE
        return IdentityStep.ASK_HOLDER if held else IdentityStep.ATTACH
    if person.nik_status == NikStatus.UNVERIFIED:
        return IdentityStep.VERIFY
    return IdentityStep.PAPERS if missing else IdentityStep.DONE
