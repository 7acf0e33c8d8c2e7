"""What the case page shows of its referrals: where each stands, what is due, and the way to a new one."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from cases.hooks import CaseAction, Due, Panel
from cases.models import Case

from .models import CareDecision, PlaceHold, Referral
from .permissions import can_send

SHOWN = 5


def load(case: Case, user: User) -> dict[str, Any]:
    """The newest referrals and decisions of the case, and the place that is held for it: three queries."""
    rows = Referral.objects.filter(case=case).select_related("to_institution").order_by("-sent_at", "-pk")
    decisions = CareDecision.objects.filter(case=case).order_by("-signed_at")
    hold = PlaceHold.objects.standing().filter(case=case).select_related("institution").first()
    return {"referrals": list(rows[:SHOWN]), "decisions": list(decisions[:SHOWN]), "hold": hold}


PANEL = Panel("referrals", "side", "referrals/_panel_referrals.html", load)


def dues(case: Case) -> list[Due]:
    """Answers that others owe this case: one query."""
    rows = Referral.objects.needing_answer().filter(case=case).select_related("to_institution")
    words = _("Jawaban rujukan, %(name)s")
    return [
        Due(words % {"name": row.to_institution.name}, row.answer_due_on, reverse("referrals:detail", args=[row.pk]))
        for row in rows
    ]


def actions(actor: Actor, case: Case) -> list[CaseAction]:
    """Refer, for whoever works on an open case."""
    if not case.is_open or not can_send(actor, case):
        return []
    return [CaseAction(_("Rujuk"), f"{reverse('referrals:referral_create')}?kasus={case.pk}")]
