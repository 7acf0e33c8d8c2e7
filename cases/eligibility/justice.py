"""What stands against recording how a child stands before the law (UU 11/2012; domain.md 9)."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.workdays import add_months
from institutions.parameters import value_for

from ..justice_states import (
    DIVERSION_DATES,
    ENTERED_DATES,
    OFFENDER_AGE,
    OUTCOMES_OF_OFFENDER,
    OUTCOMES_OF_OTHERS,
    OUTCOMES_OF_YOUNG,
    JusticeOutcome,
    JusticeRole,
    YoungDecision,
)
from ..models import Case, ChildInJustice, JusticeContact, JusticeDate, SocialReport
from ..models.beneficiaries import ADULT_AGE
from .common import past_problems

LAW = _("UU 11/2012 pasal 1")
YOUNG = _("UU 11/2012 pasal 21")
DIVERSION = _("UU 11/2012 pasal 7 dan 29")
COUNTED = _("UU 11/2012 pasal 7, 21, dan 29")


def track_problems(
    case: Case, *, role: str, act_on: date, reported_on: date, matter: str, diversion: bool
) -> Iterator[Problem]:
    """Before the matter is recorded: what it is about, days in their order, and the child's age at the act."""
    yield from past_problems(act_on, "act_on", case)
    yield from past_problems(reported_on, "reported_on", case)
    if reported_on < act_on:
        text = _("Penegak hukum menerima perkara sesudah perbuatan terjadi. Periksa kedua tanggal.")
        yield Problem("matter_before_the_act", text, field="reported_on")
    if not matter.strip():
        yield Problem("matter_missing", _("Tuliskan perkaranya dalam satu kalimat."), field="matter")
    if diversion and role != JusticeRole.OFFENDER:
        text = _("Diversi hanya untuk anak yang diduga pelaku.")
        yield Problem("diversion_of_another", text, source=DIVERSION, field="diversion")
    yield from _age_problems(case, role, act_on)


def _age_problems(case: Case, role: str, act_on: date) -> Iterator[Problem]:
    """By the date of the act: an alleged offender is 12 to under 18, a victim or a witness under 18."""
    age = case.beneficiary.age_on(act_on)
    if age is None:
        text = _("Tanggal lahirnya belum diketahui, jadi umurnya saat perbuatan belum dapat dihitung.")
        yield Problem("age_at_act_unknown", text, "soft", LAW, "act_on")
    elif age < 0:
        text = _("Perbuatan terjadi sebelum ia lahir. Periksa tanggalnya.")
        yield Problem("act_before_birth", text, field="act_on")
    elif age >= ADULT_AGE:
        text = _("Pada tanggal perbuatan ia sudah berumur %(age)d tahun: bukan perkara anak.")
        yield Problem("adult_at_act", text % {"age": age}, source=LAW, field="act_on")
    elif role == JusticeRole.OFFENDER and age < OFFENDER_AGE:
        text = _(
            "Pada tanggal perbuatan ia berumur %(age)d tahun. Anak di bawah 12 tahun tidak diadili: penyidik, "
            "pembimbing kemasyarakatan, dan pekerja sosial memutuskan bersama."
        )
        yield Problem("offender_under_twelve", text % {"age": age}, "soft", YOUNG, "act_on")


def running_problems(track: ChildInJustice) -> list[Problem]:
    """A matter that ended sets no more days."""
    if track.is_open:
        return []
    return [Problem("justice_ended", _("Proses hukum ini sudah berakhir."))]


def contact_problems(office: str) -> list[Problem]:
    if office.strip():
        return []
    return [Problem("contact_without_office", _("Tuliskan kantor atau satuannya."), field="office")]


def new_date_problems(track: ChildInJustice, kind: str, due_on: date) -> Iterator[Problem]:
    """Before a day is entered: one that people set, after the matter was reported."""
    yield from running_problems(track)
    if kind not in ENTERED_DATES:
        text = _("Tenggat ini dihitung sendiri dari langkah sebelumnya.")
        yield Problem("date_is_counted", text, field="kind")
    if due_on < track.reported_on:
        text = _("Tanggal ini sebelum perkara diterima penegak hukum.")
        yield Problem("date_before_matter", text, field="due_on")


def kept_problems(row: JusticeDate, done_on: date) -> Iterator[Problem]:
    """Before a day counts as kept: once, in the past, after the matter began."""
    yield from past_problems(done_on, "done_on", row.track.case)
    yield from _ended_date_problems(row)
    yield from running_problems(row.track)
    if done_on < row.track.reported_on:
        text = _("Tanggal ini sebelum perkara diterima penegak hukum.")
        yield Problem("kept_before_matter", text, field="done_on")


def _ended_date_problems(row: JusticeDate) -> Iterator[Problem]:
    """A day is kept or called off once, and stays where it was then."""
    if row.done_on is not None:
        yield Problem("date_kept_already", _("Tanggal ini sudah dicatat terlaksana."))
    if row.called_off_at is not None:
        yield Problem("date_called_off_already", _("Tanggal ini sudah dibatalkan."))


def _changed_date_problems(row: JusticeDate, reason: str) -> Iterator[Problem]:
    """A day that people entered is moved or called off while it is ahead, and somebody says why; the law's days are
    not (arts. 7, 21, 29)."""
    yield from _ended_date_problems(row)
    yield from running_problems(row.track)
    if row.is_counted:
        text = _("Tenggat ini dihitung menurut undang-undang: tidak dapat dipindah atau dibatalkan.")
        yield Problem("counted_date_stays", text, source=COUNTED)
    if not reason.strip():
        yield Problem("date_change_without_reason", _("Tuliskan alasannya."), field="reason")


