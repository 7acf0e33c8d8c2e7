"""The case page: who, how safe, which stage, what is due next, where on the way home, who is responsible."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import overview
from ..clusters import cluster_of
from ..consents import coverage
from ..ending import closings_of
from ..hooks import CASE_ACTIONS, CASE_PANELS, CaseAction, Due
from ..plan_states import OPEN_ACTIONS
from ..states import Stage
from ..transfers import offer_of
from ..transition import transition_of
from .page import CasePage, open_case, show

EVENTS_SHOWN, ACTIONS_SHOWN = 6, 5
# The paper that a stage waits for: the right it takes, what to do, the page where a draft of it may lie already.
NEXT_PAPER = {
    Stage.INTAKE: ("work", _("Catat kesepakatan"), "agreement_new"),
    Stage.AGREEMENT: ("sign", _("Kerjakan asesmen"), "assessments"),
    Stage.ASSESSMENT: ("sign", _("Kerjakan rencana"), "plan"),
}
SERVICE = ("work", _("Catat layanan"), "service_record")


def panels_at(page: CasePage, request: HttpRequest, *places: str) -> dict[str, list]:
    """The panels of higher rooms by place, each with its variables loaded."""
    found: dict[str, list] = {place: [] for place in places}
    for panel in CASE_PANELS:
        if panel.place in found:
            found[panel.place].append({"template": panel.template, "panel": panel.load(page.case, request.user)})
    return found


def main_act(page: CasePage, dues: Sequence[Due]) -> CaseAction | None:
    """The page's one filled button: first contact while it is due, then the paper that the stage waits for, then
    service; after-care for a closed case. None for a reader who may do none of it."""
    contact = next((due for due in dues if due.label is overview.FIRST_CONTACT), None)
    if contact and page.may.sign:
        return CaseAction(_("Catat kontak"), contact.url)
    if not page.case.is_open and page.may.visit and dues:
        return CaseAction(_("Catat kunjungan"), dues[0].url)
    for right, label, name in (NEXT_PAPER.get(page.case.stage, SERVICE), SERVICE):
        if getattr(page.may, right):
            return CaseAction(label, reverse(f"cases:{name}", args=[page.case.pk]))
    return None


def menu_of(page: CasePage, request: HttpRequest, act: CaseAction | None) -> list[CaseAction]:
    """What else the actor may do here beside `act`, and what higher rooms offer."""
    may = page.may
    own = [
        (may.work, SERVICE[1], SERVICE[2]),
        (may.work, _("Catat kontak"), "contact_record"),
        (may.work, _("Ubah data diri"), "beneficiary_edit"),
        (may.work, _("Catat kesepakatan"), "agreement_new"),
        (may.sign, _("Tulis asesmen"), "assessment_new"),
        (may.sign, _("Tulis laporan sosial"), "report_new"),
        (may.task, _("Tambah tugas"), "task_add"),
        (may.task, _("Pasang tanda"), "flag_raise"),
        (may.confer, _("Catat pembahasan kasus"), "conference_new"),
        (may.sign, _("Susun rencana"), "plan_new"),
        (may.work and page.of_child and not page.case.is_justice, _("Catat proses hukum"), "justice_record"),
        (may.work and page.of_child, _("Rencana peralihan"), "transition"),
        (may.move, _("Pindah tahap"), "stage_move"),
        (may.assign, _("Alihkan ke petugas lain"), "assign_worker"),
        (may.transfer, _("Limpahkan kasus"), "transfer_offer"),
        (may.close, _("Tutup kasus"), "close"),
        (may.reopen, _("Buka kembali kasus"), "reopen"),
    ]
    entries = [
        CaseAction(label, reverse(f"cases:{name}", args=[page.case.pk])) for allowed, label, name in own if allowed
    ]
    entries += [entry for offer in CASE_ACTIONS for entry in offer(request.actor, page.case)]
    return [entry for entry in entries if act is None or entry.url != act.url]


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """The summary; of a restricted case, for those who may only know of it, the masked one."""
    page = open_case(request, pk, tab="case")
    if not page.named:
        return show(request, page, "cases/case_masked.html")
    plan = overview.plan_in_force(page.case)
    categories = list(page.case.category_rows.select_related("code__cluster"))
    actions = overview.actions_of(plan)
    dues = overview.agenda(page.case, plan, is_assessed=page.case.is_assessed)
    act = main_act(page, dues)
    open_actions = [action for action in actions if action.state in OPEN_ACTIONS]
    context = {
        "plan": plan,
        "actions": open_actions[:ACTIONS_SHOWN],
        "actions_n": len(actions),
        "done_n": len(actions) - len(open_actions),
        "progress": overview.progress_of(plan),
        "pending_plan": overview.pending_plan(page.case),
        "act": act,
        "dues": dues[:ACTIONS_SHOWN],
        "safety": overview.safety(page.case),
        "next": overview.next_due(overview.soonest_first([*dues, *overview.action_dues(page.case, actions)])),
        "supervisor": overview.supervisor_of(page.case),
        "voice": overview.newest_child_view(page.case),
        "family": page.case.beneficiary.family.all(),
        "categories": categories,
        "coverage": coverage(page.case),
        "cluster": cluster_of(categories),
        "entries": [overview.entry_of(event) for event in page.case.events.select_related("by")[:EVENTS_SHOWN]],
        "menu": menu_of(page, request, act),
        "flags": overview.flags_of(page.case),
        "closings": closings_of(page.case),
        "offer": offer_of(page.case) if page.may.transfer else None,
        "transition": transition_of(page.case),
        "reentries": overview.reentries_of(page.case),
        "panels": panels_at(page, request, "head", "main", "side"),
    }
    return show(request, page, "cases/case.html", context)


@require_safe
def placements(request: HttpRequest, pk: int) -> HttpResponse:
    """The placement tab: panels of the room above."""
    page = open_case(request, pk, tab="placements")
    return show(request, page, "cases/case_placements.html", {"panels": panels_at(page, request, "placement")})
