"""Who may do what to a case. Pure predicates over the acting membership; what may be *seen* is `visible_to`'s matter.

A share lookup (`works_by_share`, `sees_by_share`) is one query; the rest ask nothing of the database.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from django.db.models import QuerySet

from atensi.audit.actor import Actor
from institutions.models import Institution, Membership
from institutions.offices import provinces_of
from institutions.states import CASE_ROLES, OFFICE_ROLES, RECEIVING_ROLES, SHARE_ROLES, Kind, Role

from .hands import shares
from .models import (
    BeneficiaryMerge,
    CarePlan,
    Case,
    CaseResponse,
    CaseTransfer,
    DeskRequest,
    GroupSession,
    IncomingReport,
)
from .querysets import SHARE_PERMISSION, WORK_PERMISSION

# The two roles that are social workers by profession and sign papers (UU 14/2019 art. 28; domain.md 8, hard).
SOCIAL_WORKER_ROLES = frozenset({Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR})


def _shares(actor: Actor, codename: str) -> QuerySet[Any]:
    """The rows by which the acting institution's group holds `codename` on cases."""
    return shares(codename).filter(group__institution=actor.institution_id)


def _holds_share(actor: Actor, case: Case, codename: str) -> bool:
    """Whether the acting institution's group holds `codename` on the case: one query."""
    return _shares(actor, codename).filter(content_object_id=case.pk).exists()


def _acts_for_office(actor: Actor | None, case: Case) -> TypeGuard[Actor]:
    return actor is not None and actor.institution_id is not None and actor.institution_id == case.office_id


def works_by_share(actor: Actor | None, case: Case) -> bool:
    """Whether the actor works on the case because it was shared with their Sentra or LKSA."""
    if actor is None or actor.institution_id is None or actor.role not in SHARE_ROLES:
        return False
    return _holds_share(actor, case, WORK_PERMISSION)


def worked_by_share(actor: Actor | None, cases: Collection[int]) -> set[int]:
    """Those of `cases` (ids) of which `works_by_share` is true. At most one query."""
    if actor is None or actor.institution_id is None or actor.role not in SHARE_ROLES or not cases:
        return set()
    held = _shares(actor, WORK_PERMISSION).filter(content_object_id__in=cases)
    return set(held.values_list("content_object_id", flat=True))


def sees_by_share(actor: Actor | None, case: Case) -> bool:
    """Whether the case is shared with the institution the actor acts for (a Dinas asked to decide, too)."""
    if actor is None or actor.institution_id is None or actor.role not in CASE_ROLES - {Role.FIELD_SOCIAL_WORKER}:
        return False
    return _holds_share(actor, case, SHARE_PERMISSION)


def can_log_response(actor: Actor | None) -> bool:
    """A report is taken by the social workers of a Dinas."""
    return actor is not None and actor.institution_id is not None and actor.role in SOCIAL_WORKER_ROLES


def takes_cases(actor: Actor | None) -> bool:
    """Whether a case the actor opens becomes their own: a field social worker's does, a supervisor names a worker."""
    return actor is not None and actor.role == Role.FIELD_SOCIAL_WORKER


def is_responsible_worker(actor: Actor | None, case: Case) -> bool:
    """The responsible social worker, acting under the case's office."""
    return _acts_for_office(actor, case) and actor.role == Role.FIELD_SOCIAL_WORKER and actor.user_id == case.worker_id


def is_supervisor_of(actor: Actor | None, case: Case) -> bool:
    return _acts_for_office(actor, case) and actor.role == Role.SUPERVISOR


def can_oversee_office(actor: Actor | None, office: Institution) -> bool:
    """Supervisor or decider of the office, for what is about all of its cases."""
    return actor is not None and actor.institution_id == office.pk and actor.role in OFFICE_ROLES


def can_oversee(actor: Actor | None, case: Case) -> bool:
    """Supervisor or decider of the responsible office."""
    return _acts_for_office(actor, case) and actor.role in OFFICE_ROLES


