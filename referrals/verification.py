"""Whether an official paper is genuine: all that anybody may learn from its code (UU 27/2022: no name, no category)."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.documents.models import OfficialPaper
from atensi.documents.services import read_code
from atensi.documents.states import PaperKind
from atensi.reference.workdays import local_day, today_in
from cases.transfers import office_at

from .eligibility.revoking import is_revoked
from .models import CareDecision, DecisionRevision, DecisionRevocation, PlacementExtension, PlacementReview
from .states import DecisionOutcome


@dataclass(frozen=True, slots=True)
class Genuine:
    """A paper that ATENSI made. status: whether it is in force today."""

    number: str
    signed_on: date
    office: str
    status: str | Promise


def genuine_paper(code: str) -> Genuine | None:
    """The paper with the verification `code`, None when there is none: at most five queries."""
    stored = read_code(code)
    if not stored:
        return None
    rows = (
        CareDecision.objects.filter(document__verification_code=stored)
        .select_related("deciding_office__region")
        .prefetch_related("revisions")
    )
    decision = rows.first()
    if decision is None:
        return _review(stored) or _official(stored)
    office = decision.deciding_office
    signed_on = local_day(decision.signed_at, office.region)
    return Genuine(decision.number, signed_on, office.name, _status(decision, today_in(office.region)))


def _review(code: str) -> Genuine | None:
    rows = PlacementReview.objects.filter(document__verification_code=code).select_related(
        "placement__case__office__region"
    )
    review = rows.first()
    if review is None:
        return None
    office = office_at(review.placement.case, review.recorded_at)
    held_on = local_day(review.recorded_at, office.region)
    return Genuine(review.number, held_on, office.name, _("Tinjauan sudah dilaksanakan"))


def _official(code: str) -> Genuine | None:
    """A paper of a case; one that a later version replaced is genuine, and valid no more."""
    paper = OfficialPaper.objects.filter(document__verification_code=code).select_related("replaced_by").first()
    if paper is None:
        return None
    return Genuine(paper.number, paper.dated_on, paper.office_name, _official_status(paper))


def _official_status(paper: OfficialPaper) -> str | Promise:
    """A change of a decision, or an extension, is in force as long as the care is that it tells of."""
    if paper.kind == PaperKind.REVISION:
        rows = DecisionRevision.objects.filter(paper=paper).select_related("decision__deciding_office__region")
        decision = rows.prefetch_related("decision__revisions").get().decision
        return _status(decision, today_in(decision.deciding_office.region))
    if paper.kind == PaperKind.EXTENSION:
        rows = PlacementExtension.objects.filter(paper=paper).select_related("office__region", "placement__decision")
        return _extension_status(rows.get())
    return _("Sudah diganti versi baru") if paper.is_replaced else _("Berlaku")


def _extension_status(extension: PlacementExtension) -> str | Promise:
    placement = extension.placement
    if extension.until_on < today_in(extension.office.region):
        return _("Sudah berakhir")
    shorter = placement.planned_end_on is not None and placement.planned_end_on < extension.until_on
    if shorter or not placement.is_open or is_revoked(placement.decision):
        return _("Tidak berlaku lagi")
    return _("Berlaku")


def _status(decision: CareDecision, today: date) -> str | Promise:
    revoked = DecisionRevocation.objects.filter(decision=decision).first()
    if revoked is not None:
        day = local_day(revoked.signed_at, decision.deciding_office.region)
        return _("Dicabut pada %(day)s") % {"day": date_words(day)}
    if decision.outcome == DecisionOutcome.REJECTED:
        return _("Ditolak")
    end = decision.valid_until
    if end is not None and end < today:
        return _("Sudah berakhir")
    if decision.starts_on > today:
        return _("Belum mulai berlaku")
    if end != decision.ends_on:
        return _("Diubah, berlaku sampai %(day)s") % {"day": date_words(end)}
    if decision.revisions.all():
        return _("Diubah, masih berlaku")
    return _("Berlaku")
