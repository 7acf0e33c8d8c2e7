"""In which order the inbox and the work list of decisions stand: the urgent ones, then by the case's risk, then by who
has waited longest."""

from datetime import datetime

from cases.states import Risk

RISKS_FIRST: tuple[str, ...] = (Risk.HIGH, Risk.MEDIUM, Risk.LOW)
SECONDS = 10**10  # more than any moment of this application has, in seconds since 1970


def turn_of(*, is_urgent: bool, risk: str, sent_at: datetime) -> int:
    """The place of a request among those that wait, as one number: the smaller, the sooner. One number, so that the
    list walks its index page by page. is_urgent: `services.turns.is_urgent`."""
    rank = RISKS_FIRST.index(risk) + (0 if is_urgent else len(RISKS_FIRST))
    return rank * SECONDS + int(sent_at.timestamp())


def is_urgent_turn(turn: int) -> bool:
    """Whether a request with this turn stands among the urgent ones."""
    return turn < len(RISKS_FIRST) * SECONDS
