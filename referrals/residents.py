"""How many children live in a home without a decision, for the page about it."""

from typing import Any

from django.db.models import Count, Q

from institutions.hooks import Panel
from institutions.models import Institution, Membership
from institutions.parameters import value_for
from institutions.rights import memberships_of

from .models import Placement
from .permissions import REGISTRAR_ROLES
from .states import Title


def load(institution: Institution, user: Any) -> dict[str, Any]:
    """Children entered as living here already and the late ones among them; whether the user may enter more. Numbers
    only. Nothing for a body that is no residence."""
    if not institution.is_residence:
        return {"count": 0, "late": 0, "may_enter": False}
    late = Q(pk__in=Placement.objects.late_for_referral().values("pk"))
    rows = Placement.objects.open().filter(institution=institution, title=Title.EXISTING)
    counts = rows.aggregate(count=Count("pk"), late=Count("pk", filter=late))
    return counts | {"may_enter": _may_enter(institution, user)}


def _may_enter(institution: Institution, user: Any) -> bool:
    """Whether the user works where such children are entered, and the office has the entry switched on."""
    if not value_for("existing_residents_entry", institution):
        return False
    near = Q(institution=institution) | Q(institution__region=institution.region_id[:5])
    return Membership.objects.filter(near, pk__in=memberships_of(user), role__in=REGISTRAR_ROLES).exists()


PANEL = Panel("existing_residents", "side", "referrals/_panel_residents.html", load)
