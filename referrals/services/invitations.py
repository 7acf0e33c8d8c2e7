"""Inviting people to a review (domain.md 5.3 "Review attendees")."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, require, require_no_problems

from ..models import PlacementReview, ReviewInvitation
from ..notifications import tell_invited
from ..permissions import can_hold_review
from .review_locks import locked_review, require_open


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to invite: a role of Attendee, and the name where it is known."""

    role: str
    name: str = ""


@transaction.atomic
def invite_to_review(
    *, review: PlacementReview, by: Actor, meets_at: datetime, place: str, invitees: Sequence[Invitee]
) -> PlacementReview:
    """Say when and where the review meets, and who is invited; a second call replaces the first. Those of them who use
    the system are told. Raises NotAllowed, RuleViolation."""
    review = locked_review(review)
    require(can_hold_review(by, review), _("Hanya petugas kasus dan lembaga pengasuh yang mengundang."))
    require_open(review)
    require_no_problems(_problems(meets_at, invitees))
    review.meets_at, review.meeting_place = meets_at, place.strip()
    review.save(update_fields=["meets_at", "meeting_place"])
    _write(review, by, {invitee.role: invitee.name.strip() for invitee in invitees})
    tell_invited(review, by=by)
    roles = [each.role for each in invitees]
    data = {"case": review.placement.case_id, "meets_at": meets_at.isoformat(), "roles": roles}
    record("review.invite", review, by=by, data=data)
    return review


def _problems(meets_at: datetime, invitees: Sequence[Invitee]) -> list[Problem]:
    problems = []
    if meets_at < timezone.now():
        problems.append(Problem("meeting_in_past", _("Waktu pertemuan sudah lewat."), field="meets_at"))
    if not invitees:
        problems.append(Problem("nobody_invited", _("Pilih siapa yang diundang."), field="roles"))
    return problems


def _write(review: PlacementReview, by: Actor, names: dict[str, str]) -> None:
    review.invitations.exclude(role__in=names).delete()
    ReviewInvitation.objects.bulk_create(
        [
            ReviewInvitation(review=review, role=role, name=name, invited_at=timezone.now(), invited_by_id=by.user_id)
            for role, name in names.items()
        ],
        update_conflicts=True,
        unique_fields=["review", "role"],
        update_fields=["name", "invited_at", "invited_by"],
    )
