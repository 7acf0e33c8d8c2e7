"""Care plans and the services they lead to."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.errors import Problem
from atensi.reference.models import Code

from ..hooks import PLAN_CHECKS
from ..models import CarePlan, CarePlanAction, Case, ContactBan, FamilyMember
from ..plan_states import ActionState, ContactPace, SiblingPlan
from ..states import RESIDENTIAL_FORMS, Base
from .common import (
    LKSA_STANDARD,
    STAGES_SOURCE,
    credential_problems,
    has_comprehensive,
    has_signed_plan,
    heard_problems,
    open_problems,
    past_problems,
)

# What one plan may hold: more, nobody carries out or reads.
MAX_GOALS, MAX_ACTIONS = 6, 12


def plan_item_problems(case: Case) -> list[Problem]:
    """Before a plan gets new items: the case is open, and no higher room objects (a review overdue for too long)."""
    return open_problems(case) + [problem for check in PLAN_CHECKS for problem in check(case)]


def plan_problems(plan: CarePlan, by: Actor) -> list[Problem]:
    """Before a plan is signed (domain.md 5.4): assessed, heard, whole, with its parties, and family first."""
    problems = plan_item_problems(plan.case)
    if not has_comprehensive(plan.case):
        text = _("Rencana disusun setelah asesmen lanjutan ditandatangani.")
        problems.append(Problem("assessment_missing", text, source=LKSA_STANDARD))
    if plan.case.beneficiary.is_child:
        problems += heard_problems(plan.child_view, plan.child_not_heard_reason)
    goals = list(plan.goals.prefetch_related("actions"))
    if not goals or any(not goal.actions.all() for goal in goals):
        text = _("Setiap tujuan perlu sedikitnya satu kegiatan, dan rencana perlu sedikitnya satu tujuan.")
        problems.append(Problem("plan_without_action", text, source=_("Permensos 7/2021")))
    if any(not goal.domain or not goal.need for goal in goals) or any(
        not action.indicator for goal in goals for action in goal.actions.all()
    ):
        text = _("Sebutkan bidang dan kebutuhan setiap tujuan, dan tanda berhasil setiap kegiatan.")
        problems.append(Problem("plan_need_incomplete", text, source=LKSA_STANDARD))
    problems += contact_problems(list(plan.contacts.select_related("member")))
    if not plan.family_signatory and not plan.office_is_party:
        text = _("Rencana ditandatangani keluarga. Bila keluarga tidak ada, Dinas Sosial menjadi pihak.")
        problems.append(Problem("plan_without_party", text, source=LKSA_STANDARD, field="family_signatory"))
    if not plan.child_signs and not plan.child_not_signed_reason.strip():
        text = _("Ia ikut menandatangani rencananya sendiri. Bila tidak bisa, tulis alasannya.")
        problems.append(Problem("plan_without_child", text, source=LKSA_STANDARD, field="child_signs"))
    actions = [action for goal in goals for action in goal.actions.all()]
    if not plan.institution_signatory and any(action.base == Base.RESIDENTIAL for action in actions):
        text = _("Rencana yang berjalan di lembaga ikut ditandatangani kepala lembaga. Isi namanya.")
        problems.append(Problem("plan_without_institution", text, source=LKSA_STANDARD, field="institution_signatory"))
    return problems + _family_first(plan, actions) + credential_problems(by, plan.case.office)


def contact_problems(contacts: Sequence[Any]) -> list[Problem]:
    """No contact is planned with somebody who may not have it; siblings are kept together, or it is said why not."""
    people = [one.member for one in contacts if one.pace != ContactPace.NONE]
    bans = {ban.member_id: ban for ban in ContactBan.objects.filter(member__in=people, lifted_at=None)}
    problems = [_forbidden(one, bans.get(one.pk)) for one in people if one.pk in bans or not one.may_contact]
    if any(one.pace != ContactPace.NONE and not one.way for one in contacts):
        text = _("Sebutkan bagaimana kontaknya: bertemu, menginap, telepon, atau surat.")
        problems.append(Problem("contact_without_way", text, source=LKSA_STANDARD, field="contacts"))
    if any(one.siblings == SiblingPlan.APART and not one.apart_reason.strip() for one in contacts):
        text = _("Saudara tinggal bersama. Bila terpisah, tuliskan mengapa.")
        problems.append(Problem("siblings_apart", text, source=LKSA_STANDARD, field="contacts"))
    alone = [one.member.name for one in contacts if one.member.is_alleged_harmer and not one.is_supervised]
    if alone and not problems:
        text = _("Kontak dengan %(names)s, yang diduga pelaku, direncanakan tanpa pendamping. Tuliskan mengapa aman.")
        problems.append(Problem("contact_unsupervised", text % {"names": ", ".join(alone)}, "soft", LKSA_STANDARD))
    return problems


def _forbidden(member: FamilyMember, ban: ContactBan | None) -> Problem:
    """Why contact with this person is not planned."""
    text = _("%(name)s tidak boleh kontak: hapus dari rencana kontak.") % {"name": member.name}
    if ban is None:
        return Problem("contact_forbidden", text, source=LKSA_STANDARD, field="contacts")
    basis = " ".join(part for part in (str(ban.get_basis_display()), ban.order_number) if part)
    return Problem("contact_forbidden", f"{text} {ban.reason}", source=basis, field="contacts")


def _family_first(plan: CarePlan, actions: Sequence[CarePlanAction]) -> list[Problem]:
    """Residential service comes after family and community; an institution is never the only aim (domain.md 4, 5.4)."""
    problems = []
    if any(action.base == Base.RESIDENTIAL for action in actions):
        text = _("Ada kegiatan berbasis residensial. Tuliskan mengapa basis keluarga dan komunitas belum cukup.")
        problems.append(Problem("residential_base", text, "soft", _("Permensos 7/2021")))
    institutional = plan.permanency_goal in RESIDENTIAL_FORMS
    if institutional and (not plan.concurrent_goal or plan.concurrent_goal in RESIDENTIAL_FORMS):
        text = _("Tujuan menetap di lembaga perlu tujuan cadangan berupa keluarga.")
        problems.append(Problem("institution_is_the_goal", text, "soft", LKSA_STANDARD, "concurrent_goal"))
    return problems


def service_problems(
    *,
    case: Case,
    provided_on: date,
    component: Code,
    activity: Code | None,
    action: CarePlanAction | None,
    is_aid: bool,
) -> list[Problem]:
    """Before a service is recorded: a plan in force (emergency aid excepted), and references that fit together."""
    problems = open_problems(case) + past_problems(provided_on, "provided_on", case)
    if not is_aid and not has_signed_plan(case):
        text = _("Layanan dicatat setelah rencana ditandatangani. Bantuan darurat boleh dicatat kapan saja.")
        problems.append(Problem("service_before_plan", text, source=STAGES_SOURCE, field="is_emergency_aid"))
    if activity is not None and activity.parent_id != component.pk:
        text = _("Kegiatan ini bukan bagian dari komponen yang dipilih.")
        problems.append(Problem("activity_of_other_component", text, source=_("Permensos 7/2021"), field="activity"))
    if action is not None and (action.goal.plan.case_id != case.pk or not action.goal.plan.is_signed):
        text = _("Kegiatan rencana ini bukan bagian dari rencana kasus yang berlaku.")
        problems.append(Problem("action_of_other_plan", text, field="action"))
    return problems


def progress_problems(action: CarePlanAction, to: str, reason: str, done_on: date | None) -> list[Problem]:
    """Before an action of the plan in force is moved: another state, its day when done, its reason when dropped."""
    case = action.goal.plan.case
    problems = open_problems(case)
    in_force = case.plans.filter(signed_at__isnull=False).first()
    if in_force is None or action.goal.plan_id != in_force.pk:
        text = _("Kegiatan rencana ini bukan bagian dari rencana kasus yang berlaku.")
        problems.append(Problem("action_of_other_plan", text, field="state"))
    if to == action.state:
        problems.append(Problem("action_stays", _("Keadaannya tidak berubah."), field="state"))
    if to == ActionState.CANCELLED and not reason.strip():
        problems.append(Problem("action_dropped_without_reason", _("Tuliskan mengapa dihentikan."), field="reason"))
    return problems + (past_problems(done_on, "done_on", case) if done_on else [])
