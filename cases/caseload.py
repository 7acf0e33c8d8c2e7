"""Who carries how much at an office, and how each of their cases stands. Read only, a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
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
    cases = Case.objects.in_hand().filter(office=office).order_by()
    counted = {
        row["worker"]: row
        for row in cases.annotate(silent=_silent(silent_since(office, at)))
        .values("worker")
        .annotate(n=Count("pk"), high=Count("pk", filter=Q(risk=Risk.HIGH)), quiet=Count("pk", filter=Q(silent=True)))
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
    """Opened before `since` and nothing of the case after it: no service, no contact, no visit, no first contact."""
    of_case = {"case": OuterRef("pk")}
    return Q(opened_at__date__lt=since) & ~(
        Exists(ServiceRecord.objects.filter(provided_on__gte=since, **of_case))
        | Exists(CaseContact.objects.reached().filter(made_on__gte=since, **of_case))
        | Exists(AftercareVisit.objects.filter(done_on__gte=since, **of_case))
        | Exists(CaseResponse.objects.filter(first_contact_at__date__gte=since, **of_case))
    )


def carried_by(worker: User, office: Institution, at: datetime | None = None) -> list[Carried]:
    """What `worker` answers for at `office`, after-care too: the riskiest first, then the longest without contact.

    Seven queries.
    """
    held = Case.objects.in_hand().filter(office=office, worker=worker).order_by("-opened_at", "-pk")
    held = held.select_related("beneficiary__region__parent", "office", "worker")
    cases = list(held.annotate(silent=_silent(silent_since(office, at)))[:SHOWN])
    ids = [case.pk for case in cases]
    contacts = _last_contacts(ids)
    rows = _of_workers().filter(case_id__in=ids).late(at).order_by()
    late = dict(rows.values_list("case_id").annotate(n=Count("pk")))
    carried = [Carried(case, contacts.get(case.pk), late.get(case.pk, 0), case.silent) for case in cases]
    return sorted(carried, key=lambda one: (RISKS.index(one.case.risk), one.last_contact or date.min, one.case.pk))


def _last_contacts(ids: Collection[int]) -> dict[int, date]:
    """Case -> the last day of a service, a contact, an after-care visit or the first contact. Four queries."""
    found: dict[int, date] = {}
    for made, day in (
        (ServiceRecord.objects.all(), F("provided_on")),
        (CaseContact.objects.reached(), F("made_on")),
        (AftercareVisit.objects.all(), F("done_on")),
        (CaseResponse.objects.all(), TruncDate("first_contact_at")),
    ):
        rows = made.filter(case_id__in=ids).order_by().values_list("case_id").annotate(last=Max(day))
        for case, last in rows:
            if last is not None:
                found[case] = max(last, found.get(case, last))
    return found