def moved_problems(row: JusticeDate, due_on: date, place: str, reason: str) -> Iterator[Problem]:
    """Before a day is moved: to another day or place, after the matter was reported."""
    yield from _changed_date_problems(row, reason)
    if due_on < row.track.reported_on:
        text = _("Tanggal ini sebelum perkara diterima penegak hukum.")
        yield Problem("date_before_matter", text, field="due_on")
    if (due_on, place.strip()) == (row.due_on, row.place):
        text = _("Tanggal dan tempat ini sudah tercatat. Isi yang baru.")
        yield Problem("date_moved_nowhere", text, field="due_on")


def called_off_problems(row: JusticeDate, reason: str) -> Iterator[Problem]:
    """Before a day is called off."""
    yield from _changed_date_problems(row, reason)


def duty_problems(track: ChildInJustice, done_on: date, done_by: str, note: str) -> Iterator[Problem]:
    yield from past_problems(done_on, "done_on", track.case)
    if not done_by.strip():
        yield Problem("duty_without_doer", _("Tuliskan siapa yang melakukannya."), field="done_by")
    if not note.strip():
        yield Problem("duty_without_note", _("Tuliskan apa yang dilakukan."), field="note")


def sending_problems(
    track: ChildInJustice, report: SocialReport, contact: JusticeContact, sent_on: date
) -> Iterator[Problem]:
    """Before a social report counts as sent: a signed one of this case, to somebody of this matter, once."""
    yield from past_problems(sent_on, "sent_on", track.case)
    if report.case_id != track.case_id or contact.track_id != track.pk:
        yield Problem("report_of_another_case", _("Pilih laporan dan penerima dari kasus ini."), field="report")
    if report.signed_at is None:
        text = _("Tandatangani laporan sosial sebelum disampaikan.")
        yield Problem("report_unsigned", text, field="report")
    if track.reports.filter(report=report, contact=contact).exists():
        text = _("Laporan ini sudah disampaikan kepada pihak itu.")
        yield Problem("report_sent_already", text, field="contact")


def young_problems(
    track: ChildInJustice, *, decision: str, decided_on: date, parties: list[str], programme_at: str, until: date | None
) -> Iterator[Problem]:
    """Before the decision of the three parties is recorded (art. 21): of a child under 12, by all three, a programme
    with its place and no longer than the setting says."""
    case = track.case
    yield from running_problems(track)
    yield from past_problems(decided_on, "decided_on", case)
    if not track.is_young_offender:
        text = _("Keputusan ini hanya untuk anak di bawah 12 tahun saat perbuatan.")
        yield Problem("not_under_twelve", text, source=YOUNG)
    if not all(name.strip() for name in parties):
        text = _("Tuliskan ketiga pihak: penyidik, pembimbing kemasyarakatan, dan pekerja sosial.")
        yield Problem("young_party_missing", text, source=YOUNG, field="investigator")
    if decision != YoungDecision.PROGRAMME:
        return
    months = value_for("young_programme_months", case.office, on=decided_on)
    if not programme_at.strip() or until is None:
        text = _("Tuliskan lembaga pelaksana program dan sampai kapan.")
        yield Problem("programme_incomplete", text, source=YOUNG, field="until")
    elif not decided_on < until <= add_months(decided_on, months):
        text = _("Program berjalan paling lama %(n)d bulan sejak keputusan.")
        yield Problem("programme_too_long", text % {"n": months}, source=YOUNG, field="until")


def outcome_problems(track: ChildInJustice, outcome: str, outcome_on: date, note: str) -> Iterator[Problem]:
    """Before the end of the matter is recorded: an outcome that the child's role and age allow."""
    yield from past_problems(outcome_on, "outcome_on", track.case)
    if outcome_on < track.reported_on:
        text = _("Tanggal ini sebelum perkara diterima penegak hukum.")
        yield Problem("outcome_before_matter", text, field="outcome_on")
    if outcome not in outcomes_of(track):
        text = _("Hasil ini tidak mungkin untuk peran dan umur anak dalam perkara ini.")
        yield Problem("outcome_unfit", text, source=LAW, field="outcome")
    if outcome == JusticeOutcome.DIVERSION and not track.dates.filter(kind__in=DIVERSION_DATES).exists():
        text = _("Diversi belum dicatat diupayakan pada perkara ini.")
        yield Problem("diversion_not_begun", text, source=DIVERSION, field="outcome")
    if not note.strip():
        yield Problem("outcome_without_note", _("Tuliskan isi kesepakatan atau putusannya."), field="outcome_note")


def outcomes_of(track: ChildInJustice) -> frozenset[JusticeOutcome]:
    """How a matter may end for this child."""
    if track.role != JusticeRole.OFFENDER:
        return OUTCOMES_OF_OTHERS
    return OUTCOMES_OF_YOUNG if track.is_young_offender else OUTCOMES_OF_OFFENDER


def open_matter_problems(case: Case) -> list[Problem]:
    """Before a case is closed: a matter that still runs needs a reason (soft)."""
    if not ChildInJustice.objects.filter(case=case, outcome="").exists():
        return []
    text = _("Proses hukumnya belum berakhir. Tenggat yang tersisa ikut berhenti bila kasus ditutup.")
    return [Problem("justice_open", text, "soft")]
