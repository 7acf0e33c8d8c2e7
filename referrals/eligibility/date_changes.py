"""Whether a review may be brought forward as somebody wants to."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.errors import Problem
from atensi.reference.workdays import today_in

from ..models import PlacementReview
from ..states import DateChangeReason
from .reviews import STANDARD


def pull_problems(review: PlacementReview, *, to: date, reason: str, note: str) -> list[Problem]:
    """Nearer than it is, not in the past, and by a person only in words (domain.md 5.3)."""
    problems = []
    if to >= review.due_on:
        text = _("Tinjauan ini sudah jatuh tempo %(date)s. Pilih tanggal sebelum itu.")
        words = text % {"date": date_words(review.due_on)}
        problems.append(Problem("pull_not_earlier", words, source=STANDARD, field="to"))
    if to < today_in(review.placement.case.office.region):
        problems.append(Problem("pull_in_past", _("Tanggal itu sudah lewat."), source=STANDARD, field="to"))
    if reason == DateChangeReason.BY_HAND and not note.strip():
        problems.append(Problem("pull_without_reason", _("Tulis alasannya."), source=STANDARD, field="note"))
    return problems