def can_work_on(actor: Actor | None, case: Case) -> bool:
    """The responsible worker, a supervisor of the office, or an institution that the case was shared with for work."""
    return is_responsible_worker(actor, case) or is_supervisor_of(actor, case) or works_by_share(actor, case)


def works_or_oversees(actor: Actor | None, case: Case) -> bool:
    """Whoever works on the case, and the overseers of its office."""
    return can_work_on(actor, case) or can_oversee(actor, case)


def sees_private(actor: Actor | None, case: Case) -> bool:
    """Read health, school, numbers and the portrait, specific data of the person (UU 27/2022 art. 4(2)): those who work
    on the case while it is open, and the overseers of its office. The person's rows go on changing under the next case,
    which may be another office's and restricted."""
    return case.is_open and works_or_oversees(actor, case)


def sees_private_files(actor: Actor | None, case: Case) -> bool:
    """Read the files of a case that tell of health, school, crime and identity: those who work on it and oversee it,
    also when it is closed: they are the case's own, and change no more."""
    return works_or_oversees(actor, case)


def can_issue_paper(actor: Actor | None, case: Case) -> bool:
    """Make official papers of what is signed or done: the social workers of the case and the overseers of its office,
    in whose name they go out."""
    return is_responsible_worker(actor, case) or can_oversee(actor, case)


def can_sign_paper(actor: Actor | None, case: Case) -> bool:
    """Write and sign assessments, social reports and plans: only a social worker who works on the case
    (domain.md 8, hard). A mandate lends an office, not the profession and its registration."""
    if actor is not None and actor.mandate_id is not None:
        return False
    return is_responsible_worker(actor, case) or is_supervisor_of(actor, case)


def can_approve_plan(actor: Actor | None, plan: CarePlan) -> bool:
    """Approve a plan or return it: supervisors and deciders of the case's office, and nobody who ever wrote or
    submitted it. Four eyes compares persons."""
    if actor is None or not can_oversee(actor, plan.case):
        return False
    return actor.user_id not in plan.wrote


def can_move(actor: Actor | None, case: Case) -> bool:
    """Move the case between stages: whoever works on it, and the overseers of its office."""
    return works_or_oversees(actor, case)


def can_close(actor: Actor | None, case: Case) -> bool:
    """Close the case: its social workers and the overseers of its office."""
    return is_responsible_worker(actor, case) or can_oversee(actor, case)


def can_reopen(actor: Actor | None, case: Case) -> bool:
    """Take a closed case up again: the overseers of its office."""
    return can_oversee(actor, case)


def can_assign(actor: Actor | None, case: Case) -> bool:
    """Give the case to another worker: the overseers of its office."""
    return can_oversee(actor, case)


def can_transfer(actor: Actor | None, case: Case) -> bool:
    """Offer the case to another worker or office, and take the offer back: its worker and the overseers of its
    office."""
    return is_responsible_worker(actor, case) or can_oversee(actor, case)


def can_withdraw_transfer(actor: Actor | None, transfer: CaseTransfer) -> bool:
    """Take an offer back: as `can_transfer`. Of one that ended, those who could have, though the case is with another
    office now: they learn that it ended."""
    if can_transfer(actor, transfer.case):
        return True
    if actor is None or transfer.is_open or actor.institution_id != transfer.from_office_id:
        return False
    return actor.role in OFFICE_ROLES or actor.user_id == transfer.from_worker_id


def can_answer_transfer(actor: Actor | None, transfer: CaseTransfer) -> bool:
    """Accept an offer or decline it: the worker it names; for another office its overseers, who name the worker. Never
    whoever offered it, who may work in both."""
    if actor is None or actor.institution_id != transfer.to_office_id or actor.user_id == transfer.offered_by_id:
        return False
    if transfer.goes_out:
        return actor.role in OFFICE_ROLES
    return actor.role == Role.FIELD_SOCIAL_WORKER and actor.user_id == transfer.to_worker_id


