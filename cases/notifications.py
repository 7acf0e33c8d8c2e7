"""Who is told what about cases, and how notices name whom they are about."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import subject_of
from atensi.clock import date_words
from atensi.notices.kinds import NoticeKind, register_kind
from atensi.notices.services import notify
from atensi.reference.workdays import local_day, today_in
from institutions.models import Institution
from institutions.reaching import holders_of, who_holds
from institutions.states import OFFICE_ROLES, RECEIVING_ROLES, Role

from .hand_over_states import TransferState
from .masking import cases_with_names, display_name, person_words
from .models import (
    AftercareVisit,
    Case,
    CaseResponse,
    CaseTask,
    CaseTransfer,
    ConferenceCall,
    DeskRequest,
    IncomingReport,
    JusticeDate,
    Reentry,
    TaskStep,
)
from .states import Channel, IncomingState, RequestState, Urgency

ASSIGNED, REENTRY = "case:assigned", "reentry"
UNSAFE_VISIT = "aftercare:unsafe"
CALLED, CALLED_OFF = "conference:called", "conference:cancelled"
OFFERED = "transfer:offered"
# What the giver or the receiver of a case learns when the offer ends.
OFFER_ENDED = {
    TransferState.ACCEPTED: ("transfer:accepted", _("Pelimpahan kasus diterima: {reference}")),
    TransferState.DECLINED: ("transfer:declined", _("Pelimpahan kasus ditolak: {reference}")),
    TransferState.WITHDRAWN: ("transfer:withdrawn", _("Pelimpahan kasus ditarik: {reference}")),
}
TASK_GIVEN, HANDED_OVER = "task:given", "case:handed_over"
ARRIVED, DANGER, GIVEN = "report:arrived", "report:danger", "report:given"
REQUESTED, REQUESTED_DANGER = "request:arrived", "request:danger"  # another Sentra sent a request on
# What an operator learns of a report that they took.
NEWS = {
    IncomingState.ASSIGNED: ("report:taken_up", _("Laporan yang Anda catat ditangani Dinas Sosial: {reference}")),
    IncomingState.ANSWERED: ("report:answered", _("Laporan yang Anda catat menjadi respon kasus: {reference}")),
    IncomingState.CLOSED: ("report:closed", _("Laporan yang Anda catat ditutup tanpa respon kasus: {reference}")),
}


def register_kinds() -> None:
    register_kind(
        NoticeKind(
            REENTRY,
            _("Anak yang sudah pulang ke keluarga masuk kembali: {reference}"),
            _("Bimbingan lanjut perlu dilihat: {reference}"),
        )
    )
    register_kind(
        NoticeKind(
            ASSIGNED,
            _("Kasus {reference} ditugaskan kepada Anda"),
            _("Kasus ditugaskan kepada Anda: {reference}"),
            is_news=True,
        )
    )
    register_kind(
        NoticeKind(
            HANDED_OVER,
            _("Kasus dialihkan kepada Anda, jumlahnya {reference}"),
            _("Kasus dialihkan kepada Anda, jumlahnya {reference}"),
            is_news=True,
        )
    )
    register_kind(
        NoticeKind(
            TASK_GIVEN,
            _("Tugas diserahkan kepada Anda: {reference}"),
            _("Tugas diserahkan kepada Anda: {reference}"),
            is_news=True,
        )
    )
    asked = _("Permintaan SERASI diteruskan kepada Sentra Anda: {reference}")
    register_kind(NoticeKind(REQUESTED, asked, _("Permintaan SERASI menunggu ditangani: {reference}"), has_limit=True))
    danger = _("Permintaan SERASI, orangnya dalam bahaya: {reference}")
    register_kind(NoticeKind(REQUESTED_DANGER, danger, danger, urgent=True, has_limit=True))
    unsafe = _("Anak belum aman setelah pulang ke keluarga: {reference}")
    outside = _("Bimbingan lanjut perlu dilihat segera: {reference}")
    register_kind(NoticeKind(UNSAFE_VISIT, unsafe, outside, urgent=True))
    called = _("Undangan pembahasan kasus: {reference}. {when}, {place}.")
    register_kind(NoticeKind(CALLED, called, _("Undangan pembahasan kasus: {reference}")))
    cancelled = _("Pembahasan kasus dibatalkan: {reference}")
    register_kind(NoticeKind(CALLED_OFF, cancelled, cancelled, is_news=True))
    for code, title, urgent in (
        (ARRIVED, _("Laporan masuk menunggu petugas: {reference}"), False),
        (DANGER, _("Laporan masuk, anak dalam bahaya: {reference}"), True),
        (GIVEN, _("Laporan masuk ditugaskan kepada Anda: {reference}"), True),
    ):
        register_kind(NoticeKind(code, title, title, urgent=urgent, has_limit=True))
    offered = _("Pelimpahan kasus menunggu jawaban: {reference}")
    register_kind(NoticeKind(OFFERED, offered, offered, has_limit=True))
    for code, title in [*NEWS.values(), *OFFER_ENDED.values()]:
        register_kind(NoticeKind(code, title, title, is_news=True))


def tell_incoming_office(report: IncomingReport, *, by: Actor) -> None:
    """The overseers of the Dinas that has the report in hand learn of it; where there are none, its administrators."""
    holders = who_holds([report.office_id])
    people = holders.of(report.office_id, OFFICE_ROLES) or holders.of(report.office_id, {Role.ADMINISTRATOR})
    _tell_incoming(report, DANGER if report.urgency == Urgency.DANGER else ARRIVED, people, by)


def tell_incoming_worker(report: IncomingReport, *, by: Actor) -> None:
    """The worker who shall answer a report learns of it."""
    _tell_incoming(report, GIVEN, {report.assigned_to_id} - {None}, by)


def tell_operator(report: IncomingReport, *, by: Actor) -> None:
    """The operator who took a report learns that it was taken up, or how it ended, to tell a caller who rings again."""
    code, _title = NEWS[report.state]
    today, operator = local_day(timezone.now(), report.office.region), {report.recorded_by_id}
    _tell_incoming(report, code, operator, by, due_on=today, path=_page_of(report))


def tell_sentra(request: DeskRequest, *, by: Actor) -> None:
    """The intake officers of the Sentra that has a request in hand learn of it: none is sent where there are none."""
    people = who_holds([request.sentra_id]).of(request.sentra_id, {Role.INTAKE_OFFICER})
    notify(
        kind=REQUESTED_DANGER if request.urgency == Urgency.DANGER else REQUESTED,
        subject=subject_of(request),
        recipients=sorted(people - {by.user_id}),
        due_on=local_day(request.due_at, request.sentra.region),
        reference=request.number,
        path=reverse("serasi:request", args=[request.pk]),
    )


def request_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """For notices about requests of a Sentra's desk: the person's name where the reader has it in hand."""
    rows = DeskRequest.objects.all().scopes(user)["desk"].filter(pk__in=ids).exclude(state=RequestState.SENT_ON)
    return {row.pk: row.person_name for row in rows if row.person_name}


def _page_of(report: IncomingReport) -> str:
    """Where its operator reads of a report: a Sentra that sent it on, at its own request."""
    if report.channel == Channel.SERASI:
        return reverse("serasi:request", args=[DeskRequest.objects.values_list("pk", flat=True).get(report=report)])
    return reverse("desk:report", args=[report.pk])


def _tell_incoming(
    report: IncomingReport,
    kind: str,
    people: Collection[Any],
    by: Actor,
    *,
    due_on: date | None = None,
    path: str = "",
) -> None:
    notify(
        kind=kind,
        subject=subject_of(report),
        recipients=sorted(set(people) - {by.user_id}),
        due_on=due_on or local_day(report.due_at, report.office.region),
        reference=report.number,
        path=path or reverse("desk:report", args=[report.pk]),
    )


def tell_of_hand_over(office: Institution, leaver: Any, worker: Any, count: int, *, by: Actor) -> None:
    """Who takes over a colleague's cases learns of it once for each colleague, not of each case."""
    notify(
        kind=HANDED_OVER,
        subject=subject_of(leaver),
        recipients=[worker.pk],
        due_on=today_in(office.region),
        reference=str(count),
        path=reverse("cases:list"),
    )


