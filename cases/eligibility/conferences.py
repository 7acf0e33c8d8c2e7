"""What stands against calling a conference, calling it off, and recording that it was held."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.errors import Problem

from ..hands import invitable
from ..models import Case, ConferenceCall, ConferenceGuest
from .common import heard_problems, past_problems


def call_problems(case: Case, *, meets_at: datetime, people: Collection[User], guests: Sequence[str]) -> list[Problem]:
    """A conference is called once at a time, for a moment to come, with somebody asked who may know of the case."""
    problems = []
    if case.conference_calls.open().exists():
        text = _("Sudah ada undangan pembahasan. Catat hasilnya, atau batalkan dulu.")
        problems.append(Problem("conference_called_already", text))
    if meets_at < timezone.now():
        problems.append(Problem("conference_in_past", _("Waktu pertemuan sudah lewat."), field="meets_at"))
    if not people and not any(name.strip() for name in guests):
        problems.append(Problem("conference_without_guests", _("Pilih siapa yang diundang."), field="people"))
    chosen = {person.pk for person in people}
    if invitable(case).filter(pk__in=chosen).count() != len(chosen):
        text = _("Undang hanya orang yang menangani kasus ini; yang lain ditulis dengan nama dan peran.")
        problems.append(Problem("conference_guest_unfit", text, field="people"))
    return problems


def cancel_problems(call: ConferenceCall, reason: str) -> list[Problem]:
    """An open call is called off, with the reason."""
    if not call.is_open:
        return [Problem("conference_call_ended", _("Undangan ini sudah berakhir."))]
    if not reason.strip():
        text = _("Tuliskan mengapa pembahasan dibatalkan.")
        return [Problem("conference_cancel_without_reason", text, field="reason")]
    return []


def held_problems(
    case: Case,
    held_on: date,
    child_view: str,
    not_heard_reason: str,
    *,
    there: Sequence[str],
    call: ConferenceCall | None,
    came: Collection[ConferenceGuest],
) -> list[Problem]:
    """It has happened, somebody was there, those of the call that it answers, and the child was heard."""
    problems = past_problems(held_on, "held_on", case) + heard_problems(child_view, not_heard_reason)
    if not there:
        problems.append(Problem("conference_nobody_came", _("Catat siapa yang hadir."), field="attendees"))
    if any(call is None or guest.call_id != call.pk for guest in came):
        text = _("Yang hadir dipilih dari undangan pembahasan kasus ini.")
        problems.append(Problem("conference_guest_of_other_call", text, field="came"))
    return problems
