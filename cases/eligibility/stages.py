"""The order of stages, and closing."""

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem

from ..ending import Ending, goals_in_force
from ..hooks import CLOSING_CHECKS
from ..models import Case
from ..states import EARLY_CLOSURES, STAGE_ORDER, Stage, can_move
from .common import LKSA_STANDARD, STAGES_SOURCE, has_comprehensive, has_signed_plan, heard_problems, open_problems
from .justice import open_matter_problems


def stage_problems(case: Case, to: str, reason: str) -> list[Problem]:
    """Before the case moves to stage `to` (domain.md 4.2, hard): one step on, or back to assessment or plan with a
    reason; and what each stage stands on."""
    if not can_move(case.stage, to):
        text = _("Tahap berjalan berurutan: dari %(now)s tidak bisa langsung ke %(to)s.")
        words = {"now": case.get_stage_display(), "to": Stage(to).label}
        return [Problem("stage_out_of_order", text % words, source=STAGES_SOURCE, field="to")]
    if to == Stage.CLOSE:
        text = _("Penutupan memerlukan evaluasi akhir dan alasan. Pakai halaman Tutup kasus.")
        return [Problem("close_needs_evaluation", text, source=STAGES_SOURCE, field="to")]
    back = STAGE_ORDER.index(to) < STAGE_ORDER.index(case.stage)
    if back and not reason.strip():
        text = _("Tuliskan mengapa kasus kembali ke tahap ini.")
        return [Problem("step_back_without_reason", text, source=STAGES_SOURCE, field="reason")]
    closed = [] if to == Stage.AFTERCARE else open_problems(case)
    return closed if back else closed + _entry_problems(case, to)


def _entry_problems(case: Case, to: str) -> list[Problem]:
    """What must be there before a case enters a stage."""
    if to == Stage.AGREEMENT and not case.category_rows.exists():
        text = _("Pilih kategori sebelum kasus keluar dari penerimaan.")
        return [Problem("category_missing", text, source=_("UU 35/2014 pasal 59 ayat (2)"))]
    if to == Stage.ASSESSMENT and not case.agreements.of_service().exists():
        text = _("Catat kesepakatan sebelum asesmen lanjutan.")
        return [Problem("agreement_missing", text, source=LKSA_STANDARD)]
    if to == Stage.PLAN and not has_comprehensive(case):
        text = _("Tandatangani asesmen lanjutan sebelum menyusun rencana.")
        return [Problem("assessment_missing", text, source=LKSA_STANDARD)]
    if to == Stage.IMPLEMENT and not has_signed_plan(case):
        text = _("Pelaksanaan dimulai dengan rencana yang sudah ditandatangani. Bantuan darurat tidak menunggu.")
        return [Problem("plan_missing", text, source=STAGES_SOURCE)]
    return []


def closing_problems(case: Case, reason: str, evaluation: str, ending: Ending) -> list[Problem]:
    """Before a case is closed (domain.md 4.2, 5.3, 9): final evaluation; monitored, conferred, the child heard, every
    goal of the plan in force judged, unless it ends where it stands; and whatever a higher room holds against it.

    reason: code of the closure reason, "" when none is chosen yet.
    """
    problems = open_problems(case)
    if not evaluation.strip():
        text = _("Tuliskan evaluasi akhir: apa yang tercapai, apa yang belum.")
        problems.append(Problem("final_evaluation_missing", text, source=STAGES_SOURCE, field="evaluation"))
    if reason not in EARLY_CLOSURES:
        problems += [*_open_task_problems(case), *open_matter_problems(case)]
        if case.stage != Stage.MONITOR:
            text = _("Kasus ditutup dari tahap pemantauan. Sekarang tahapnya %(stage)s.")
            words = {"stage": case.get_stage_display()}
            problems.append(Problem("not_monitored", text % words, source=STAGES_SOURCE, field="reason_code"))
        if case.beneficiary.is_child and not case.conferences.exists():
            text = _("Kasus anak ditutup setelah pembahasan kasus.")
            problems.append(Problem("conference_missing", text, source=LKSA_STANDARD))
        problems += _evaluation_problems(case, ending)
    problems += _hand_over_problems(ending)
    return problems + [problem for check in CLOSING_CHECKS for problem in check(case)]


def _evaluation_problems(case: Case, ending: Ending) -> list[Problem]:
    """The child takes part in the closing, and no goal is left without a word."""
    problems = heard_problems(ending.child_view, ending.child_not_heard_reason) if case.beneficiary.is_child else []
    said = {goal.pk for goal, _result in ending.goals}
    goals = goals_in_force(case)
    if {goal.pk for goal in goals} - said:
        text = _("Nyatakan untuk setiap tujuan rencana apakah tercapai.")
        problems.append(Problem("goals_not_evaluated", text, source=STAGES_SOURCE, field="goals"))
    if said - {goal.pk for goal in goals}:
        text = _("Tujuan ini bukan dari rencana yang berlaku.")
        problems.append(Problem("goal_of_other_plan", text, field="goals"))
    return problems


def _hand_over_problems(ending: Ending) -> list[Problem]:
    """A hand-over names who takes it and what was handed over; whoever takes nothing is not named."""
    words = [ending.handed_to, ending.handed_to_name.strip(), ending.hand_over_note.strip()]
    if all(words) or not any(words):
        return []
    text = _("Serah terima menyebut kepada siapa, nama penerima, dan apa yang diserahkan.")
    return [Problem("hand_over_incomplete", text, field="handed_to")]


def _open_task_problems(case: Case) -> list[Problem]:
    """What is left undone is dropped with the case, and somebody says why it may be (soft)."""
    left = case.tasks.open().count()
    if not left:
        return []
    text = _("Masih ada tugas yang belum selesai: %(n)d. Semuanya dibatalkan bila kasus ditutup.")
    return [Problem("tasks_open", text % {"n": left}, "soft")]
