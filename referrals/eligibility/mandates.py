"""Who signs, and in whose name (UU 30/2014 art. 14)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.errors import Problem
from institutions.models import Mandate

LAW_MANDATE = _("UU 30/2014 pasal 14")


def persons_signing(by: Actor, mandate: Mandate | None) -> set[int]:
    """Ids of who signs and of whom they stand in for: four eyes count persons, not memberships."""
    persons = (by.user_id, mandate.grantor.user_id if mandate else None)
    return {person for person in persons if person is not None}


def mandate_problems(by: Actor, mandate: Mandate | None) -> Iterator[Problem]:
    """A deputy signs only while the mandate runs (hard). mandate: that of `by`, as far as it is in force."""
    if by.mandate_id is not None and mandate is None:
        yield Problem("mandate_not_in_force", _("Mandat Anda sudah berakhir."), source=LAW_MANDATE)
