"""What gives an institution the right to a share of a case, for `cases.hooks.SHARE_GROUNDS`."""

from cases.models import Case
from institutions.models import Institution

from .models import Placement, Referral
from .states import OPEN_PLACEMENTS, OPEN_REFERRALS


def has_open_referral(case: Case, institution: Institution) -> bool:
    """Whether an open request of this case is addressed to `institution`: its own service has checked the answer."""
    return Referral.objects.filter(case=case, to_institution=institution, state__in=OPEN_REFERRALS).exists()


def cares_for_the_child(case: Case, institution: Institution) -> bool:
    """Whether an open placement of this case is at `institution`: it gave the child a place, or entered it as one of
    the children who lived there already."""
    return Placement.objects.filter(case=case, institution=institution, state__in=OPEN_PLACEMENTS).exists()
