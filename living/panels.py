"""What this room shows on the page of a case and of a home."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from cases.hooks import CaseAction
from cases.hooks import Panel as CasePanel
from cases.models import Case
from cases.permissions import can_oversee, can_work_on
from institutions.hooks import Panel
from institutions.models import Institution
from referrals.stays import away, stays_of

from .models import Incident

SHOWN = 20


def incidents_of(case: Case, user: Any) -> dict[str, Any]:
    """What happened to the child in homes, newest first: one query."""
    rows = Incident.objects.filter(children__placement__case=case).select_related("institution")
    return {"incidents": list(rows.order_by("-happened_at", "-pk")[:SHOWN])}


def actions(actor: Actor, case: Case) -> list[CaseAction]:
    """Write down what happened in the home where the child lives now. At most one query."""
    stay = next((stay for stay in stays_of(case) if stay.is_open and stay.is_residential), None)
    if stay is None or not (can_work_on(actor, case) or can_oversee(actor, case)):
        return []
    address = reverse("living:incident_create", args=[stay.institution_id])
    return [CaseAction(_("Catat kejadian di lembaga"), f"{address}?anak={stay.pk}")]


def of_home(home: Institution, user: Any) -> dict[str, Any]:
    """How many incidents of a home the user may read, and how many stand open: one query. Nothing for a body that is no
    residence."""
    if not home.is_residence:
        return {"shown": False}
    rows = Incident.objects.visible_to(user).filter(institution=home)
    counts = rows.aggregate(count=Count("pk"), open=Count("pk", filter=Q(closed_at=None)))
    return counts | {"shown": True}


def life_of(case: Case, user: Any) -> dict[str, Any]:
    """The stay that runs now: who cares for the child, whether it is on leave, the family's last contact: three
    queries, none while the child lives nowhere."""
    stays = stays_of(case)
    stay = next((stay for stay in stays if stay.is_open), None)
    if stay is None:
        return {"stay": None}
    return {
        "stay": stay,
        "away": away(stays),
        "care": stay.caregiving.filter(until=None).select_related("caregiver").first(),
        "leave": stay.leaves.filter(back_on=None).first(),
        "contact": stay.family_contacts.first(),
    }


LIFE = CasePanel("life", "placement", "living/_panel_life.html", life_of)
INCIDENTS = CasePanel("incidents", "placement", "living/_panel_incidents.html", incidents_of)
OF_HOME = Panel("incidents", "side", "living/_panel_home.html", of_home)
