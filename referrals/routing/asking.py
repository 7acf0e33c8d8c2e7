"""The router as one reader asks it about a case: whom it looks at, and which siblings may be told of."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from atensi.reference.workdays import add_months, today_in
from cases.models import Case
from institutions.models import Institution

from ..eligibility.facts import siblings_placed
from ..eligibility.titles import emergency_days_left
from ..models import Placement
from ..receivers import receivers, residences
from ..states import ReferralKind
from .route import Routing, route
from .wishes import Wish


def route_case(
    case: Case,
    *,
    user: Any,
    sender: int | None,
    kind: str,
    form: str = "",
    months: int | None = None,
    is_emergency: bool = False,
    is_basic: bool = True,
) -> Routing:
    """The institutions for `case` of this kind of referral, from today on, as `user` may know of them.

    months: the expected stay; of an emergency it is its limit. sender: the institution that the user acts for.
    """
    today = today_in(case.office.region)
    until_on = add_months(today, months) if months else None
    if is_emergency:
        until_on = today + timedelta(days=emergency_days_left(case.beneficiary, case.office, today))
    wish = Wish(
        case=case,
        kind=kind,
        starts_on=today,
        form=form if kind == ReferralKind.CARE_DECISION else "",
        until_on=until_on,
        is_emergency=is_emergency,
        is_basic=is_basic,
        sender=None if kind == ReferralKind.CARE_DECISION else sender,
    )
    return route(wish, looked_at(wish), siblings=siblings_told(case, user) if wish.is_stay else [])


def looked_at(wish: Wish) -> QuerySet[Institution]:
    """Those that the form of the referral offers, in no order: the router ranks them."""
    found = residences(wish.form, wish.case) if wish.form else receivers(wish.kind, wish.case)
    return found.select_related("region__parent").defer("address", "former_names").order_by()


def siblings_told(case: Case, user: Any) -> list[Placement]:
    """Placements of brothers and sisters whose case `user` sees with its names: where others live stays unsaid. At most
    four queries."""
    placed = siblings_placed(case.beneficiary)
    if not placed:
        return []
    ids = {placement.case_id for placement in placed}
    seen = set(Case.objects.visible_among(user, ids).named_to(user, ids).values_list("pk", flat=True))
    return [placement for placement in placed if placement.case_id in seen]
