"""What stands against writing down an incident, following it, reporting on it and closing it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.workdays import local_day, today_in
from institutions.models import Institution
from referrals.models import Placement

from ..models import Incident
from ..states import StepKind

STANDARD = _("Permensos 30/HUK/2011, perlindungan anak di lembaga")
PROTECTION = _("UU 35/2014 pasal 76A–76J")


def record_problems(
    home: Institution, office: Institution | None, *, happened_at: datetime, children: Sequence[Placement], others: str
) -> list[Problem]:
    """A home where children live, a Dinas that answers for it, a moment that has come, and children who lived there
    then: those with a file by their stay, others by initials."""
    problems = []
    if not home.is_residence:
        problems.append(Problem("incident_without_home", _("Di lembaga ini tidak ada anak yang tinggal.")))
    if office is None:
        text = _("Belum ada Dinas Sosial terdaftar untuk wilayah lembaga ini. Hubungi administrator.")
        problems.append(Problem("incident_without_office", text))
    if happened_at > timezone.now():
        text = _("Waktu kejadian belum tiba.")
        problems.append(Problem("incident_ahead", text, field="happened_at"))
    if not children and not others.strip():
        text = _("Pilih anak yang mengalaminya, atau tulis inisialnya.")
        problems.append(Problem("incident_without_child", text, field="children"))
    day = local_day(happened_at, home.region)
    if any(not _lived_there(placement, home, day) for placement in children):
        text = _("Pilih anak yang tinggal di lembaga ini pada hari itu.")
        problems.append(Problem("incident_child_elsewhere", text, field="children"))
    return problems


def _lived_there(placement: Placement, home: Institution, day: date) -> bool:
    here = placement.institution_id == home.pk and placement.is_residential
    return here and placement.starts_on <= day and (placement.ended_on is None or day <= placement.ended_on)


def open_problems(incident: Incident) -> list[Problem]:
    if not incident.is_open:
        return [Problem("incident_closed", _("Kejadian ini sudah ditutup."))]
    return []


def step_problems(incident: Incident, *, kind: str, done_on: date, number: str) -> list[Problem]:
    """A day from the incident on until today; a report to the police with its number."""
    problems = open_problems(incident)
    first, today = local_day(incident.happened_at, incident.institution.region), today_in(incident.institution.region)
    if not first <= done_on <= today:
        text = _("Tanggal langkah sejak hari kejadian sampai hari ini.")
        problems.append(Problem("incident_step_day", text, field="done_on"))
    if kind == StepKind.TOLD_POLICE and not number.strip():
        problems.append(Problem("incident_police_number", _("Isi nomor laporan polisi."), field="number"))
    return problems


def report_problems(incident: Incident) -> list[Problem]:
    """Dinas reports once."""
    problems = open_problems(incident)
    if incident.reported_at is not None:
        problems.append(Problem("incident_reported", _("Laporan Dinas sudah ada.")))
    return problems


def closing_problems(incident: Incident) -> list[Problem]:
    """Violence is not closed without a report of Dinas Sosial (domain.md 5.5, hard), nor without the police, or a
    reason why not (soft)."""
    problems = open_problems(incident)
    if incident.is_grave and incident.reported_at is None:
        text = _("Belum ada laporan Dinas Sosial. Tulis dulu laporannya.")
        problems.append(Problem("incident_without_report", text, source=STANDARD))
    if incident.owes_police:
        text = _("Belum dilaporkan ke polisi.")
        problems.append(Problem("incident_without_police", text, "soft", PROTECTION))
    return problems
