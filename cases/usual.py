"""What somebody records again and again: the kinds of service that the case had last, then the person. Read only."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from atensi.reference.models import Code

from .models import Case, ServiceRecord
from .states import Base

LOOKED_AT, OFFERED = 20, 4


@dataclass(frozen=True, slots=True)
class Usual:
    """A kind of service to begin from. like: the id of a record of it."""

    like: int
    kind: Code
    base: str | Promise


def usual_services(case: Case, user: Any) -> list[Usual]:
    """The kinds recorded last, each once: of this case first, then those that `user` recorded elsewhere. Two queries;
    nothing is told of the other cases."""
    shown = ServiceRecord.objects.select_related("component", "activity")
    here = shown.filter(case=case, session=None)[:LOOKED_AT]
    elsewhere = shown.filter(recorded_by=user.pk, session=None).order_by("-recorded_at", "-pk")[:LOOKED_AT]
    return _each_once(chain(here, elsewhere))


def _each_once(rows: Iterable[ServiceRecord]) -> list[Usual]:
    found: dict[tuple[int, str], Usual] = {}
    for row in rows:
        kind = row.activity or row.component
        found.setdefault((kind.pk, row.base), Usual(row.pk, kind, Base(row.base).label))
        if len(found) == OFFERED:
            break
    return list(found.values())


def again(case: Case, user: Any, pk: int) -> dict[str, Any]:
    """First values of the form for a service like record `pk`, of this case or one's own: what kind, on which basis,
    by whom; of this case also what was done. Empty for any other. One query."""
    row = ServiceRecord.objects.filter(Q(case=case) | Q(recorded_by=user.pk), pk=pk).first()
    if row is None:
        return {}
    known = {"component": row.component_id, "activity": row.activity_id, "base": row.base}
    return known | ({"description": row.description, "provider": row.provider} if row.case_id == case.pk else {})
