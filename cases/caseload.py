"""Who carries how much at an office, and how each of their cases stands. Read only, a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.db.models.lookups import LessThan
from django.utils import timezone

from atensi.accounts.models import User
from atensi.deadlines.models import Deadline
from institutions.models import Institution
from institutions.parameters import value_for

from .clocks import TRANSFER
from .hands import workers_of
from .models import AftercareVisit, Case, CaseContact, CaseResponse, ServiceRecord
from .states import Risk

SHOWN = 200  # open cases of one worker that a page lists
RISKS = [Risk.HIGH, Risk.MEDIUM, Risk.LOW]


@dataclass(frozen=True, slots=True)
class Load:
    """What a worker carries. late: deadlines past their day. silent: cases nobody was in contact with for long.

    works_here: False for somebody who left and still stands as responsible.
    """

    worker: User
    cases: int
    high: int
    late: int
    silent: int
    works_here: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """One case: when somebody was last in contact with the child or the family, and how much of it is late."""

    case: Case
    last_contact: date | None
    late: int
    silent: bool


def silent_since(office: Institution, at: datetime | None = None) -> date:
    """The day since when a case without any contact counts as silent, by the office's setting."""
    return timezone.localdate(at) - timedelta(days=value_for("contact_silence_days", office))


def loads_of(office: Institution, at: datetime | None = None) -> list[Load]:
    """Every worker who answers for cases at `office`, and the field workers without any; who has most that is late
    first. Five queries."""
    cases, since = Case.objects.in_hand().filter(office=office).order_by(), silent_since(office, at)
    counted = {
        row["worker"]: row
        for row in cases.values("worker").annotate(
            n=Count("pk"), high=Count("pk", filter=Q(risk=Risk.HIGH)), quiet=Count("pk", filter=_silent(since))
        )
    }
    rows = _of_workers().filter(office=office, case_id__in=cases.values("pk")).late(at).order_by()
    late = dict(rows.values_list("worker").annotate(n=Count("pk")))
    here = {worker.pk: worker for worker in workers_of(office)}
    people = here | User.objects.in_bulk(counted.keys() - here.keys())
    loads = [_load(person, counted.get(pk, {}), late.get(pk, 0), pk in here) for pk, person in people.items()]
    return sorted(loads, key=lambda load: (load.works_here, -load.late, -load.high, -load.cases, str(load.worker)))


def carriers(office: Institution) -> QuerySet[User]:
    """Who works at `office` as a field worker, or still answers for a case of it."""
    responsible = Case.objects.in_hand().filter(office=office).order_by().values("worker_id")
    return User.objects.filter(Q(pk__in=workers_of(office).values("pk")) | Q(pk__in=responsible))


def _load(worker: User, row: dict[str, Any], late: int, works_here: bool) -> Load:
    return Load(worker, row.get("n", 0), row.get("high", 0), late, row.get("quiet", 0), works_here)


def _of_workers() -> QuerySet[Any]:
    """What is due of those who carry the cases: an offer waits for somebody else's answer."""
    return Deadline.objects.exclude(clock=TRANSFER.code)


def _silent(since: date) -> Q:
    """Opened before `since` and nothing of the case from then on."""
    return Q(opened_at__date__lt=since) & Q(LessThan(Coalesce(_last_contact(), Value(date.min)), Value(since)))


def _last_contact() -> Greatest:
    """The last day of a service, a contact, an after-care visit or the first contact; none when there was none.

    Asked case by case: what asks whether there is one since a day is answered by reading the tables of all offices.
    """
    return Greatest(
        _last(ServiceRecord.objects.all(), F("provided_on")),
        _last(CaseContact.objects.reached(), F("made_on")),
        _last(AftercareVisit.objects.all(), F("done_on")),
        _last(CaseResponse.objects.all(), TruncDate("first_contact_at")),
    )


def _last(made: QuerySet[Any], day: Any) -> Subquery:
    of_case = made.filter(case=OuterRef("pk")).order_by().values("case")
    return Subquery(of_case.annotate(last=Max(day)).values("last"))


def _is_silent(case: Case, since: date) -> bool:
    """Opened before `since` and nobody in contact from then on."""
    return timezone.localdate(case.opened_at) < since and (case.last_contact or date.min) < since


def carried_by(worker: User, office: Institution, at: datetime | None = None) -> list[Carried]:
    """What `worker` answers for at `office`, after-care too: the riskiest first, then the longest without contact.

    Three queries.
    """
    held = Case.objects.in_hand().filter(office=office, worker=worker).order_by("-opened_at", "-pk")
    held = held.select_related("beneficiary__region__parent", "office", "worker")
    cases, since = list(held.annotate(last_contact=_last_contact())[:SHOWN]), silent_since(office, at)
    rows = _of_workers().filter(case_id__in=[case.pk for case in cases]).late(at).order_by()
    late = dict(rows.values_list("case_id").annotate(n=Count("pk")))
    carried = [Carried(case, case.last_contact, late.get(case.pk, 0), _is_silent(case, since)) for case in cases]
    return sorted(carried, key=lambda one: (RISKS.index(one.case.risk), one.last_contact or date.min, one.case.pk))
