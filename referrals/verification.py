"""Whether an official paper is genuine: all that anybody may learn from its code (UU 27/2022: no name, no category)."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atensi.documents.services import read_code

from .models import CareDecision, PlacementReview


@dataclass(frozen=True, slots=True)
class Genuine:
    """A paper that ATENSI made. status: whether it is in force today."""

    number: str
    signed_on: date
    office: str
    status: str | Promise


def genuine_paper(code: str) -> Genuine | None:
    """The paper with the verification `code`, None when there is none: at most two queries."""
    stored = read_code(code)
    if not stored:
        return None
    rows = CareDecision.objects.filter(document__verification_code=stored).select_related("deciding_office")
    decision = rows.first()
    if decision is None:
        return _review(stored)
    signed_on = timezone.localdate(decision.signed_at)
    return Genuine(decision.number, signed_on, decision.deciding_office.name, _status(decision, timezone.localdate()))


def _review(code: str) -> Genuine | None:
    rows = PlacementReview.objects.filter(document__verification_code=code).select_related("placement__case__office")
    review = rows.first()
    if review is None:
        return None
    office = review.placement.case.office.name
    return Genuine(review.number, timezone.localdate(review.recorded_at), office, _("Tinjauan sudah dilaksanakan"))


def _status(decision: CareDecision, today: date) -> Promise:
    if decision.ends_on is not None and decision.ends_on < today:
        return _("Sudah berakhir")
    return _("Berlaku") if decision.starts_on <= today else _("Belum mulai berlaku")
