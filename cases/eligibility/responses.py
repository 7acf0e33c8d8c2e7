"""What stands against logging a report, and against recording the first contact."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from institutions.models import Institution

from ..models import Case, CaseResponse
from ..report import Report
from .cases import category_problems
from .common import is_ahead, received_problems


def report_problems(report: Report, office: Institution) -> list[Problem]:
    """What a report lacks: channel, time, place, what happened and the child's safety are the least (domain.md 9)."""
    problems = received_problems(report.received_at, "received_on")
    if not report.place.strip():
        problems.append(Problem("place_missing", _("Tuliskan desa atau patokan tempat."), field="place"))
    if not report.what_happened.strip():
        problems.append(Problem("story_missing", _("Tuliskan apa yang terjadi."), field="what_happened"))
    if not report.region.code.startswith(office.region_id):
        problems.append(Problem("region_outside", _("Pilih kecamatan di wilayah kantor Anda."), field="region"))
    return problems + category_problems(report.categories, report.primary)


def contact_problems(response: CaseResponse, at: datetime, note: str) -> list[Problem]:
    """What stands against recording a first contact."""
    if response.first_contact_at is not None:
        return [Problem("contact_recorded", _("Kontak pertama laporan ini sudah dicatat."))]
    problems = []
    if is_ahead(at):
        problems.append(Problem("contact_in_future", _("Waktu kontak belum terjadi."), field="at"))
    if at < response.received_at:
        problems.append(
            Problem("contact_before_report", _("Kontak tidak mungkin sebelum laporan diterima."), field="at")
        )
    if not note.strip():
        problems.append(Problem("contact_note_missing", _("Tuliskan keadaannya."), field="note"))
    return problems


def joining_problems(case: Case | None) -> list[Problem]:
    """A report joins an open case. case: the one to join, if any."""
    if case is None or case.is_open:
        return []
    return [Problem("case_closed", _("Kasus ini sudah ditutup. Buka kasus baru."))]