def tell_task_given(step: TaskStep, *, by: Actor) -> None:
    """Whoever has a task in hand since `step` learns of it, each time it comes: the person, or those who work for the
    institution."""
    task = step.task
    people = {task.assignee_id} - {None}
    if task.holder_id is not None:
        people = set(who_holds([task.holder_id]).of(task.holder_id, RECEIVING_ROLES))
    notify(
        kind=TASK_GIVEN,
        subject=subject_of(step),
        recipients=sorted(people - {by.user_id}),
        due_on=task.due_on,
        reference=task.case.number,
        path=reverse("cases:task", args=[task.pk]),
    )


def tell_called(call: ConferenceCall, people: Iterable[Any], *, by: Actor) -> None:
    """Who is asked to a conference learns when and where; and when it is called off."""
    notify(
        kind=CALLED if call.is_open else CALLED_OFF,
        subject=subject_of(call),
        recipients=sorted({person.pk for person in people} - {by.user_id}),
        due_on=call.meets_on,
        reference=call.case.number,
        path=reverse("cases:documents", args=[call.case_id]),
        data={"when": date_words(call.meets_at), "place": call.place} if call.is_open else {},
    )


def call_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    rows = ConferenceCall.objects.visible_to(user).filter(pk__in=ids).select_related("case__beneficiary")
    return words_by_case(user, [(row.pk, row.case) for row in rows])


