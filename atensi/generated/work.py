"""What is done in a made-up case from day to day: visits and calls, tasks with their history, flags, shared data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cases.event_states import EventKind
from cases.models import CaseContact, CaseFlag, CaseTask, Consent, TaskStep
from cases.service_states import ContactKind, FlagKind, Met, SeenSafety
from cases.states import ConsentScope, TaskKind, TaskState, TaskStepKind

from .book import Book, File
from .groups import Groups
from .nation import Person
from .writing import array, escaped

MOST_CONTACTS, MOST_DONE = 4, 2
STANDING, ENDED_FLAG, BY_PARTNER, BY_SUPERVISOR = 0.07, 0.05, 0.3, 0.06
DROPPED, SNOOZED = 0.1, 0.15
READY_TO_END = 25  # days after which a flag that did not stay was taken off
# Way, who was met, whether the child was seen alone: as the log holds them.
SEEN = [
    (kind._value_, array(list(met)), alone)
    for kind, met, alone in (
        (ContactKind.HOME_VISIT, (Met.CHILD, Met.KIN), "t"),
        (ContactKind.HOME_VISIT, (Met.CHILD, Met.PARENT), "f"),
        (ContactKind.SCHOOL_VISIT, (Met.CHILD, Met.TEACHER), "t"),
        (ContactKind.OFFICE, (Met.CHILD, Met.CARER), "f"),
        (ContactKind.PHONE, (Met.CARER,), "f"),
        (ContactKind.MESSAGE, (Met.VILLAGE,), "f"),
    )
]
IN_VAIN = (ContactKind.HOME_VISIT._value_, array([Met.NOBODY]), "f")
SAFETY = (SeenSafety.SAFE._value_,) * 17 + (SeenSafety.DOUBTFUL._value_,) * 2 + (SeenSafety.UNSAFE._value_,)
NOTES = (
    "Anak bercerita tentang sekolah; makan teratur.",
    "Bibi menanyakan surat pindah sekolah.",
    "Kamar sudah dirapikan; anak tidur sendiri.",
    "Guru melihat anak lebih sering hadir.",
)
TITLES = (
    "Antar anak ke puskesmas",
    "Hubungi wali kelas",
    "Lengkapi berkas akta kelahiran",
    "Siapkan pertemuan keluarga",
    "Tanyakan bantuan sekolah kepada desa",
)
UNSAFE_TITLE = "Tindak lanjuti: tidak aman saat kontak terakhir"
REASONS = {
    FlagKind.HOME_UNSAFE: "Pelaku masih sering datang ke rumah.",
    FlagKind.RUNAWAY: "Anak dua kali pergi tanpa kabar.",
    FlagKind.HEALTH: "Minum obat setiap hari.",
    FlagKind.SELF_HARM: "Anak pernah melukai diri.",
    FlagKind.MEDIA: "Wartawan menanyakan kasus ini.",
    FlagKind.STAFF_SAFETY: "Datang berdua; ada ancaman.",
}
FLAGS = list(FlagKind)


@dataclass(slots=True)
class Task:
    """A task about to be written. ended: when it was done or dropped, None while it is open. told: whether the case's
    story says that it is done; by: who asked for it, the worker when nobody is named."""

    kind: TaskKind
    title: str
    added: datetime
    due_on: date
    hand: Person | None = None
    by: Person | None = None
    holder: int | None = None
    ended: datetime | None = None
    dropped: bool = False
    told: bool = True


class Work:
    """Writes the daily work of a case. open_tasks: how many tasks an open case has on average; late: how many of a
    hundred of them are past their day."""

    open_tasks, late = 0.6, 12

    def __init__(self, book: Book, groups: Groups):
        self.book, self.groups = book, groups
        contacts, tasks, steps = (book.writer[model] for model in (CaseContact, CaseTask, TaskStep))
        self.contacts, self.tasks, self.steps = contacts, tasks, steps
        people = ("recorded_at", "recorded_by_id", "recorded_for_id")
        seen = ("kind", "made_on", "met", "child_alone", "safety", "note")
        self.contact = contacts.form("id", "case_id", *seen, *people)
        self.step = steps.form("id", "task_id", "kind", "text", "due_on", "happened_at", "by_id")

    def write(self, file: File) -> None:
        """What there is of it in the case so far: nothing on the day of the report."""
        ends = (file.closed - file.opened).days if file.closed else file.age
        last = ends - 1
        if last < 1:
            return
        self._share_data(file)
        self._contacts(file, last)
        self._done_tasks(file, last)
        if not file.closed:
            self._open_tasks(file, last)
        self._flags(file, last)
        self.groups.join(file)

    def add_task(self, file: File, task: Task) -> int:
        """A task with its history, its lines of the case's story and trail. Returns its id."""
        person, by = task.hand or file.worker, task.by or file.worker
        ended = {"ended_at": task.ended, "ended_by_id": person.user} if task.ended else {}
        state = TaskState.OPEN if not task.ended else TaskState.CANCELLED if task.dropped else TaskState.DONE
        pk = self.tasks.add(
            case_id=file.pk,
            kind=task.kind,
            title=task.title,
            due_on=task.due_on,
            assignee_id=None if task.holder else person.user,
            holder_id=task.holder,
            state=state,
            created_at=task.added,
            created_by_id=by.user,
            updated_at=task.ended or task.added,
            **ended,
        )
        data = {"task": pk, "kind": task.kind._value_}
        self._step(pk, TaskStepKind.ADDED, person.name, task.due_on, task.added, by)
        self.book.record(file, "task.add", task.added, by, **data)
        if task.ended:
            self._end(file, task, pk, person)
        return pk

    def _end(self, file: File, task: Task, pk: int, person: Person) -> None:
        assert task.ended is not None
        kind = TaskStepKind.CANCELLED if task.dropped else TaskStepKind.DONE
        self._step(pk, kind, "Tidak perlu lagi." if task.dropped else "Beres.", task.due_on, task.ended, person)
        if task.dropped:
            self.book.record(file, "task.drop", task.ended, person, task=pk)
        elif task.told:
            self.book.tell(file, EventKind.TASK_DONE, task.ended, person)
            self.book.record(file, "task.finish", task.ended, person, task=pk)

    def _step(self, task: int, kind: TaskStepKind, text: str, due_on: date, at: datetime, by: Person) -> None:
        self.steps.last += 1
        values = (self.steps.last, task, kind._value_, escaped(text), due_on.isoformat(), at.isoformat(), by.user)
        self.steps.lines.append(self.step % values)

    def _share_data(self, file: File) -> None:
        """Those who work on the case were named in the agreement."""
        if file.agreement:
            for institution in file.partners:
                facts: dict[str, Any] = {"scope": ConsentScope.SHARING, "institution_id": institution}
                self.book.writer[Consent].add(agreement_id=file.agreement, **facts)

    def _contacts(self, file: File, last: int) -> None:
        rng = self.book.rng
        count = min(MOST_CONTACTS, int(rng.random() * 3) + last // 45)
        for day in sorted(1 + int(rng.random() * last) for _contact in range(count)):
            safety = rng.choice(SAFETY)
            if safety == SeenSafety.UNSAFE and day + 2 > last:
                safety = SeenSafety.DOUBTFUL._value_
            self._contact(file, file.at(day), safety)

    def _contact(self, file: File, at: datetime, safety: str) -> None:
        rng, worker = self.book.rng, file.worker
        seen = rng.choice(SEEN)
        if rng.random() < 0.06 and safety == SeenSafety.SAFE:
            seen, safety = IN_VAIN, SeenSafety.UNKNOWN._value_
        self.contacts.last += 1
        kind, met, alone = seen
        said = (kind, at.date().isoformat(), met, alone, safety, rng.choice(NOTES))
        values = (self.contacts.last, file.pk, *said, at.isoformat(), worker.user, file.office.pk)
        self.contacts.lines.append(self.contact % values)
        self.book.tell(file, EventKind.CONTACT_MADE, at, worker)
        self.book.record(file, "contact.record", at, worker, contact=self.contacts.last, safety=safety)
        if safety == SeenSafety.UNSAFE:
            due = at + timedelta(days=1)
            self.add_task(file, Task(TaskKind.UNSAFE, UNSAFE_TITLE, at, due.date(), ended=due))

    def _done_tasks(self, file: File, last: int) -> None:
        rng = self.book.rng
        for _task in range(min(MOST_DONE, int(rng.random() * (1 + last / 60)))):
            day = int(rng.random() * last)
            ended = min(day + 1 + int(rng.random() * 14), last)
            added, due = file.at(day), file.at(day + 7).date()
            task = Task(TaskKind.MANUAL, rng.choice(TITLES), added, due, ended=file.at(ended))
            task.dropped = rng.random() < DROPPED
            self.add_task(file, task)

    def _open_tasks(self, file: File, last: int) -> None:
        rng = self.book.rng
        for _task in range(int(rng.random() * (self.open_tasks * 2 + 1))):
            day = max(0, last - 1 - int(rng.random() * 20))
            due = self.book.today + timedelta(days=int(rng.random() * 30))
            if rng.random() * 100 < self.late and last > day:
                due = max(file.at(day).date(), self.book.today - timedelta(days=1 + int(rng.random() * 6)))
            task = Task(TaskKind.MANUAL, rng.choice(TITLES), file.at(day), due)
            if file.partners and rng.random() < BY_PARTNER:
                task.holder = rng.choice(file.partners)
            elif rng.random() < BY_SUPERVISOR:
                task.hand = file.office.supervisor
            pk = self.add_task(file, task)
            if rng.random() < SNOOZED:
                at = min(file.at(day + 1), self.book.now)
                self._step(pk, TaskStepKind.SNOOZED, "Menunggu kabar keluarga.", due, at, file.worker)
                self.book.record(file, "task.snooze", at, file.worker, task=pk)

    def _flags(self, file: File, last: int) -> None:
        rng = self.book.rng
        chance = rng.random()
        if chance < STANDING and not file.closed:
            self._flag(file, file.at(int(rng.random() * last)), None)
        elif chance > 1 - ENDED_FLAG and last > READY_TO_END:
            day = int(rng.random() * (last - READY_TO_END))
            self._flag(file, file.at(day), file.at(day + READY_TO_END))

    def _flag(self, file: File, at: datetime, ended: datetime | None) -> None:
        kind, worker = self.book.rng.choice(FLAGS), file.worker
        end: dict[str, Any] = {"ended_at": ended, "ended_by_id": worker.user, "ended_reason": "Sudah tidak terjadi."}
        pk = self.book.writer[CaseFlag].add(
            case_id=file.pk,
            kind=kind,
            reason=REASONS[kind],
            raised_at=at,
            raised_by_id=worker.user,
            **(end if ended else {}),
        )
        self.book.tell(file, EventKind.FLAG_RAISED, at, worker)
        self.book.record(file, "flag.raise", at, worker, flag=pk, kind=kind._value_)
        if ended:
            self.book.tell(file, EventKind.FLAG_ENDED, ended, worker)
            self.book.record(file, "flag.end", ended, worker, flag=pk, kind=kind._value_)
