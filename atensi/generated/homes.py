"""The other homes of the made-up nation: as many as are wanted, in every province, where no child of it lives yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from accreditation.models import Certificate
from atensi.reference.models import Code, Region
from institutions.models import CapacityBand, Institution
from institutions.states import LICENSED, RESIDENCES, BandSex, Faith, Kind, Role, TargetGroup

from .writing import Writer

# Of a hundred institutions so many are of each kind.
KINDS = {Kind.LKSA: 84, Kind.LKS: 12, Kind.UPTD: 4}
FAITHS = ("",) * 11 + (Faith.ISLAM,) * 6 + (Faith.PROTESTANT, Faith.CATHOLIC, Faith.HINDU)
SERVED = (
    [],
    [TargetGroup.CHILDREN.value],
    [TargetGroup.CHILDREN.value],
    [TargetGroup.CHILDREN.value, TargetGroup.DISABILITY.value],
    [TargetGroup.ELDERLY.value],
)
# How a residence divides its places: by whom, and from which age to which.
BANDS = (
    (),
    (),
    ((BandSex.ANY, 0, 5), (BandSex.ANY, 6, 17)),
    ((BandSex.FEMALE, 6, 17),),
    ((BandSex.MALE, 6, 12), (BandSex.MALE, 13, 17), (BandSex.FEMALE, 6, 17)),
)
LICENSED_PART, ACCREDITED, COVERING, SPECIAL = 0.9, 0.55, 0.3, 0.25
PLACES, DAYS_LEFT = (12, 80), (-200, 1200)
SINCE = 1500  # days since the licence; the certificate is younger


class Homes:
    """Writes institutions: licensed or no more, accredited at a rank or not, of a faith or of none, with places by sex
    and age, for some groups of people, some for their regency alone. institution, person: as the nation's `Builder`
    writes them."""

    def __init__(
        self,
        writer: Writer,
        rng: Random,
        today: date,
        *,
        institution: Callable[..., tuple[int, int]],
        person: Callable[..., object],
    ):
        self.writer, self.rng, self.today = writer, rng, today
        self.institution, self.person = institution, person
        districts = Region.objects.filter(level=Region.Level.DISTRICT).order_by("code")
        self.districts = list(districts.values_list("code", flat=True))
        codes = Code.objects.valid_on(today).filter(list=Code.List.AMPK).order_by("pk")
        self.codes = list(codes.values_list("pk", flat=True))

    def write(self, count: int) -> None:
        kinds = self.rng.choices(list(KINDS), list(KINDS.values()), k=count)
        for number, kind in enumerate(kinds, 1):
            self._home(kind, number)

    def _home(self, kind: Kind, number: int) -> None:
        rng, place = self.rng, self.rng.choice(self.districts)
        divided = rng.choice(BANDS) if kind in RESIDENCES else ()
        places = rng.randint(*PLACES) if kind in RESIDENCES else 0
        pk, _group = self.institution(
            kind=kind,
            name=f"{kind.value} Rekaan {place} {number}",
            region_id=place if kind in LICENSED else place[:5],
            places=places,
            target_groups=rng.choice(SERVED),
            faith=rng.choice(FAITHS) if kind in LICENSED else "",
            **self._licence(kind, number),
        )
        for sex, first, last in divided:
            share = {"sex": sex, "age_from": first, "age_to": last, "places": places // len(divided)}
            self.writer[CapacityBand].add(institution_id=pk, **share)
        if kind in LICENSED and rng.random() < ACCREDITED:
            self._certificate(pk, number)
        if rng.random() < COVERING:
            self.writer[Institution.coverage.through].add(institution_id=pk, region_id=place[:5])
        if rng.random() < SPECIAL:
            for code in rng.sample(self.codes, 2):
                self.writer[Institution.specialisations.through].add(institution_id=pk, code_id=code)
        role = Role.LKSA_STAFF if kind in LICENSED else Role.INTAKE_OFFICER
        self.person(f"rumah-{number}", pk, role, is_head=True)

    def _licence(self, kind: Kind, number: int) -> dict[str, object]:
        if kind not in LICENSED or self.rng.random() >= LICENSED_PART:
            return {}
        return {
            "licence_number": f"IZIN/REKAAN/{number}",
            "licence_valid_from": self.today - timedelta(days=SINCE),
            "licence_valid_until": self.today + timedelta(days=self.rng.randint(*DAYS_LEFT)),
        }

    def _certificate(self, institution: int, number: int) -> None:
        self.writer[Certificate].add(
            institution_id=institution,
            rank=self.rng.choice("AABBBCCC"),
            number=f"AKR/REKAAN/{number}",
            valid_from=self.today - timedelta(days=SINCE // 2),
            valid_until=self.today + timedelta(days=self.rng.randint(*DAYS_LEFT)),
        )
