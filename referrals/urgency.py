"""In which order the inbox stands: emergencies first, then the case's risk, then who has waited longest."""

from datetime import datetime

from .querysets import RISKS_FIRST

SECONDS = 10**10  # more than any moment of this application has, in seconds since 1970


def turn_of(*, is_emergency: bool, risk: str, sent_at: datetime) -> int:
    """The place of a request among those that wait, as one number: the smaller, the sooner. One number, so that the
    list walks its index page by page."""
    rank = RISKS_FIRST.index(risk) + (0 if is_emergency else len(RISKS_FIRST))  # type: ignore[arg-type]
    return rank * SECONDS + int(sent_at.timestamp())
