"""The ways of children to kin, a guardian and adoption: their steps, days in court, and households chosen there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from atensi.reference.workdays import add_months
from carers.models import CareHearing, CareProcess, CareProcessStep
from carers.states import Verdict
from carers.ways import WAYS, WayStep
from cases.event_states import EventKind
from cases.models.beneficiaries import ADULT_AGE
from cases.states import CareForm
from institutions.parameters import DEFINITIONS

from .book import Book, File
from .register import Register

# Of so many served open cases one is on its way to a guardian or to adoption; counted, so that a small nation has them.
EVERY, ENDED_EVERY, WITHDRAWN_EVERY, CHOSEN_EVERY = 9, 6, 5, 2
KIN_FIRST, KIN_PACE = 15, 1  # days of the case when the way to kin begins, and between its steps: before the request
FIRST, PACE = 40, 12
HEARING_DAYS = 20  # so far ahead a day in court is, or has passed unheard
FORMS = (CareForm.GUARDIAN, CareForm.ADOPTION)
COURTS = {CareForm.GUARDIAN: "Pengadilan Agama Rekaan", CareForm.ADOPTION: "Pengadilan Negeri Rekaan"}
BODY, FOUND = "Tim Rekaan", "Anak dan keluarga didengar; keduanya bersedia."
MISTAKEN, NOWHERE = "Tanggal keliru; dicatat ulang.", "Keluarga besar sanggup mengasuh."


class Ways:
    """Writes the processes of some children, as far as their cases have come."""

    def __init__(self, book: Book, register: Register):
        self.book, self.register = book, register
        self.cases = self.count = 0

    def kin(self, file: File) -> None:
        """The whole way to kin, before a decision for them is asked."""
        days = [(step, file.at(KIN_FIRST + turn * KIN_PACE)) for turn, step in enumerate(WAYS[CareForm.KINSHIP], 1)]
        self._process(file, CareForm.KINSHIP, file.at(KIN_FIRST), days)

    def write(self, file: File) -> None:
        """To a guardian or to adoption, for one of `EVERY` that are served; up to the court, which has a day set."""
        grown = add_months(file.child.birth, 12 * ADULT_AGE) <= self.book.today
        if file.closed or not file.evidence or grown or file.age <= FIRST:
            return
        self.cases += 1
        if self.cases % EVERY != 1:
            return
        self.count += 1
        form = FORMS[self.count % len(FORMS)]
        begun, days = file.at(FIRST), list(self._days(file, form))
        ends = self.count % ENDED_EVERY == 0
        pk = self._process(file, form, begun, days, ends=ends)
        if not ends and len(days) == len(list(_asked(form))):
            self._hearing(file, form, pk, days[-1][1])
        choice = self.register.choose(file, form, begun) if self.count % CHOSEN_EVERY == 0 else None
        if choice:
            if ends:
                choice.ended_on, choice.end_reason = self.book.today, NOWHERE
            self.register.settle(file, choice)

    def _days(self, file: File, form: str) -> Iterator[tuple[WayStep, datetime]]:
        """The steps before a court that lie behind, each some days after the one before, or after its waiting time."""
        at, done = file.at(FIRST), {}
        for step in _asked(form):
            at += timedelta(days=PACE)
            if step.wait:
                first = add_months(max(done[code] for code in step.after), DEFINITIONS[step.wait].default)
                at = max(at, datetime.combine(first, at.timetz()))
            if at >= self.book.now:
                return
            done[step.code] = at.date()
            yield step, at

    def _process(
        self, file: File, form: str, begun: datetime, days: list[tuple[WayStep, datetime]], *, ends: bool = False
    ) -> int:
        ended = {}
        if ends:
            ended = {"ended_on": self.book.today, "ended_by_id": file.worker.user, "end_reason": NOWHERE}
        relative = file.child.aunt if form == CareForm.KINSHIP else None
        pk = self.book.writer[CareProcess].add(
            case_id=file.pk,
            form=form,
            relative_id=relative,
            opened_at=begun,
            opened_by_id=file.worker.user,
            **ended,
        )
        self.book.tell(file, EventKind.CARE_STEP, begun, file.worker)
        self.book.record(file, "care_process.open", begun, file.worker, process=pk, form=str(form), relative=relative)
        for turn, (step, at) in enumerate(days):
            first = self._step(file, pk, step, at)
            if turn == 0 and form != CareForm.KINSHIP and self.count % WITHDRAWN_EVERY == 0:
                self._withdraw(file, pk, step, first, at)
                self._step(file, pk, step, at)
        if ends:
            self.book.tell(file, EventKind.CARE_STEP, self.book.now, file.worker)
            self.book.record(file, "care_process.end", self.book.now, file.worker, process=pk)
        return pk

    def _step(self, file: File, process: int, step: WayStep, at: datetime) -> int:
        by = file.office.decider if step.by_decider else file.worker
        pk = self.book.writer[CareProcessStep].add(
            process_id=process,
            code=step.code,
            verdict=Verdict.MET,
            done_on=at.date(),
            paper_number=f"{step.code}/REKAAN/{process}" if step.has_paper else "",
            body=BODY if step.has_body else "",
            note=FOUND if step.has_words else "",
            recorded_at=at,
            recorded_by_id=by.user,
        )
        self.book.tell(file, EventKind.CARE_STEP, at, by)
        told = {"step": pk, "code": step.code, "verdict": Verdict.MET._value_}
        self.book.record(file, "care_step.record", at, by, **told)
        return pk

    def _withdraw(self, file: File, process: int, step: WayStep, wrong: int, at: datetime) -> None:
        self.book.writer[CareProcessStep].add(
            process_id=process,
            code=step.code,
            verdict=Verdict.NOT_MET,
            done_on=at.date(),
            note=MISTAKEN,
            withdraws_id=wrong,
            recorded_at=at,
            recorded_by_id=file.worker.user,
        )
        self.book.tell(file, EventKind.CARE_STEP, at, file.worker)
        self.book.record(file, "care_step.withdraw", at, file.worker, step=wrong)

    def _hearing(self, file: File, form: str, process: int, at: datetime) -> None:
        """A day in court, a few of which have passed and nobody wrote down what came of them."""
        due = self.book.today + timedelta(days=HEARING_DAYS - self.count % (HEARING_DAYS + 5))
        pk = self.book.writer[CareHearing].add(
            process_id=process,
            due_on=due,
            court=COURTS[CareForm(form)],
            set_at=at,
            set_by_id=file.worker.user,
        )
        self.book.tell(file, EventKind.CARE_STEP, at, file.worker)
        self.book.record(file, "care_hearing.set", at, file.worker, hearing=pk, on=due.isoformat())


def _asked(form: str) -> Iterator[WayStep]:
    """Each step before the court, as often as it is to be done."""
    for step in WAYS[form]:
        if not step.of_court:
            for _time in range(DEFINITIONS[step.count].default if step.count else 1):
                yield step
