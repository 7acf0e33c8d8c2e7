"""What several rules about carers ask alike."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.workdays import add_months

from ..models import Candidate, CandidateCheck
from ..requirements import Requirement, requirements_of
from ..states import TRANSITIONS, Verdict


def transition_problems(candidate: Candidate, step: str) -> list[Problem]:
    """A step is taken from a state that allows it (`states.TRANSITIONS`)."""
    if candidate.state in TRANSITIONS[step]:
        return []
    text = _("Calon ini berstatus %(state)s. Langkah ini tidak mungkin sekarang.")
    return [Problem("carer_step_not_possible", text % {"state": candidate.get_state_display()})]


def open_candidate_problems(candidate: Candidate) -> list[Problem]:
    """Whoever was rejected or has ended is read only."""
    if candidate.is_open:
        return []
    return [Problem("carer_closed", _("Calon ini sudah ditolak atau berakhir. Daftarkan baru bila perlu."))]


def why_problems(reason: str) -> list[Problem]:
    if reason.strip():
        return []
    return [Problem("carer_step_without_reason", _("Tuliskan alasannya."), field="reason")]


def newest_checks(checks: Iterable[CandidateCheck]) -> dict[str, CandidateCheck]:
    """Code -> the check that counts: the last one written."""
    found: dict[str, CandidateCheck] = {}
    for check in sorted(checks, key=lambda one: one.pk):
        found[check.code] = check
    return found


def standing_of(candidate: Candidate, on: date) -> list[tuple[Requirement, CandidateCheck | None, str]]:
    """Each requirement of the candidate, the check that counts, and how it stands on `on`: "met", "failed", "expired"
    or "missing". Needs `checks`."""
    newest = newest_checks(candidate.checks.all())
    found = []
    for asked in requirements_of(candidate.kind, married=candidate.is_married):
        check = newest.get(asked.code)
        if check is None:
            how = "missing"
        elif check.verdict == Verdict.NOT_MET:
            how = "failed"
        elif check.valid_until is not None and check.valid_until < on:
            how = "expired"
        else:
            how = "met"
        found.append((asked, check, how))
    return found


def years_after(day: date, years: int) -> date:
    return add_months(day, 12 * years)
