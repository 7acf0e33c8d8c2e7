"""Whether somebody is there to answer a request (Permensos 30/HUK/2011, penerimaan rujukan)."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from institutions.models import Institution, Membership
from institutions.states import RECEIVING_ROLES

LAW_RECEIVING = _("Permensos 30/HUK/2011, penerimaan rujukan")


def with_answerers(institutions: Collection[int]) -> set[int]:
    """Ids of those of `institutions` where somebody may answer requests today: one query. A mandate adds none: whoever
    lends the office has it."""
    held = Membership.objects.current().filter(institution__in=institutions, role__in=RECEIVING_ROLES)
    return set(held.order_by().values_list("institution_id", flat=True))


def nobody_answers(body: Institution) -> Problem:
    """A request to `body` would lie until it lapses (soft): who sends it all the same writes why."""
    text = _("Di %(name)s belum ada petugas penerimaan yang bisa menjawab rujukan.") % {"name": body.name}
    return Problem("nobody_answers", text, "soft", LAW_RECEIVING, "to_institution")
