"""What stands against beginning, carrying on and ending somebody's way towards a living."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.workdays import today_in

from ..models import Case, VocationalStep, VocationalTrack
from ..service_states import EARNING_STEPS, VocationalStepKind
from .common import open_problems, past_problems


def start_problems(case: Case, running: VocationalTrack | None, interest: str, started_on: date) -> list[Problem]:
    """One track at a time, which begins with what the person wants."""
    problems = [*open_problems(case), *past_problems(started_on, "started_on", case)]
    if running is not None:
        problems.append(
            Problem("track_running", _("Sudah ada jalur yang berjalan. Akhiri dulu, lalu mulai yang baru."))
        )
    if not interest.strip():
        text = _("Tuliskan minatnya dengan kata-katanya sendiri.")
        problems.append(Problem("track_without_interest", text, field="interest"))
    return problems


def running_problems(case: Case, running: VocationalTrack | None) -> list[Problem]:
    """The case is open, and there is a track to carry on."""
    if running is None:
        text = _("Belum ada jalur kemandirian yang berjalan. Mulai dulu jalurnya.")
        return [*open_problems(case), Problem("track_not_running", text)]
    return open_problems(case)


def vocational_step_problems(case: Case, step: VocationalStep, next_on: date | None) -> list[Problem]:
    """A step has been or has begun, and says what its kind asks for and nothing else."""
    problems = past_problems(step.since, "since", case)
    if not step.place.strip():
        problems.append(Problem("step_without_place", _("Tuliskan tempatnya."), field="place"))
    if step.until is not None and step.until < step.since:
        problems.append(Problem("step_ends_early", _("Tanggal selesai sebelum mulai."), field="until"))
    gives = step.kind == VocationalStepKind.CAPITAL
    if gives != bool(step.capital) or gives != bool(step.asset.strip()):
        text = _("Bantuan usaha menyebut bentuknya dan apa yang diberikan; langkah lain tidak.")
        problems.append(Problem("capital_unclear", text, field="asset"))
    if step.certificate and step.kind != VocationalStepKind.TRAINING:
        problems.append(Problem("certificate_elsewhere", _("Sertifikat dicatat pada pelatihan."), field="certificate"))
    if step.income and step.kind not in EARNING_STEPS:
        text = _("Penghasilan dicatat pada magang, pekerjaan, atau kunjungan pendampingan.")
        problems.append(Problem("income_elsewhere", text, field="income"))
    if next_on is not None and next_on < today_in(case.office.region):
        problems.append(Problem("visit_in_past", _("Tanggal ini sudah lewat. Periksa lagi."), field="next_on"))
    return problems


def end_problems(case: Case, track: VocationalTrack, ended_on: date, note: str) -> list[Problem]:
    """A track ends after it began, and says what came of it."""
    problems = past_problems(ended_on, "ended_on", case)
    if ended_on < track.started_on:
        text = _("Jalur tidak mungkin berakhir sebelum dimulai.")
        problems.append(Problem("track_ends_early", text, field="ended_on"))
    if not note.strip():
        text = _("Tuliskan apa yang dicapai, atau mengapa tidak.")
        problems.append(Problem("track_without_outcome", text, field="outcome_note"))
    return problems