def tell_transfer_offer(transfer: CaseTransfer, *, by: Actor) -> None:
    """Who may answer the offer of a case learns of it: the worker it names, or the overseers of the other office."""
    _tell_transfer(transfer, OFFERED, _receivers(transfer), by, due_on=transfer.answer_due_on)


def tell_transfer_answer(transfer: CaseTransfer, *, by: Actor) -> None:
    """The giver learns of the answer; of an offer that was withdrawn the receiver, too."""
    code, _title = OFFER_ENDED[TransferState(transfer.state)]
    people = {transfer.from_worker_id, transfer.offered_by_id, transfer.case.worker_id}
    if transfer.state == TransferState.WITHDRAWN:
        people |= _receivers(transfer)
    _tell_transfer(transfer, code, people, by, due_on=local_day(transfer.answered_at, transfer.to_office.region))


def _receivers(transfer: CaseTransfer) -> set[int]:
    if transfer.to_worker_id and not transfer.goes_out:
        return {transfer.to_worker_id}
    return holders_of([transfer.to_office_id], OFFICE_ROLES)[transfer.to_office_id]


def _tell_transfer(transfer: CaseTransfer, kind: str, people: Collection[int], by: Actor, due_on: date) -> None:
    notify(
        kind=kind,
        subject=subject_of(transfer),
        recipients=sorted(set(people) - {by.user_id}),
        due_on=due_on,
        reference=transfer.case.number,
        path=reverse("cases:transfer", args=[transfer.pk]),
    )


def transfer_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """For notices about offers: the name for those who read the case, for the others sex and age."""
    rows = CaseTransfer.objects.visible_to(user).filter(pk__in=ids).select_related("case__beneficiary")
    held = list(rows)
    seen = set(Case.objects.visible_to(user).filter(transfers__in=held).values_list("pk", flat=True))
    named = words_by_case(user, [(row.pk, row.case) for row in held if row.case_id in seen])
    return {row.pk: person_words(row.case) for row in held if row.is_open} | named


def task_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    rows = CaseTask.objects.visible_to(user).filter(pk__in=ids).select_related("case__beneficiary")
    return words_by_case(user, [(row.pk, row.case) for row in rows])


