"""The way of a plan to approval: what its text waits for, who looks at it, when it may be signed (docs/adr/0027)."""

from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.errors import Problem

from ..hands import approvers_of
from ..models import CarePlan
from ..plan_states import NEXT_PLAN, PlanState
from .common import LKSA_STANDARD
from .plans import plan_problems


def step_problems(plan: CarePlan, to: str) -> list[Problem]:
    """A plan moves as NEXT_PLAN says; one that is signed moves no more."""
    if not plan.is_signed and to in NEXT_PLAN[plan.state]:
        return []
    text = _("Rencana ini sekarang: %(state)s. Muat ulang halamannya.") % {
        "state": str(plan.get_state_display()).lower()
    }
    return [Problem("plan_out_of_order", text)]


def next_step_problems(plan: CarePlan, by: Actor) -> list[Problem]:
    """What stands before an unsigned plan's next step: to be submitted, or to be signed."""
    problems = plan_problems(plan, by)
    if plan.is_editable and approvers_of(plan).exists():
        return problems
    return problems + signing_problems(plan, plan.case.plans.filter(signed_at__isnull=False).first())


def editing_problems(plan: CarePlan, by: Actor) -> list[Problem]:
    """Only a draft or a returned plan changes; what waits is what the supervisor reads. Who is the last one able to
    approve it does not write at it: four eyes would become two."""
    if not plan.is_editable:
        text = _("Rencana yang diajukan atau disetujui tidak berubah. Tarik kembali, atau susun versi baru.")
        return [Problem("plan_not_editable", text)]
    able = set(approvers_of(plan).values_list("pk", flat=True))
    if able == {by.user_id}:
        text = _(
            "Hanya Anda yang masih dapat menyetujui rencana ini, jadi Anda tidak ikut menulisnya. "
            "Kembalikan dengan catatan; penulisnya yang mengubah."
        )
        return [Problem("plan_loses_its_approver", text, source=LKSA_STANDARD)]
    return []


def submission_problems(plan: CarePlan, answer: str) -> list[Problem]:
    """One plan of a case waits at a time, for somebody who may approve it; a returned one answers the comment."""
    problems = step_problems(plan, PlanState.SUBMITTED)
    if plan.case.plans.filter(state=PlanState.SUBMITTED).exclude(pk=plan.pk).exists():
        text = _("Versi lain sedang menunggu persetujuan. Tarik kembali yang itu dulu.")
        problems.append(Problem("plan_waits_already", text))
    if plan.state == PlanState.RETURNED and not answer.strip():
        text = _("Jawab catatan penyelia: apa yang diubah, atau mengapa tidak.")
        problems.append(Problem("plan_answer_missing", text, field="answer"))
    if not approvers_of(plan).exists():
        text = _("Kantor ini tidak punya penyelia lain. Tanda tangani langsung dengan alasannya.")
        problems.append(Problem("plan_nobody_approves", text))
    return problems


def return_problems(plan: CarePlan, comment: str) -> list[Problem]:
    """A plan goes back with words that help."""
    problems = step_problems(plan, PlanState.RETURNED)
    if not comment.strip():
        text = _("Tuliskan apa yang perlu diperbaiki.")
        problems.append(Problem("plan_return_without_comment", text, field="comment"))
    return problems


def signing_problems(plan: CarePlan, former: CarePlan | None) -> list[Problem]:
    """The parties sign what was approved. Where nobody else of the office may approve, the signer says so (soft)."""
    problems = []
    if former is not None and former.version > plan.version:
        text = _("Versi yang lebih baru sudah ditandatangani. Susun versi baru dari yang itu.")
        problems.append(Problem("plan_superseded", text))
    if plan.state == PlanState.APPROVED:
        return problems
    if approvers_of(plan).exists():
        text = _("Rencana ditandatangani setelah penyelia menyetujuinya. Ajukan dulu.")
        return [*problems, Problem("plan_not_approved", text, source=LKSA_STANDARD)]
    text = _("Kantor ini tidak punya penyelia lain yang dapat menyetujui. Tuliskan siapa yang ikut menimbang.")
    return [*problems, Problem("plan_without_second_look", text, "soft", LKSA_STANDARD)]
