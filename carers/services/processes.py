"""Opening the way of a child to kin, a guardian or adoption, writing down its steps, withdrawing one, and ending it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from cases.eligibility.common import open_problems
from cases.event_states import EventKind
from cases.models import Case, FamilyMember
from cases.services.events import add_event
from cases.services.locks import locked_case

from ..eligibility.processes import ending_problems, opening_problems, step_problems, withdrawal_problems
from ..models import CareProcess, CareProcessStep
from ..permissions import can_lead_process, can_record_step
from ..states import Verdict
from ..ways import HEARING, step_of
from .hearings import drop_hearings_of, keep_hearing, reopen_hearing
from .locks import locked_process
from .matching import end_choice_of

ONLY_THEY = _("Hanya pekerja sosial kasus ini dan penyelianya; izin dan rekomendasi dicatat pejabat pemutus.")


@transaction.atomic
@in_record_language
def open_care_process(*, case: Case, form: str, by: Actor, relative: FamilyMember | None = None) -> CareProcess:
    """Begin the way to `form` of care. relative: of the way to kin with whom. Raises NotAllowed, RuleViolation."""
    case = locked_case(case)
    require(can_lead_process(by, case), ONLY_THEY)
    require_no_problems([*open_problems(case), *opening_problems(case, form, relative)])
    process = CareProcess.objects.create(case=case, form=form, relative=relative, opened_by_id=by.user_id)
    words = _("%(form)s: proses dibuka") % {"form": process}
    if relative is not None:  # never the name: of a restricted case the story names nobody
        words += f" ({relative.get_relation_display()})"
    add_event(case=case, kind=EventKind.CARE_STEP, by=by, text=words)
    told = {"process": process.pk, "form": form, "relative": process.relative_id}
    record("care_process.open", case, by=by, data=told)
    return process


@transaction.atomic
@in_record_language
def record_care_step(
    *,
    process: CareProcess,
    code: str,
    verdict: str,
    done_on: date,
    by: Actor,
    paper_number: str = "",
    body: str = "",
    note: str = "",
) -> CareProcessStep:
    """Write down that one step was taken, and what came of it. body: the court, office or team. Raises NotAllowed,
    RuleViolation."""
    process = locked_process(process)
    case, asked = process.case, step_of(process.form, code)
    require(can_lead_process(by, case) if asked is None else can_record_step(by, case, asked), ONLY_THEY)
    said = {"verdict": verdict, "done_on": done_on, "paper_number": paper_number, "body": body, "note": note}
    require_no_problems([*open_problems(case), *step_problems(process, code, **said)])
    step = CareProcessStep.objects.create(
        process=process,
        code=code,
        verdict=verdict,
        done_on=done_on,
        paper_number=paper_number.strip(),
        body=body.strip(),
        note=note.strip(),
        recorded_by_id=by.user_id,
    )
    if code == HEARING:
        keep_hearing(step=step)
    words = f"{process}: {step}, {step.get_verdict_display()}"
    add_event(case=case, kind=EventKind.CARE_STEP, by=by, text=words)
    keep_deadlines(cases=[case.pk], by=by)
    record("care_step.record", case, by=by, data={"step": step.pk, "code": code, "verdict": verdict})
    return step


@transaction.atomic
@in_record_language
def withdraw_care_step(*, step: CareProcessStep, reason: str, by: Actor) -> CareProcessStep:
    """Say that a step was written down wrongly: another row with the reason, and neither counts. Whoever may record the
    step may withdraw it. Raises NotAllowed, RuleViolation."""
    process = locked_process(step.process)
    case, asked = process.case, step_of(process.form, step.code)
    require(can_lead_process(by, case) if asked is None else can_record_step(by, case, asked), ONLY_THEY)
    step = CareProcessStep.objects.select_related("process").get(pk=step.pk)
    require_no_problems([*open_problems(case), *withdrawal_problems(step, reason)])
    made = CareProcessStep.objects.create(
        process=process,
        code=step.code,
        verdict=Verdict.NOT_MET,
        done_on=today_in(case.office.region),
        note=reason.strip(),
        withdraws=step,
        recorded_by_id=by.user_id,
    )
    if step.code == HEARING:
        reopen_hearing(step=step)
    words = _("%(form)s: %(step)s, catatan dicabut") % {"form": process, "step": step}
    add_event(case=case, kind=EventKind.CARE_STEP, by=by, text=words)
    keep_deadlines(cases=[case.pk], by=by)
    record("care_step.withdraw", case, by=by, data={"step": step.pk}, reason=reason)
    return made


@transaction.atomic
@in_record_language
def end_care_process(*, process: CareProcess, reason: str, by: Actor) -> CareProcess:
    """End a process that leads nowhere; another may begin. Raises NotAllowed, RuleViolation."""
    process = locked_process(process)
    case = process.case
    require(can_lead_process(by, case), ONLY_THEY)
    require_no_problems([*open_problems(case), *ending_problems(process, reason)])
    process.ended_on, process.ended_by_id = today_in(case.office.region), by.user_id
    process.end_reason = reason.strip()
    process.save(update_fields=["ended_on", "ended_by", "end_reason"])
    drop_hearings_of(process=process, reason=process.end_reason, by=by)
    end_choice_of(case=case, form=process.form, reason=process.end_reason, by=by)
    words = _("%(form)s: proses diakhiri") % {"form": process}
    add_event(case=case, kind=EventKind.CARE_STEP, by=by, text=words)
    record("care_process.end", case, by=by, data={"process": process.pk}, reason=reason)
    return process
