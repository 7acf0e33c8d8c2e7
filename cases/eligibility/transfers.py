"""What stands against offering a case to another worker or office, and against taking it over (docs/adr/0031)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.errors import Problem
from atensi.reference.workdays import today_in
from institutions.models import Institution, Membership
from institutions.states import OFFICE_ROLES

from ..hooks import TRANSFER_CHECKS
from ..models import Case, CaseTransfer
from ..plan_states import PlanState
from .cases import worker_problems
from .common import open_problems


def offer_problems(
    case: Case,
    to_office: Institution,
    to_worker: User | None,
    *,
    reason: str,
    summary: str,
    wanted_on: date,
    by: Actor,
) -> list[Problem]:
    """A case is offered once at a time, to somebody who can take it, with the reason and what they must know."""
    problems = []
    if case.transfers.open().exists():
        text = _("Kasus ini sudah ditawarkan. Tunggu jawabannya, atau tarik dulu tawaran itu.")
        problems.append(Problem("transfer_offered_already", text))
    if not reason.strip():
        problems.append(Problem("transfer_without_reason", _("Tuliskan mengapa kasus dilimpahkan."), field="reason"))
    if not summary.strip():
        text = _("Tuliskan apa yang perlu diketahui penerima.")
        problems.append(Problem("transfer_without_summary", text, field="summary"))
    if wanted_on < today_in(case.office.region):
        problems.append(Problem("transfer_in_past", _("Tanggal ini sudah lewat."), field="wanted_on"))
    if to_office.pk == case.office_id:
        return problems + _inside_problems(case, to_worker)
    return problems + _outside_problems(case, to_office, to_worker, by)


def _inside_problems(case: Case, to_worker: User | None) -> list[Problem]:
    if to_worker is None:
        text = _("Pilih petugas kantor ini atau kantor lain.")
        return [Problem("transfer_without_receiver", text, field="to_worker")]
    if to_worker.pk == case.worker_id:
        return [Problem("transfer_to_same_worker", _("Petugas ini sudah menangani kasus."), field="to_worker")]
    return worker_problems(to_worker, case.office)


def _outside_problems(case: Case, to_office: Institution, to_worker: User | None, by: Actor) -> list[Problem]:
    """Only a Dinas Sosial has the social workers who answer for a case; it needs somebody there to say yes, other than
    whoever offers it (`permissions.can_answer_transfer`)."""
    problems = []
    answering = Membership.objects.current().filter(institution=to_office, role__in=OFFICE_ROLES)
    if to_worker is not None:
        text = _("Pilih salah satu: petugas kantor ini atau kantor lain. Kantor lain menetapkan sendiri petugasnya.")
        problems.append(Problem("transfer_names_foreign_worker", text, field="to_worker"))
    if not to_office.is_social_office or not to_office.is_active:
        problems.append(Problem("transfer_to_no_office", _("Pilih Dinas Sosial yang aktif."), field="to_office"))
    elif not answering.exclude(user_id=by.user_id).exists():
        text = _("Kantor ini belum punya penyelia atau pejabat pemutus yang dapat menjawab.")
        problems.append(Problem("transfer_to_unstaffed_office", text, field="to_office"))
    return problems + bound_problems(case)


def bound_problems(case: Case) -> list[Problem]:
    """What only the present office can finish, and must before the case leaves it."""
    problems = []
    if case.responses.awaiting_contact().exists():
        text = _("Kontak pertama belum dilakukan. Temui dulu anaknya, baru limpahkan kasusnya.")
        problems.append(Problem("transfer_before_first_contact", text))
    if case.plans.filter(state=PlanState.SUBMITTED, signed_at=None).exists():
        text = _("Rencana menunggu persetujuan kantor ini. Putuskan dulu, atau tarik kembali.")
        problems.append(Problem("transfer_plan_waits", text))
    if case.conference_calls.open().exists():
        text = _("Pembahasan kasus sudah diundang. Catat dulu hasilnya, atau batalkan.")
        problems.append(Problem("transfer_conference_waits", text))
    return problems + [problem for check in TRANSFER_CHECKS for problem in check(case)]


def answer_problems(transfer: CaseTransfer) -> list[Problem]:
    """An offer is answered once."""
    if transfer.is_open:
        return []
    state, who = str(transfer.get_state_display()).lower(), transfer.answered_by
    text = _("Tawaran ini sudah berakhir: %(state)s oleh %(who)s.")
    return [Problem("transfer_ended", text % {"state": state, "who": who})]


def accepting_problems(transfer: CaseTransfer) -> list[Problem]:
    """A case is taken over as it stands now: open, by somebody who works there, and free to leave its office."""
    problems = open_problems(transfer.case)
    if transfer.to_worker is None:
        text = _("Pilih petugas yang menangani kasus ini.")
        problems.append(Problem("transfer_without_worker", text, field="worker"))
    else:
        problems += worker_problems(transfer.to_worker, transfer.to_office)
    return problems + (bound_problems(transfer.case) if transfer.goes_out else [])


def decline_problems(reason: str) -> list[Problem]:
    """Who says no, or takes an offer back, says why."""
    if reason.strip():
        return []
    return [Problem("transfer_answer_without_reason", _("Tuliskan alasannya."), field="reason")]
