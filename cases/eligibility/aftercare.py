"""After-care visits."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem

from ..models import AftercareVisit
from .common import past_problems


def visit_problems(visit: AftercareVisit, done_on: date, findings: str) -> list[Problem]:
    """A visit is recorded once, after the homecoming, with what was found (domain.md 5.3)."""
    if visit.done_on is not None:
        return [Problem("visit_already_recorded", _("Kunjungan ini sudah dicatat."))]
    problems = past_problems(done_on, "done_on", visit.case)
    if done_on < visit.home_on:
        text = _("Tanggal kunjungan sebelum ia pulang. Periksa tanggalnya.")
        problems.append(Problem("visit_before_homecoming", text, field="done_on"))
    if not findings.strip():
        problems.append(Problem("visit_without_findings", _("Tuliskan apa yang ditemukan."), field="findings"))
    return problems
