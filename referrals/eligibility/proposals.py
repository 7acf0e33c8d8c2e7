"""A placement as somebody wants to begin it: what the rules look at."""

from dataclasses import dataclass
from datetime import date

from atensi.documents.models import Document
from atensi.reference.workdays import today_in
from cases.models import Beneficiary, Case, FamilyMember
from institutions.models import Institution

from ..models import CareDecision, Placement
from ..states import OPEN_PLACEMENTS, Title


@dataclass(frozen=True, slots=True)
class Proposal:
    """A placement as somebody wants to begin it. open_placement: the one the person is in now."""

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


def open_placement_of(beneficiary: Beneficiary) -> Placement | None:
    return Placement.objects.filter(beneficiary=beneficiary, state__in=OPEN_PLACEMENTS).first()
