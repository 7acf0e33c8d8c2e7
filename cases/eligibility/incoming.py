"""What stands against taking a call, and against moving a report of the desk on."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from institutions.models import Institution

from ..models import IncomingReport
from ..states import DESK_CHANNELS, NEXT_INCOMING, IncomingClosure
from .common import received_problems


def call_problems(
    channel: str,
    problem: str,
    received_at: datetime,
    office: Institution | None,
    channels: Collection[str] = DESK_CHANNELS,
) -> list[Problem]:
    """What a call lacks: a way in which people reach a desk, what was told, when, and a Dinas that answers for the
    place (domain.md 9). office: found by its region, None when neither regency nor province has one."""
    problems = []
    if channel not in channels:
        problems.append(Problem("call_channel", _("Pilih lewat mana orang menghubungi."), field="channel"))
    if not problem.strip():
        problems.append(Problem("call_without_story", _("Tuliskan apa yang diceritakan penelepon."), field="problem"))
    problems += received_problems(received_at, "received_at")
    if office is None:
        text = _(
            "Belum ada Dinas Sosial terdaftar di wilayah ini. Hubungi langsung lewat telepon, lalu beri tahu admin."
        )
        problems.append(Problem("office_missing", text, field="regency"))
    return problems


def state_problems(report: IncomingReport, to: str) -> list[Problem]:
    """Whether a report may still go to state `to`: one that is answered or closed stays so."""
    if to in NEXT_INCOMING[report.state]:
        return []
    text = _("Laporan ini sudah selesai: %(state)s.") % {"state": str(report.get_state_display()).lower()}
    return [Problem("incoming_ended", text)]


def passing_problems(report: IncomingReport, to: Institution, reason: str) -> list[Problem]:
    """What stands against handing a report to the office `to`."""
    problems = []
    if to.pk == report.office_id:
        problems.append(Problem("passed_to_itself", _("Laporan ini sudah di kantor itu."), field="to"))
    elif not to.is_social_office or not to.is_active:
        problems.append(Problem("passed_to_no_office", _("Pilih Dinas Sosial yang aktif."), field="to"))
    if not reason.strip():
        problems.append(Problem("passed_without_reason", _("Tuliskan alasan pengalihan."), field="reason"))
    return problems


def closing_problems(
    report: IncomingReport, closure: str, note: str, double_of: IncomingReport | None
) -> list[Problem]:
    """What stands against closing a report without a case response."""
    problems = []
    if closure not in IncomingClosure.values:
        problems.append(Problem("incoming_closure_missing", _("Pilih alasan penutupan."), field="closure"))
    if not note.strip():
        problems.append(Problem("incoming_closure_unsaid", _("Tuliskan penjelasannya."), field="note"))
    is_double = closure == IncomingClosure.DUPLICATE
    if is_double and (double_of is None or not _came_before(double_of, report)):
        text = _("Tulis nomor laporan lain yang lebih dulu masuk.")
        problems.append(Problem("double_missing", text, field="double"))
    elif is_double and double_of is not None and double_of.closure == IncomingClosure.DUPLICATE:
        text = _("Laporan itu sendiri sudah ditutup sebagai laporan kembar. Tulis nomor laporan yang dirujuknya.")
        problems.append(Problem("double_missing", text, field="double"))
    if double_of is not None and not is_double:
        problems.append(Problem("double_unasked", _("Kosongkan nomor laporan lain."), field="double"))
    return problems


def _came_before(other: IncomingReport, report: IncomingReport) -> bool:
    """Doubles point one way in time, so of all reports of a child one is left that somebody answers."""
    return (other.received_at, other.pk) < (report.received_at, report.pk)
