"""Whether a day in court may be set, moved or called off."""

from collections.abc import Iterator
from datetime import date, time

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.workdays import today_in

from ..models import CareHearing, CareProcess
from ..ways import HEARING, step_of
from .processes import LAW_COURT, blocking_problems, open_process_problems, way_of


def hearing_problems(process: CareProcess, *, due_on: date, court: str) -> Iterator[Problem]:
    """A day is set for a hearing that the way has, when its turn has come, ahead, before a named court; one at a
    time."""
    yield from open_process_problems(process)
    step = step_of(process.form, HEARING)
    if step is None:
        yield Problem("care_hearing_without_court", _("Proses ini tidak melewati pengadilan."), source=LAW_COURT)
        return
    way = way_of(process.case, process.form, process, today_in(process.case.office.region))
    if way.is_done(step):
        yield Problem("care_step_done_already", _("Langkah ini sudah dilakukan. Cabut dulu catatannya bila keliru."))
    elif process.hearings.waiting().exists():
        text = _("Tanggal sidang sudah tercatat. Pindahkan tanggal itu.")
        yield Problem("care_hearing_set_already", text)
    yield from blocking_problems(way, step, due_on)
    yield from _day_problems(process, due_on, court)


def hearing_moved_problems(
    hearing: CareHearing, *, due_on: date, at: time | None, court: str, place: str, reason: str
) -> Iterator[Problem]:
    """Moved to another day, hour or place that is ahead, with the reason."""
    yield from _changed_problems(hearing, reason)
    yield from _day_problems(hearing.process, due_on, court)
    if (due_on, at, court.strip(), place.strip()) == (hearing.due_on, hearing.at, hearing.court, hearing.place):
        text = _("Tanggal dan tempat ini sudah tercatat. Isi yang baru.")
        yield Problem("care_hearing_moved_nowhere", text, field="due_on")


def hearing_called_off_problems(hearing: CareHearing, reason: str) -> Iterator[Problem]:
    yield from _changed_problems(hearing, reason)


def _changed_problems(hearing: CareHearing, reason: str) -> Iterator[Problem]:
    yield from open_process_problems(hearing.process)
    if not hearing.is_ahead:
        yield Problem("care_hearing_over", _("Sidang ini sudah dicatat atau dibatalkan."))
    if not reason.strip():
        yield Problem("care_hearing_without_why", _("Tuliskan alasannya."), field="reason")


def _day_problems(process: CareProcess, due_on: date, court: str) -> Iterator[Problem]:
    if due_on < today_in(process.case.office.region):
        text = _("Tanggal ini sudah lewat. Catat langkah sidangnya.")
        yield Problem("care_hearing_past", text, field="due_on")
    if not court.strip():
        yield Problem("care_hearing_court_missing", _("Isi pengadilannya."), field="court")
