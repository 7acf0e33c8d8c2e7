"""Whether a place may be kept free for a case (domain.md 13, place_hold_hours; docs/adr/0034)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.workdays import today_in
from cases.models import Case
from institutions.models import Institution

from ..models import PlaceHold
from ..routing.judging import rule_problems
from ..routing.wishes import Wish, at, proposal_for
from ..states import ReferralKind
from .proposals import with_facts


def hold_problems(case: Case, institution: Institution, *, sender: int | None) -> list[Problem]:
    """What stands against keeping a place of `institution` for `case`: whatever would bar the child today. What only
    asks a reason is answered when the child is admitted. True while the caller holds the institution's lock.

    sender: the institution that the actor acts for.
    """
    if not case.is_open:
        return [Problem("case_closed", _("Kasus ini sudah ditutup."))]
    standing = PlaceHold.objects.standing().filter(case=case).select_related("institution").first()
    if standing is not None:
        text = _("Sudah ada tempat yang ditahan untuk kasus ini di %(name)s. Lepas dulu, lalu tahan yang lain.")
        return [Problem("place_held_already", text % {"name": standing.institution.name}, field="institution")]
    wish = Wish(
        case=case,
        kind=ReferralKind.ADMISSION,
        starts_on=today_in(case.office.region),
        is_emergency=True,
        sender=sender,
    )
    asked = with_facts(at(proposal_for(wish), wish, institution))
    return [problem for problem in rule_problems(wish, asked, waiting=False) if problem.is_hard]


def letting_go_problems(hold: PlaceHold) -> list[Problem]:
    """A hold that is used up, let go or lapsed is over."""
    if hold.stands(timezone.now()):
        return []
    return [Problem("hold_is_over", _("Tempat ini tidak ditahan lagi."))]
