"""What stands against adding a task to a case, and against moving it on."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.errors import Problem
from atensi.reference.workdays import today_in
from institutions.models import Institution

from ..hands import institutions_at, people_at
from ..models import Case, CaseTask
from ..states import TaskKind


def task_problems(case: Case, title: str, due_on: date, hand: User | Institution) -> list[Problem]:
    """What a new task lacks: words, a day that has not passed at the case's office, and somebody who can do it."""
    problems = hand_problems(case, hand)
    if not title.strip():
        problems.append(Problem("task_without_title", _("Tuliskan apa yang dikerjakan."), field="title"))
    if due_on < today_in(case.office.region):
        problems.append(Problem("task_due_in_past", _("Tanggal ini sudah lewat. Periksa lagi."), field="due_on"))
    return problems


def hand_problems(case: Case, hand: Any) -> list[Problem]:
    """A task goes to the responsible worker, to an overseer of the office, or to an institution on it: others
    cannot open the case."""
    rows = people_at(case) if isinstance(hand, User) else institutions_at(case)
    if rows.filter(pk=hand.pk).exists():
        return []
    text = _("Pilih petugas kasus, penyelia atau pejabat kantornya, atau lembaga yang ikut menangani kasus ini.")
    return [Problem("task_hand_unfit", text, field="hand")]


def open_task_problems(task: CaseTask) -> list[Problem]:
    """What is done or dropped stays so."""
    if task.is_open:
        return []
    words = {"state": str(task.get_state_display()).lower()}
    return [Problem("task_ended", _("Tugas ini sudah berakhir: %(state)s.") % words)]


def finishing_problems(task: CaseTask) -> list[Problem]:
    """What waits for a supervisor's word on a plan ends with that word, not by a tick."""
    if task.kind != TaskKind.PLAN_APPROVAL:
        return []
    text = _("Tugas ini selesai saat rencananya disetujui, dikembalikan, atau ditarik kembali.")
    return [Problem("task_ends_with_the_plan", text)]


def snooze_problems(task: CaseTask, until: date, reason: str) -> list[Problem]:
    """A task is put off to a later day, with a reason that its history keeps."""
    problems = []
    if until <= max(task.due_on, today_in(task.case.office.region)):
        text = _("Pilih hari sesudah hari ini dan sesudah tenggat yang sekarang.")
        problems.append(Problem("snooze_not_later", text, field="until"))
    if not reason.strip():
        problems.append(Problem("snooze_without_reason", _("Tuliskan mengapa tugas ditunda."), field="reason"))
    return problems


def dropping_problems(reason: str) -> list[Problem]:
    if reason.strip():
        return []
    return [Problem("task_dropped_without_reason", _("Tuliskan mengapa tugas dibatalkan."), field="reason")]
