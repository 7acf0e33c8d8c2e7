"""What a higher room tells this one about people and subjects: typed lists that it fills in `AppConfig.ready()`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Facts:
    """How and when a person may be reached outside the signed-in page.

    zone: name of their time zone. quiet_from, quiet_until: hours of the day between which only what is urgent is sent;
    equal: no quiet hours. email, phone: empty when there is none.
    """

    zone: str
    quiet_from: int
    quiet_until: int
    email: str = ""
    phone: str = ""


# User ids -> facts of those who may get anything outside at all; a fixed number of queries, whatever the number of ids.
RECIPIENT_FACTS: list[Callable[[Collection[int]], dict[int, Facts]]] = []

# An administrator -> query of the ids of people whose parked deliveries they look after.
KEPT_RECIPIENTS: list[Callable[[Any], QuerySet[Any]]] = []

# Prefix of a subject ("case" of "case:12") -> (user, ids) -> for those subjects that the user may see, the words that
# say whom or what it is about, masked as everywhere; one query for any number of ids.
SUBJECT_WORDS: dict[str, Callable[[Any, Collection[int]], dict[int, str]]] = {}
