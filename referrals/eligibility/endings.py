"""Whether a placement ends by what somebody says happened, and a home may be switched off (domain.md 3.1, 5.3)."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.errors import Problem
from atensi.language import counted
from atensi.reference.workdays import local_day
from cases.transition import adult_on, transition_of
from institutions.models import Institution

from ..capacity import residents
from ..models import Placement
from ..states import HAPPENED, EndReason
from .homecoming import homecoming_problems

LAW_ADULT = _("UU 35/2014 pasal 1; rencana peralihan")
LAW_LEAVING = _("Permensos 30/HUK/2011, pengakhiran pelayanan")


def ending_problems(placement: Placement, *, on: date, reason: str, note: str) -> list[Problem]:
    """What stands against ending `placement` on `on` for `reason`, outside a review, hard first."""
    found: list[Problem] = []
    if reason in HAPPENED and not note.strip():
        text = _("Tulis apa yang terjadi, kapan, dan siapa yang mengetahuinya.")
        found.append(Problem("end_without_note", text, source=LAW_LEAVING, field="note"))
    if reason == EndReason.AGED_OUT:
        found += _age_problems(placement, on)
    elif reason == EndReason.DIED:
        found += _death_problems(placement, on)
    elif reason == EndReason.REUNIFIED:
        missing = homecoming_problems(placement=placement, on=on)
        found += [problem for problem in missing if problem.is_hard]  # a review keeps reasons for the rest
    return sorted(found, key=lambda problem: not problem.is_hard)


def _age_problems(placement: Placement, on: date) -> list[Problem]:
    """Nobody ages out before the 18th birthday, nor of a case that began after it (hard), nor without a plan for the
    life after it (soft)."""
    birthday = adult_on(placement.case)
    if birthday is None:
        text = _("Isi tanggal lahirnya dulu: berakhir karena umur hanya mulai ulang tahun ke-18.")
        return [Problem("not_of_age", text, source=LAW_ADULT, field="reason")]
    if on < birthday:
        text = _("Ia baru berumur 18 tahun pada %(date)s. Sebelum itu penempatan tidak berakhir karena umur.")
        return [Problem("not_of_age", text % {"date": date_words(birthday)}, source=LAW_ADULT, field="on")]
    if local_day(placement.case.opened_at, placement.case.office.region) >= birthday:
        text = _("Ia sudah dewasa saat kasus dibuka. Penempatan orang dewasa tidak berakhir karena umur.")
        return [Problem("not_of_age", text, source=LAW_ADULT, field="reason")]
    transition = transition_of(placement.case)
    if transition is not None and transition.is_asked:
        text = _("Rencana peralihan belum lengkap: di mana ia tinggal, dari apa ia hidup, siapa yang mendukungnya.")
        return [Problem("transition_plan_missing", text, "soft", LAW_ADULT, "reason")]
    return []


def _death_problems(placement: Placement, on: date) -> list[Problem]:
    """One day of death, wherever it is written."""
    died_on = placement.beneficiary.died_on
    if died_on is None or died_on == on:
        return []
    text = _("Tercatat meninggal pada %(date)s. Pakai hari yang sama, atau perbaiki dulu data dirinya.")
    return [Problem("died_another_day", text % {"date": date_words(died_on)}, field="on")]


def switching_off_problems(institution: Institution) -> Sequence[Problem]:
    """For `institutions.hooks.SWITCH_OFF_CHECKS`: a home with children in it is not taken off the list (hard)."""
    children = residents().filter(institution=institution).count()
    if not children:
        return []
    text = counted(
        "Masih ada %(children)d anak yang tinggal di sini. Pindahkan atau pulangkan dulu.", children=children
    )
    return [Problem("residents_left", text, source=LAW_LEAVING, field="is_active")]
