"""The case page: who, how safe, which stage, what is due next, where on the way home, who is responsible."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import overview
from ..hooks import CASE_ACTIONS, CASE_PANELS, CaseAction
from ..states import ActionState
from .page import CasePage, open_case, show

EVENTS_SHOWN, ACTIONS_SHOWN = 6, 5


def panels_at(page: CasePage, request: HttpRequest, *places: str) -> dict[str, list]:
    """The panels of higher rooms by place, each with its variables loaded."""
    found: dict[str, list] = {place: [] for place in places}
    for panel in CASE_PANELS:
        if panel.place in found:
            found[panel.place].append({"template": panel.template, "panel": panel.load(page.case, request.user)})
    return found


def menu_of(page: CasePage, request: HttpRequest) -> list[CaseAction]:
    """Only what the actor may do here, and what higher rooms offer."""
    may = page.may
    own = [
        (may.work, _("Ubah data anak"), "beneficiary_edit"),
        (may.work, _("Lengkapi data anak"), "beneficiary_edit"),
        (may.work, _("Catat kesepakatan"), "agreement_new"),
        (may.sign, _("Tulis asesmen"), "assessment_new"),
        (may.sign, _("Tulis laporan sosial"), "report_new"),
        (may.confer, _("Catat pembahasan kasus"), "conference_new"),
        (may.sign, _("Susun rencana"), "plan_new"),
        (may.move, _("Pindah tahap"), "stage_move"),
        (may.assign, _("Alihkan ke petugas lain"), "assign_worker"),
        (may.close, _("Tutup kasus"), "close"),
    ]
    entries = [
        CaseAction(label, reverse(f"cases:{name}", args=[page.case.pk])) for allowed, label, name in own if allowed
    ]
    return entries + [entry for offer in CASE_ACTIONS for entry in offer(request.actor, page.case)]


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """The summary; of a restricted case, for those who may only know of it, the masked one."""
    page = open_case(request, pk, tab="case")
    if not page.named:
        return show(request, page, "cases/case_masked.html")
    plan = overview.plan_in_force(page.case)
    actions = overview.actions_of(plan)
    dues = overview.agenda(page.case, plan, is_assessed=page.case.is_assessed)
    open_actions = [action for action in actions if action.state == ActionState.PLANNED]
    context = {
        "plan": plan,
        "actions": open_actions[:ACTIONS_SHOWN],
        "actions_n": len(actions),
        "done_n": len(actions) - len(open_actions),
        "contact": next((due for due in dues if due.label is overview.FIRST_CONTACT), None),
        "dues": dues[:ACTIONS_SHOWN],
        "safety": overview.safety(page.case),
        "next": overview.next_due(overview.soonest_first([*dues, *overview.action_dues(page.case, actions)])),
        "supervisor": overview.supervisor_of(page.case),
        "voice": overview.newest_child_view(page.case),
        "family": page.case.beneficiary.family.all(),
        "categories": page.case.category_rows.select_related("code"),
        "entries": [overview.entry_of(event) for event in page.case.events.select_related("by")[:EVENTS_SHOWN]],
        "menu": menu_of(page, request),
        "panels": panels_at(page, request, "head", "main", "side"),
    }
    return show(request, page, "cases/case.html", context)


@require_safe
def placements(request: HttpRequest, pk: int) -> HttpResponse:
    """The placement tab: panels of the room above."""
    page = open_case(request, pk, tab="placements")
    return show(request, page, "cases/case_placements.html", {"panels": panels_at(page, request, "placement")})
