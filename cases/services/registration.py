"""A child without identity is allowed, and leads to a task: see to its civil registration (domain.md 5.3)."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.reference.workdays import today_in
from institutions.parameters import value_for

from ..models import Beneficiary, Case
from ..states import NikStatus, NoNikReason, TaskKind, TaskState
from .case_tasks import finish_tasks_of, open_task

DAYS = "civil_registration_days"
TITLE = "Urus akta kelahiran dan NIK"  # kept with the case: in the language of its records (ADR 0017), whoever reads it


def lacks_identity(person: Beneficiary) -> bool:
    """Whether somebody has to see to the civil registration: a living child without a NIK, unless another office holds
    the number."""
    without = person.nik_status == NikStatus.NONE and person.no_nik_reason != NoNikReason.HELD_ELSEWHERE
    return without and person.is_child and person.died_on is None


def lacking(cases: Iterable[Case]) -> set[int]:
    """Ids of the cases whose person lacks identity."""
    return {case.pk for case in cases if lacks_identity(case.beneficiary)}


def keep_changed_tasks(
    *, cases: Iterable[Case], lacked: Collection[int], by: Actor, since: datetime | None = None
) -> None:
    """`keep_registration_task` of cases that went to another file, where that changed what is lacking. lacked:
    `lacking` before. since: of a child who lacked identity then, what somebody had finished by then is not asked again.
    """
    for case in cases:
        lacks = lacks_identity(case.beneficiary)
        if lacks == (case.pk in lacked) or (lacks and since is not None and _done_by(case, since)):
            continue
        keep_registration_task(case=case, by=by)


def _done_by(case: Case, moment: datetime) -> bool:
    """Whether the case was open then, and nothing of this kind was to be done any more."""
    before = case.tasks.filter(kind=TaskKind.CIVIL_REGISTRATION, created_at__lt=moment)
    return case.opened_at < moment and not before.exclude(ended_at__lt=moment).exists()


def keep_registration_task(*, case: Case, by: Actor) -> None:
    """Open the task of an open case whose child lacks identity, as a part of the service that found it out; end it
    where the child lacks it no more. One stands at a time; its time is the office's setting."""
    person = case.beneficiary
    if not case.is_open:
        return
    if lacks_identity(person):
        last = case.tasks.filter(kind=TaskKind.CIVIL_REGISTRATION).order_by("-created_at", "-pk").first()
        if last is not None and last.state == TaskState.CANCELLED:
            return  # somebody decided, with a reason, that it need not be done
        today = today_in(case.office.region)
        due_on = today + timedelta(days=int(value_for(DAYS, case.office, on=today)))
        open_task(case=case, kind=TaskKind.CIVIL_REGISTRATION, title=TITLE, due_on=due_on, by=by)
        return
    note = _("NIK dipasang") if person.nik_index else _("Tidak diperlukan lagi")
    finish_tasks_of(case=case, kind=TaskKind.CIVIL_REGISTRATION, by=by, note=note)
