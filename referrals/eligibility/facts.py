"""What the rules about places ask of other rows, read for one institution or for thousands in the same few queries.

Admission, signing and the router judge by the same rules; what a rule looks at comes from here for all three, so that
they cannot disagree (docs/adr/0033).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from operator import attrgetter

from accreditation.models import Certificate
from cases.models import Beneficiary, FamilyMember
from cases.states import Relation
from institutions.models import CapacityBand, Institution
from institutions.parameters import value_for

from ..capacity import taken_in_bands, taken_places
from ..models import HomeClosure, Placement
from ..states import OPEN_PLACEMENTS
from .answerers import with_answerers


def siblings_placed(person: Beneficiary) -> list[Placement]:
    """Where brothers and sisters of `person` live who have a file, as far as they are placed: three queries."""
    kin = FamilyMember.objects.filter(relation=Relation.SIBLING)
    ids = {
        *kin.filter(beneficiary=person, same_as__isnull=False).values_list("same_as", flat=True),
        *kin.filter(same_as=person).values_list("beneficiary", flat=True),
    }
    return list(Placement.objects.filter(beneficiary__in=ids, state__in=OPEN_PLACEMENTS).select_related("carer"))


class Facts:
    """Each kind of row is read once, for all `institutions`, when a rule first asks: nothing is read in vain.

    office: whose settings count. fit_on: the day on which the place must fit, starts_on: the first day there.
    leaving: the placement that ends then. case: id of the one whose own hold of a place is for it. siblings: placements
    of brothers and sisters that may be told of; without them all (`siblings_placed`).
    """

    def __init__(
        self,
        *,
        institutions: Sequence[Institution],
        person: Beneficiary,
        office: Institution,
        fit_on: date,
        starts_on: date,
        leaving: Placement | None,
        case: int | None = None,
        siblings: list[Placement] | None = None,
    ):
        self.institutions, self.person, self.office = institutions, person, office
        self.fit_on, self.starts_on, self.leaving, self.case = fit_on, starts_on, leaving, case
        self._siblings = siblings

    @cached_property
    def _ids(self) -> list[int]:
        return [institution.pk for institution in self.institutions]

    @cached_property
    def _taken(self) -> dict[int, int]:
        return taken_places(self._ids, leaving=self.leaving, sparing=self.case)

    def free(self, house: Institution) -> int:
        """Places nobody lives in and nobody holds; below nothing where more live than there are places."""
        return house.places - self._taken.get(house.pk, 0)

    @cached_property
    def _bands(self) -> dict[int, list[CapacityBand]]:
        found = defaultdict(list)
        for band in CapacityBand.objects.filter(institution__in=self._ids).order_by():
            found[band.institution_id].append(band)
        return found

    def has_bands(self, house: Institution) -> bool:
        return house.pk in self._bands

    def band(self, house: Institution) -> CapacityBand | None:
        """The band of `house` that the person belongs to on that day; at most one, since bands do not overlap."""
        age, sex = self._age, self.person.sex
        bands = self._bands.get(house.pk, ())
        return next((band for band in bands if age is not None and band.covers(sex=sex, age=age)), None)

    @cached_property
    def _age(self) -> int | None:
        return self.person.age_on(self.fit_on)

    @cached_property
    def _taken_in_bands(self) -> dict[int, int]:
        own = [band for house in self.institutions if (band := self.band(house)) is not None]
        return taken_in_bands(own, on=self.fit_on, leaving=self.leaving, sparing=self.case)

    def free_in(self, band: CapacityBand) -> int:
        """Places of `band`, one of `self.band`, that nobody has."""
        return band.places - self._taken_in_bands[band.pk]

    @cached_property
    def _certificates(self) -> dict[int, list[Certificate]]:
        found = defaultdict(list)
        rows = Certificate.objects.filter(institution__in=self._ids, valid_until__gte=self.starts_on)
        for row in sorted(rows.order_by(), key=attrgetter("valid_from")):
            found[row.institution_id].append(row)
        return found

    def certificate(self, body: Institution) -> Certificate | None:
        """The one in force on the first day; they do not overlap."""
        rows = self._certificates.get(body.pk, ())
        return next((row for row in rows if row.valid_from <= self.starts_on), None)

    def accredited_until(self, body: Institution) -> date | None:
        """The last day of the first one's validity, or of those that follow it without a gap; None without one."""
        certificate = self.certificate(body)
        if certificate is None:
            return None
        last: date = certificate.valid_until
        for row in self._certificates[body.pk]:
            if row.valid_from == last + timedelta(days=1):
                last = row.valid_until
        return last

    @cached_property
    def _closing(self) -> set[int]:
        rows = HomeClosure.objects.standing().filter(institution__in=self._ids)
        return set(rows.values_list("institution_id", flat=True))

    def is_closing(self, house: Institution) -> bool:
        """Whether `house` has stopped and admits nobody."""
        return house.pk in self._closing

    @cached_property
    def _with_answerers(self) -> set[int]:
        return with_answerers(self._ids)

    def has_answerers(self, body: Institution) -> bool:
        """Whether somebody of `body` may answer requests today."""
        return body.pk in self._with_answerers

    @cached_property
    def accreditation_required(self) -> bool:
        return bool(value_for("accreditation_required", self.office, on=self.starts_on))

    @cached_property
    def siblings(self) -> list[Placement]:
        return siblings_placed(self.person) if self._siblings is None else self._siblings
