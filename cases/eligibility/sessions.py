"""What stands against recording a group session, and against correcting who came."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.workdays import today_in
from institutions.models import Institution

from ..models import CarePlan, Case, FamilyMember
from ..service_states import Attendance
from .common import STAGES_SOURCE

MOST = 100  # people of one session


def evidence_problem() -> Problem:
    """A decision may rest on it: what somebody signed for is not pulled from under their hand (domain.md 5.1)."""
    text = _(
        "Layanan sesi ini sudah menjadi bukti dalam rujukan. Kehadiran dan hasil singkatnya tidak dapat diubah lagi."
    )
    return Problem("session_is_evidence", text)


class Part(Protocol):
    """Somebody of a session: of which case, and whether they came. member: None for the beneficiary."""

    case: Case
    member: FamilyMember | None
    attendance: str


def session_problems(
    *, institution: Institution, held_on: date, place: str, facilitators: str, agenda: str, parts: Sequence[Part]
) -> list[Problem]:
    """Before a session is recorded: it has been, somebody took part, and each case may have a service. One query."""
    problems = []
    for said, field in ((place, "place"), (facilitators, "facilitators"), (agenda, "agenda")):
        if not said.strip():
            text = _("Tuliskan tempat, fasilitator, dan agenda sesi.")
            problems.append(Problem("session_without_words", text, field=field))
    if held_on > today_in(institution.region):
        problems.append(Problem("date_ahead", _("Tanggal ini belum tiba. Periksa tahunnya."), field="held_on"))
    if not parts:
        problems.append(Problem("session_without_people", _("Pilih sedikitnya satu peserta."), field="people"))
    if len(parts) > MOST:
        text = _("Paling banyak %(most)d peserta dalam satu sesi. Catat sesi kedua untuk sisanya.") % {"most": MOST}
        problems.append(Problem("session_too_large", text, field="people"))
    return [*problems, *people_problems(parts)]


def people_problems(parts: Iterable[Part]) -> list[Problem]:
    """Who takes part belongs to the case, lives, and does not meet a child they may not have contact with; the cases
    are open and have a plan in force (domain.md 4.2). One query."""
    parts = list(parts)
    strangers = [p for p in parts if p.member and p.member.beneficiary_id != p.case.beneficiary_id]
    problems = []
    if strangers or any(p.member and not p.member.is_alive for p in parts):
        text = _("Peserta harus anak atau penerima manfaat itu sendiri, atau keluarganya yang masih hidup.")
        problems.append(Problem("session_stranger", text, field="people"))
    keys = [(p.case.pk, p.member.pk if p.member else None) for p in parts]
    if len(keys) != len(set(keys)):
        problems.append(Problem("session_person_twice", _("Satu orang tercatat dua kali."), field="people"))
    return [*problems, *_barred(parts), *_unready({part.case.pk: part.case for part in parts}.values())]


def _barred(parts: Sequence[Part]) -> list[Problem]:
    came = [part for part in parts if part.attendance == Attendance.CAME]
    children = {part.case.pk for part in came if part.member is None}
    barred = [str(p.member) for p in came if p.member and not p.member.may_contact and p.case.pk in children]
    if not barred:
        return []
    text = _("%(names)s tidak boleh kontak dengan anak itu. Catat sesinya terpisah; bila mereka bertemu, laporkan.")
    return [Problem("session_with_barred", text % {"names": ", ".join(barred)}, field="people")]


def _unready(cases: Collection[Case]) -> list[Problem]:
    problems = []
    closed = [case.number for case in cases if not case.is_open]
    if closed:
        text = _("Sudah ditutup: kasus %(numbers)s.") % {"numbers": ", ".join(closed)}
        problems.append(Problem("session_case_closed", text, field="people"))
    signed = CarePlan.objects.filter(case__in=[case.pk for case in cases], signed_at__isnull=False)
    planned = set(signed.order_by().values_list("case_id", flat=True))
    bare = [case.number for case in cases if case.is_open and case.pk not in planned]
    if bare:
        text = _("Layanan dicatat setelah rencana ditandatangani. Belum ada rencana: kasus %(numbers)s.")
        words = text % {"numbers": ", ".join(bare)}
        problems.append(Problem("session_before_plan", words, source=STAGES_SOURCE, field="people"))
    return problems


def correction_problems(reason: str, changed: Sequence[Part]) -> list[Problem]:
    """A correction says why, changes something, and touches no case that is closed: a closed one is read only."""
    problems = []
    if not reason.strip():
        text = _("Tuliskan mengapa kehadiran dikoreksi.")
        problems.append(Problem("correction_without_reason", text, field="reason"))
    if not changed:
        problems.append(Problem("correction_changes_nothing", _("Belum ada yang diubah.")))
    closed = sorted({part.case.number for part in changed if not part.case.is_open})
    if closed:
        text = _("Sudah ditutup: kasus %(numbers)s.") % {"numbers": ", ".join(closed)}
        problems.append(Problem("session_case_closed", text))
    return [*problems, *_barred(changed)]