def can_share(actor: Actor | None, case: Case) -> bool:
    """Show the case to another institution: whoever works on it or oversees it."""
    return works_or_oversees(actor, case)


def can_task(actor: Actor | None, case: Case) -> bool:
    """Add tasks to the case, give them on and end them: whoever works on it or oversees it."""
    return works_or_oversees(actor, case)


def can_compare(actor: Actor | None, case: Case) -> bool:
    """Look for other files of the same person, and say of one that it is not: the responsible worker and the overseers
    of the office."""
    return is_responsible_worker(actor, case) or can_oversee(actor, case)


def can_undo_merge(actor: Actor | None, merge: BeneficiaryMerge) -> bool:
    """Make two files of one again: a supervisor of the office that merged them."""
    return actor is not None and actor.role == Role.SUPERVISOR and actor.institution_id == merge.office_id


def can_hold_session(actor: Actor | None) -> bool:
    """Record a session of several people: those who work on cases, for their institution."""
    return actor is not None and actor.institution_id is not None and actor.role in SOCIAL_WORKER_ROLES | SHARE_ROLES


def can_record_prevention(actor: Actor | None) -> bool:
    """Record what the institution did for prevention: everybody who works there with cases."""
    return actor is not None and actor.institution_id is not None and actor.role in CASE_ROLES


def can_correct_session(actor: Actor | None, session: GroupSession) -> bool:
    """Correct who came: those who hold sessions for its institution."""
    return can_hold_session(actor) and actor is not None and actor.institution_id == session.institution_id


def can_confer(actor: Actor | None, case: Case) -> bool:
    """Call a case conference and record it: whoever works on the case or oversees it."""
    return can_work_on(actor, case) or can_oversee(actor, case)


def can_take(actor: Actor | None, institution: Institution) -> bool:
    """Act for `institution` where a case comes to it: those who receive there."""
    return actor is not None and actor.institution_id == institution.pk and actor.role in RECEIVING_ROLES


def can_work_on_response(actor: Actor | None, response: CaseResponse) -> bool:
    """Who answers a report, and may read who told it: those who work on its case; without a case the one who logged it
    and the supervisors of the office."""
    if response.case is not None:
        return can_work_on(actor, response.case)
    if actor is None or actor.institution_id != response.office_id or not can_log_response(actor):
        return False
    return actor.role == Role.SUPERVISOR or actor.user_id == response.logged_by_id


def can_record_contact(actor: Actor | None, response: CaseResponse) -> bool:
    """The first contact is made by the social workers of the office that took the report."""
    return can_log_response(actor) and can_work_on_response(actor, response)


def can_take_call(actor: Actor | None) -> bool:
    """Record what a caller told: the operators of a desk."""
    return actor is not None and actor.institution_id is not None and actor.role == Role.HOTLINE_OPERATOR


def can_take_request(actor: Actor | None, sentra: Institution | None) -> bool:
    """Take what people ask for at the one door of a Sentra: its intake officers. sentra: the acting institution."""
    if actor is None or sentra is None or actor.institution_id != sentra.pk:
        return False
    return sentra.is_active and sentra.kind == Kind.SENTRA and actor.role == Role.INTAKE_OFFICER


def can_forward_request(actor: Actor | None, asking: DeskRequest) -> bool:
    """Send a request on or answer it: the intake officers of the Sentra that has it in hand. Needs `sentra`."""
    return can_take_request(actor, asking.sentra)


def can_take_up(actor: Actor | None, report: IncomingReport) -> bool:
    """Give a report to a worker, or close it: the overseers of the Dinas that has it in hand."""
    return actor is not None and actor.institution_id == report.office_id and actor.role in OFFICE_ROLES