def task_step_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    rows = TaskStep.objects.visible_to(user).filter(pk__in=ids).select_related("task__case__beneficiary")
    return words_by_case(user, [(row.pk, row.task.case) for row in rows])


def incoming_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """For notices about reports of the desk: the child's name as a list shows it."""
    rows = IncomingReport.objects.visible_to(user).filter(pk__in=ids).select_related("category")
    return {row.pk: row.who for row in rows}


def tell_reentry(reentry: Reentry, *, by: Actor) -> None:
    """Who answered for the child's return home learns that it did not last, and the overseers of the office the child
    came back to. Each reads of it where they may look: at the former case, at the new one or at the report."""
    former, response = reentry.former, reentry.response
    offices = {former.office_id: former.pk}
    if response is not None:
        offices.setdefault(response.office_id, 0)
    elif reentry.case is not None:
        offices.setdefault(reentry.case.office_id, 0)
    people = holders_of(offices, OFFICE_ROLES)
    told = {"kind": REENTRY, "due_on": reentry.came_back_on}
    at_home = (people.pop(former.office_id) | {former.worker_id}) - {by.user_id}
    path = reverse("cases:case", args=[former.pk])
    notify(recipients=at_home, subject=subject_of(former), reference=former.number, path=path, **told)
    row, page = (response, "cases:response") if response is not None else (reentry.case, "cases:case")
    others = {person for office in people.values() for person in office} - at_home - {by.user_id}
    path = reverse(page, args=[row.pk])
    notify(recipients=others, subject=subject_of(row), reference=row.number, path=path, **told)


def tell_unsafe_visit(visit: AftercareVisit, *, by: Actor) -> None:
    """The worker and the overseers of the office learn that a child is not safe at home; of a closed case, too, which
    they may take up again."""
    case = visit.case
    people = {case.worker_id} | holders_of([case.office_id], OFFICE_ROLES)[case.office_id]
    notify(
        kind=UNSAFE_VISIT,
        subject=subject_of(visit),
        recipients=sorted(people - {by.user_id}),
        due_on=visit.done_on,
        reference=case.number,
        path=reverse("cases:case", args=[case.pk]),
    )


def tell_worker(case: Case, *, by: Actor, at: Any) -> None:
    """The new responsible worker learns of it, unless they took the case themselves."""
    if case.worker_id == by.user_id:
        return
    notify(
        kind=ASSIGNED,
        subject=subject_of(case),
        recipients=[case.worker_id],
        due_on=local_day(at, case.office.region),
        reference=case.number,
        path=reverse("cases:case", args=[case.pk]),
    )


def words_by_case(user: Any, rows: Iterable[tuple[int, Case]]) -> dict[int, str]:
    """Key -> the name of the case's person as `user`, who may see the case, may read it: at most one query."""
    held = list(rows)
    named = cases_with_names(user, [case for _pk, case in held])
    return {pk: display_name(case, sees_names=case.pk in named) for pk, case in held}


def case_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """For notices about cases (`atensi.notices.hooks.SUBJECT_WORDS`)."""
    rows = Case.objects.visible_to(user).filter(pk__in=ids).select_related("beneficiary")
    return words_by_case(user, [(case.pk, case) for case in rows])


def response_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """For notices about reports: the person's name, masked as their case is."""
    rows = CaseResponse.objects.visible_to(user).filter(pk__in=ids).select_related("case__beneficiary", "beneficiary")
    held = list(rows)
    without_case = {row.pk: str(row.beneficiary) for row in held if row.case is None}
    return words_by_case(user, [(row.pk, row.case) for row in held if row.case]) | without_case


def visit_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    rows = AftercareVisit.objects.visible_to(user).filter(pk__in=ids).select_related("case__beneficiary")
    return words_by_case(user, [(row.pk, row.case) for row in rows])


def justice_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    rows = JusticeDate.objects.visible_to(user).filter(pk__in=ids).select_related("track__case__beneficiary")
    return words_by_case(user, [(row.pk, row.track.case) for row in rows])
