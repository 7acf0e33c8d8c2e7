"""What is known of a person when a report comes in, as plain values between form, duplicate search and services."""

from dataclasses import dataclass
from datetime import date

from atensi.reference.models import Region

from .models import Beneficiary
from .nik import clean_number
from .states import BirthPrecision, NoNikReason, Sex


@dataclass(frozen=True, slots=True)
class Person:
    """A beneficiary's facts. An unknown name, birth date or NIK is empty: a child's case opens without them.

    birth_precision: how well `birth_date` is known; UNKNOWN exactly when it is None.
    no_nik_reason: why there is no NIK; ignored when there is one.
    """

    region: Region
    name: str = ""
    sex: str = Sex.UNKNOWN
    birth_date: date | None = None
    birth_precision: str = BirthPrecision.UNKNOWN
    nik: str = ""
    no_nik_reason: str = NoNikReason.NOT_ASKED
    nkk: str = ""
    faith: str = ""
    address: str = ""

    @property
    def nik_number(self) -> str:
        return clean_number(self.nik)

    @property
    def birth_exact(self) -> bool:
        return self.birth_precision == BirthPrecision.DAY


def person_of(beneficiary: Beneficiary) -> Person:
    """What the file of a beneficiary says, as plain values."""
    names = (
        "region",
        "name",
        "sex",
        "birth_date",
        "birth_precision",
        "nik",
        "no_nik_reason",
        "nkk",
        "faith",
        "address",
    )
    return Person(**{name: getattr(beneficiary, name) for name in names})
