"""A placement as somebody wants to begin it: what the rules look at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from atensi.documents.models import Document
from atensi.reference.workdays import today_in
from cases.models import Beneficiary, Case, FamilyMember
from institutions.models import Institution

from ..models import CareDecision, Placement
from ..states import OPEN_PLACEMENTS, Title
from .facts import Facts


@dataclass(frozen=True, slots=True)
class Proposal:
    """A placement as somebody wants to begin it. open_placement: the one the person is in now. until_on: the last day
    of the expected stay, None when no end is named. Rules about places need it `with_facts`."""

    case: Case
    title: str
    form: str
    base: str
    institution: Institution | None
    carer: FamilyMember | None
    decision: CareDecision | None
    starts_on: date
    term: str
    order_number: str
    order_on: date | None
    open_placement: Placement | None
    order_document: Document | None = None
    until_on: date | None = None
    read: Facts | None = None

    @property
    def facts(self) -> Facts:
        """What rules about places look at. Raises LookupError unless made by `with_facts`."""
        if self.read is None:
            raise LookupError("with_facts reads what rules about places ask")
        return self.read

    @property
    def beneficiary(self) -> Beneficiary:
        return self.case.beneficiary

    @property
    def today(self) -> date:
        """The day it is at the case's office."""
        return today_in(self.case.office.region)

    @property
    def fit_on(self) -> date:
        """The day on which the place must fit: that of arrival, for a child who lives there already today."""
        return self.today if self.title == Title.EXISTING else self.starts_on

    @property
    def deciding_office(self) -> Institution:
        """The office whose settings count: the one that signed, without a decision the case's own."""
        return self.decision.deciding_office if self.decision else self.case.office


def with_facts(
    asked: Proposal, institutions: Sequence[Institution] = (), *, siblings: list[Placement] | None = None
) -> Proposal:
    """`asked` as rules about places can judge it: at its own institution, or at each of `institutions`, which the
    caller puts in its place one after the other (`dataclasses.replace`). siblings: as `Facts` takes them."""
    facts = Facts(
        institutions=institutions or [house for house in [asked.institution] if house is not None],
        person=asked.beneficiary,
        office=asked.deciding_office,
        fit_on=asked.fit_on,
        starts_on=asked.starts_on,
        leaving=asked.open_placement,
        case=asked.case.pk,
        siblings=siblings,
    )
    return replace(asked, read=facts)


def open_placement_of(beneficiary: Beneficiary) -> Placement | None:
    return Placement.objects.filter(beneficiary=beneficiary, state__in=OPEN_PLACEMENTS).first()
