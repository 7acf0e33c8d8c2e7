"""The trace of who has seen a board."""

from collections.abc import Iterable

from atensi.audit.actor import Actor
from atensi.audit.services import record

from ..clocks import REVIEW
from .asking import Asked
from .rows import Row

DEADLINES_SEEN = ("deadline.list", "list:deadlines")


def record_board(question: Asked, shown: Iterable[Row], *, by: Actor) -> None:
    """Note what the rows that were shown are about."""
    verb, subject = ("review.list", "list:reviews") if question.clock == REVIEW.code else DEADLINES_SEEN
    record(verb, subject, by=by, seen=list(dict.fromkeys(row.subject for row in shown)))
