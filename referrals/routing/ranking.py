"""Who of those that fit comes first: reasons with points, all of them shown (docs/adr/0033).

No law gives the order of these; only that siblings stay together (30/HUK/2011) and that care is near to home.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accreditation.models import Certificate
from atensi.clock import date_words
from atensi.errors import Problem
from atensi.language import counted
from atensi.reference.models import Code
from institutions.models import Institution

from ..eligibility.facts import Facts
from .wishes import Wish

SIBLINGS, PRIMARY, SECONDARY, SOFT = 40, 20, 12, -10
MOST_FOR_ROOM, MOST_FOR_ANSWER = 10, 8
# How much of the code of a region two places share, what it is worth, and how it is said.
NEARNESS: list[tuple[int, int, str | Promise]] = [
    (8, 30, _("Di kecamatan keluarga.")),
    (5, 24, _("Di kabupaten/kota keluarga.")),
    (2, 10, _("Di provinsi keluarga.")),
]
FAR: str | Promise = _("Di luar provinsi keluarga.")
RANKS: dict[str, int] = {Certificate.Rank.A: 12, Certificate.Rank.B: 8, Certificate.Rank.C: 4}
LAW_SIBLINGS = _("30/HUK/2011, kebersamaan anak bersaudara")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an institution stands where it stands. points: what it adds to the place in the list."""

    code: str
    text: str | Promise
    points: int
    source: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """An institution that may be asked. cautions: soft problems, each asks a written reason of whoever chooses it."""

    institution: Institution
    reasons: tuple[Reason, ...]
    cautions: tuple[Problem, ...]

    @property
    def score(self) -> int:
        return sum(reason.points for reason in self.reasons) + SOFT * len(self.cautions)


@dataclass(frozen=True, slots=True)
class Known:
    """What ranking looks at beside the facts of the rules. needs: categories of the case by id, and the primary one's
    id; special: which of them each institution knows to deal with. answering: working days, `answering_times`."""

    needs: Mapping[int, Code]
    primary: int | None
    special: Mapping[int, Collection[int]]
    answering: Mapping[int, int]


def reasons_for(wish: Wish, house: Institution, facts: Facts, known: Known) -> Iterator[Reason]:
    """Everything that speaks for `house`, and how near it is."""
    if wish.is_stay and any(placement.institution_id == house.pk for placement in facts.siblings):
        yield Reason("siblings_here", _("Saudara kandungnya tinggal di sini."), SIBLINGS, LAW_SIBLINGS)
    yield nearness(wish, house)
    yield from specialisation(house, known)
    certificate = facts.certificate(house)
    if certificate is not None:
        words = {"rank": certificate.rank, "date": date_words(certificate.valid_until)}
        text = _("Akreditasi %(rank)s, berlaku sampai %(date)s.") % words
        yield Reason("accredited", text, RANKS.get(certificate.rank, 0))
    if wish.is_stay:
        yield room(house, facts)
    days = known.answering.get(house.pk)
    if days is not None:
        text = counted("Biasanya menjawab dalam %(days)d hari kerja.", days=days)
        yield Reason("answers", text, max(0, MOST_FOR_ANSWER - days))


def nearness(wish: Wish, house: Institution) -> Reason:
    """By the region of the family's address."""
    home = wish.case.beneficiary.region_id
    for length, points, text in NEARNESS:
        if len(home) >= length and house.region_id[:length] == home[:length]:
            return Reason("near", text, points)
    return Reason("far", FAR, 0)


def specialisation(house: Institution, known: Known) -> Iterator[Reason]:
    special = known.special.get(house.pk, ())
    if not special:
        return
    names = "; ".join(known.needs[pk].words for pk in known.needs if pk in special)
    points = PRIMARY if known.primary in special else SECONDARY
    yield Reason("specialised", _("Berpengalaman dengan: %(names)s.") % {"names": names}, points)


def room(house: Institution, facts: Facts) -> Reason:
    """How full it is: of its band where it has bands."""
    band = facts.band(house)
    places, free = (house.places, facts.free(house)) if band is None else (band.places, facts.free_in(band))
    text = counted("%(free)s dari %(places)s tempat kosong.", places=places, free=min(free, facts.free(house)))
    return Reason("room", text, round(MOST_FOR_ROOM * max(0, free) / places) if places else 0)
