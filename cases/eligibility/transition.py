"""The plan for life from 18 on (domain.md 3.1)."""

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem

from ..models import Case
from ..transition import adult_on


def transition_problems(case: Case) -> list[Problem]:
    """Before the plan is written: the person was a child when the case was opened, by a birth date that is known."""
    birthday = adult_on(case)
    if birthday is None:
        text = _("Isi tanggal lahirnya dulu: rencana peralihan selesai sebelum ia berumur 18 tahun.")
        return [Problem("transition_without_birth_date", text)]
    if case.opened_at.date() >= birthday:
        text = _("Ia sudah dewasa ketika kasus dibuka. Pakai rencana intervensi.")
        return [Problem("transition_of_adult", text)]
    return []
