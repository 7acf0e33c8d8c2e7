"""What is known of a household that offers to care, as plain values between form, rules and services."""

from dataclasses import dataclass, field
from datetime import date

from atensi.reference.models import Region
from cases.nik import clean_number

from .models import Candidate

WISHES = ("wants_sex", "wants_age_from", "wants_age_to")
FACTS = ("region", "address", "phone", "married_on", "own_children", "note", *WISHES)


@dataclass(frozen=True, slots=True)
class HouseholdPerson:
    """One of its one or two grown-ups. An unknown NIK or faith is ""."""

    name: str
    sex: str
    birth_date: date
    nik: str = ""
    faith: str = ""
    is_citizen: bool = True
    occupation: str = ""

    @property
    def nik_number(self) -> str:
        return clean_number(self.nik)


@dataclass(frozen=True, slots=True)
class Household:
    """Where it lives, who it is, and which child it offers to take. people: the first, and husband or wife exactly when
    `married_on` is told. wants_*: as of `Candidate`."""

    region: Region
    address: str
    people: list[HouseholdPerson] = field(default_factory=list)
    phone: str = ""
    married_on: date | None = None
    own_children: int = 0
    note: str = ""
    wants_sex: str = ""
    wants_age_from: int | None = None
    wants_age_to: int | None = None


def household_of(candidate: Candidate) -> Household:
    """What the register says of a candidate. Needs `people`."""
    names = ("name", "sex", "birth_date", "nik", "faith", "is_citizen", "occupation")
    people = [HouseholdPerson(**{name: getattr(one, name) for name in names}) for one in candidate.people.all()]
    return Household(people=people, **{name: getattr(candidate, name) for name in FACTS})
