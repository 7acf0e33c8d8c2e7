"""What stands on the paper of a held review, in the order of the paper: plain data for a Typst template."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.clock import date_words
from atensi.language import RECORD_LANGUAGE

from .models import Placement, PlacementReview
from .states import Attendee


def review_paper(review: PlacementReview, *, code: str, by: Actor) -> dict[str, Any]:
    """The data of `placement_review.typ`. `review` is not saved as held yet: its paper is made with it."""
    office = review.placement.case.office
    contact = ", ".join(filter(None, [office.phone, office.email]))
    return {
        "language": RECORD_LANGUAGE,
        "number": review.number,
        "code": code,
        "letterhead": [line for line in (office.name, office.address.replace("\n", ", "), contact) if line],
        "words": _words(),
        "facts": _facts(review),
        "sections": [list(pair) for pair in _sections(review) if pair[1]],
        "goals": [[f.goal.text, str(f.get_progress_display()), f.findings] for f in _goal_findings(review)],
        "reasons": list(review.soft_reasons.values()),
        "signed_on": date_words(review.recorded_at),
        "signed_place": office.region.name,
        "signer": str(User.objects.get(pk=by.user_id)),
    }


def _goal_findings(review: PlacementReview):
    return review.goal_findings.select_related("goal")


def _words() -> dict[str, Any]:
    address = (settings.CSRF_TRUSTED_ORIGINS or [""])[0]
    return {
        "title": _("Tinjauan penempatan"),
        "number": _("Nomor"),
        "goals": _("Tujuan rencana"),
        "goal_heads": [_("Tujuan"), _("Kemajuan"), _("Temuan")],
        "reasons": _("Alasan yang ditulis"),
        "signed_at": _("Dicatat di"),
        "signed_on": _("Pada tanggal"),
        "signer_role": _("Pencatat tinjauan"),
        "signature": _(
            "Ditandatangani secara elektronik di ATENSI. Keasliannya diperiksa dengan kode di kaki halaman."
        ),
        "verify": _("Keaslian: %(address)s, kode") % {"address": f"{address or 'ATENSI'}/periksa/"},
    }


def _facts(review: PlacementReview) -> list[list[str]]:
    """The head of the paper: whose review, where, by what title, when, who came, what was decided."""
    placement = review.placement
    came = ", ".join(str(Attendee(code).label) for code in review.attendees) or _("tidak dicatat")
    rows = [
        (_("Kasus"), placement.case.number),
        (_("Anak"), str(placement.case.beneficiary)),
        (_("Tempat"), placement.place_name),
        (_("Dasar"), _title_words(placement)),
        (_("Sejak"), date_words(placement.starts_on)),
        (_("Tinjauan ke"), str(review.sequence)),
        (_("Jatuh tempo"), date_words(review.due_on)),
        (_("Dilaksanakan"), date_words(review.held_on)),
        (_("Hadir"), came),
        (_("Hasil"), str(review.get_outcome_display())),
        (_("Tinjauan berikutnya"), date_words(review.next_due_on) if review.next_due_on else ""),
    ]
    return [[str(label), words] for label, words in rows if words]


def _title_words(placement: Placement) -> str:
    """By what right the child is there, without the number of a court's order, which tells too much."""
    number = placement.decision.number if placement.decision else ""
    return f"{placement.get_title_display()} {number}".strip()


def _sections(review: PlacementReview) -> list[tuple[str, str]]:
    not_heard = _("Belum didengar: %(reason)s")
    child = review.child_view or not_heard % {"reason": review.child_not_heard_reason}
    family = review.family_view or not_heard % {"reason": review.family_not_heard_reason}
    return [
        (_("Suara anak"), child),
        (_("Suara orang tua atau keluarga"), family),
        (_("Temuan"), review.findings),
        (_("Rekomendasi"), review.recommendation),
    ]