def can_pass_on(actor: Actor | None, report: IncomingReport) -> bool:
    """Hand a report to another office: the overseers of the Dinas that has it in hand, and those of its province once
    nobody took it up in time. Two queries for the province."""
    if can_take_up(actor, report):
        return True
    if actor is None or actor.institution_id is None or actor.role not in OFFICE_ROLES or not report.is_late:
        return False
    return provinces_of([report.office_id]).get(report.office_id) == actor.institution_id


CASE_SCOPES = {
    "mine": frozenset({Role.FIELD_SOCIAL_WORKER}),
    "office": OFFICE_ROLES,
    "shared": CASE_ROLES - {Role.FIELD_SOCIAL_WORKER},
}
RESPONSE_SCOPES = ("mine", "office")


def case_scopes(memberships: Iterable[Membership], among: Sequence[str] = tuple(CASE_SCOPES)) -> list[str]:
    """Which of `CaseQuerySet.scopes` (of responses: `RESPONSE_SCOPES`) may hold something for somebody with these
    memberships, in the order of a list's tabs; at least the one that is empty for them."""
    roles = {one.role for one in memberships}
    return [scope for scope in among if roles & CASE_SCOPES[scope]] or [among[0]]


def report_scopes(memberships: Iterable[Membership]) -> list[str]:
    """Which of `IncomingReportQuerySet.scopes` may hold something for somebody with these memberships, in the order of
    a list's tabs; at least the one that is empty for them. Needs `institution`."""
    works = list(memberships)
    roles = {one.role for one in works}
    above = {one.role for one in works if one.institution.kind == Kind.DINAS_PROVINCE}
    held = {
        "own": roles & {Role.HOTLINE_OPERATOR},
        "mine": roles & {Role.FIELD_SOCIAL_WORKER},
        "office": roles & OFFICE_ROLES,
        "above": above & OFFICE_ROLES,
    }
    return [scope for scope, by in held.items() if by] or ["own"]


def can_answer(actor: Actor | None, report: IncomingReport) -> bool:
    """Make a case response of a report: the worker it was given to, and a supervisor of the office."""
    if actor is None or actor.institution_id != report.office_id or not can_log_response(actor):
        return False
    return actor.role == Role.SUPERVISOR or actor.user_id == report.assigned_to_id


def sees_caller(actor: Actor | None, report: IncomingReport) -> bool:
    """Read who called: the operator who took it, and those who answer it. The rest read what was told."""
    took_it = can_take_call(actor) and actor is not None and actor.user_id == report.recorded_by_id
    return took_it or can_answer(actor, report)


@dataclass(frozen=True, slots=True)
class Rights:
    """What an actor may do to one case, asked once for a page: at most one query. A closed case offers after-care, and
    to take consent back.

    work: record family, agreement, services. confer: record a conference. task: add tasks and move them on. sign:
    write and sign papers. move, close, assign: as the predicates of that name. visit: record an after-care visit.
    transfer: offer the case to another worker or office.
    reopen: take a closed case up again. issue: make official papers. withdraw: record that consent was taken back,
    which waits for no open case (UU 27/2022 art. 9).
    """

    work: bool = False
    confer: bool = False
    task: bool = False
    sign: bool = False
    move: bool = False
    close: bool = False
    assign: bool = False
    visit: bool = False
    reopen: bool = False
    issue: bool = False
    withdraw: bool = False
    transfer: bool = False


def rights(actor: Actor | None, case: Case) -> Rights:
    """The rights of `actor` on `case` (see `Rights`)."""
    work, oversee = can_work_on(actor, case), can_oversee(actor, case)
    if not case.is_open:
        after = {"reopen": can_reopen(actor, case), "issue": can_issue_paper(actor, case), "withdraw": work}
        return Rights(visit=work or oversee, **after)
    return Rights(
        work=work,
        confer=work or oversee,
        task=work or oversee,
        sign=can_sign_paper(actor, case),
        move=work or oversee,
        close=can_close(actor, case),
        assign=can_assign(actor, case),
        visit=work or oversee,
        issue=can_issue_paper(actor, case),
        withdraw=work,
        transfer=can_transfer(actor, case),
    )
