"""What an institution is sought for."""

from dataclasses import dataclass, replace
from datetime import date

from cases.models import Case
from cases.states import Base, CareForm
from institutions.models import Institution

from ..eligibility.proposals import Proposal, open_placement_of
from ..eligibility.sending import FORM_OF_KIND
from ..states import ReferralKind, Title


@dataclass(frozen=True, slots=True)
class Wish:
    """A referral before its receiver is known.

    kind: SERVICE, where the person stays where they are; ADMISSION; CARE_DECISION, for the place that it is to name.
    form: the rank of care asked for; "" any residence, and for a service none. starts_on: the first day.
    until_on: the last day of the expected stay, None when no end is in sight. is_basic: what every home gives, so that
    a Sentra comes last. sender: id of the institution that refers, to which nothing is sent; a decision may name it.
    """

    case: Case
    kind: str
    starts_on: date
    form: str = ""
    until_on: date | None = None
    is_emergency: bool = False
    is_basic: bool = True
    sender: int | None = None

    @property
    def is_stay(self) -> bool:
        return self.kind != ReferralKind.SERVICE

    @property
    def sent_as(self) -> str:
        """The kind of request that the institution gets: after a care decision, to admit."""
        return ReferralKind.ADMISSION if self.is_stay else ReferralKind.SERVICE

    @property
    def sentra_last(self) -> bool:
        """Whether a Sentra is proposed only where nobody else fits: a Sentra may give basic service where no local
        source exists (domain.md 4). Who asks for the rank of a Sentra has answered for every gentler one."""
        return self.is_basic and self.form != CareForm.SENTRA


def proposal_for(wish: Wish) -> Proposal:
    """The wish as the rules of admission look at it, still without institution: at most one query."""
    return Proposal(
        case=wish.case,
        title=Title.EMERGENCY if wish.is_emergency else Title.DECISION,
        form=wish.form,
        base=Base.RESIDENTIAL if wish.is_stay else Base.FAMILY,
        institution=None,
        carer=None,
        decision=None,
        starts_on=wish.starts_on,
        term="",
        order_number="",
        order_on=None,
        open_placement=open_placement_of(wish.case.beneficiary) if wish.is_stay else None,
        until_on=wish.until_on,
    )


def at(asked: Proposal, wish: Wish, house: Institution) -> Proposal:
    """`asked` at `house`; where no form is asked for, a residence gives what it is (as `asked_of_place`)."""
    form = wish.form or FORM_OF_KIND.get(house.kind, "") if wish.is_stay else ""
    return replace(asked, institution=house, form=form)
