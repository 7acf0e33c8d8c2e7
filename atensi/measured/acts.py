"""What writing costs: a service with its checks, timeline, deadlines, notices and trail, beside its bare
writes. Everything is rolled back, so neither side pays for the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.demo.steps import REASON
from atensi.errors import NotAllowed, RuleViolation
from atensi.generated.shown import sign_ins
from atensi.reference.models import Code, Region
from cases.person import Person
from cases.report import Report
from cases.services.responses import log_response
from cases.states import Channel, ResponseOutcome, Sex, Triage
from institutions.middleware import actor_for
from institutions.models import Membership
from institutions.states import RECEIVING_ROLES, Role
from referrals.models import Referral
from referrals.services.decisions import sign_decision
from referrals.services.referrals import accept_referral
from referrals.states import DecisionOutcome, ReferralKind, Term

from .timing import Counted, in_turn, median

ACTS, TRIED = "acts", 60
WRITING = ("INSERT", "UPDATE", "DELETE", "WITH moved")  # the last is the trail's
Act = Callable[[], Any]
Answer = Callable[[Referral, Actor], None]


class Writes:
    """Keeps the statements that write, with their values."""

    def __init__(self) -> None:
        self.kept: list[tuple[Any, Any]] = []

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if str(sql).lstrip().startswith(WRITING):
            self.kept.append((sql, params))
        return result


def measure_acts() -> list[dict[str, Any]]:
    """Figures of logging a report, accepting a referral and signing a decision; those that this data set allows."""
    return [figures_of(name, act) for name, act in acts()]


def figures_of(name: str, act: Act) -> dict[str, Any]:
    writes, ours = Writes(), Counted(lambda: undone(act))
    with connection.execute_wrapper(writes):
        undone(act)
    bare = Counted(lambda: undone(lambda: run(writes.kept)))
    taken, _floor = in_turn([ours, bare])
    return {
        "name": name,
        "p50": median(taken),
        "queries": ours.least.count,
        "database": ours.least.milliseconds,
        "writes": len(writes.kept),
        "floor": bare.least.milliseconds,
    }


def undone(act: Act) -> None:
    """Do it, and take it back."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def run(statements: list[tuple[Any, Any]]) -> None:
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)


def acts() -> Iterator[tuple[str, Act]]:
    yield "mencatat laporan, membuka kasus", _logging()
    accepting = _first(ReferralKind.SERVICE, RECEIVING_ROLES, _accepting)
    signing = _first(ReferralKind.CARE_DECISION, {Role.SOCIAL_OFFICE_DECIDER}, _signing())
    for name, act in (("menerima rujukan layanan", accepting), ("menandatangani keputusan", signing)):
        if act:
            yield name, act


def _logging() -> Act:
    username = next(person.username for person in sign_ins() if person.part == "peksos")
    user = User.objects.get(username=username)
    membership = user.memberships.select_related("institution").get()
    by = actor_for(user, membership, ACTS)
    district = Region.objects.filter(parent_id=membership.institution.region_id).order_by("code")[0]
    category = Code.objects.of(Code.List.AMPK).get(code="MALTREATED")
    report = Report(
        channel=Channel.VILLAGE,
        received_at=timezone.now() - timedelta(hours=2),
        region=district,
        place="Dusun Rekaan",
        what_happened="Anak ditinggal sendiri sejak kemarin.",
        triage=Triage.MEDIUM,
        categories=[category],
        primary=category,
    )
    person = Person(region=district, name="Sari Lestari Rekaan", sex=Sex.FEMALE)
    outcome = ResponseOutcome.OPENED_CASE
    return lambda: log_response(by=by, form_id=uuid4(), report=report, outcome=outcome, person=person)


def _accepting(referral: Referral, by: Actor) -> None:
    accept_referral(referral=referral, by=by)


def _signing() -> Answer:
    """Signs with the reasons that a first try was refused for: on the page that try is another request."""
    learned: dict[str, str] = {}

    def sign(referral: Referral, by: Actor) -> None:
        today = timezone.localdate()
        sign_decision(
            referral=referral,
            by=by,
            outcome=DecisionOutcome.APPROVED,
            considerations="Jembatan menuju pengasuhan bibi.",
            starts_on=today,
            ends_on=today + timedelta(days=180),
            term=Term.SHORT,
            reasons=learned,
        )

    def do(referral: Referral, by: Actor) -> None:
        try:
            sign(referral, by)
        except RuleViolation as refusal:
            learned.update({problem.code: REASON for problem in refusal.problems if not problem.is_hard})
            sign(referral, by)

    return do


def _first(kind: str, roles: Any, do: Answer) -> Act | None:
    """`do` for the first waiting request of `kind` that no rule stands against."""
    for pk in Referral.objects.awaiting_answer().filter(kind=kind).order_by("pk").values_list("pk", flat=True)[:TRIED]:
        try:
            undone(act := _answering(pk, roles, do))
        except (RuleViolation, NotAllowed):
            continue
        return act
    return None


def _answering(pk: int, roles: Any, do: Answer) -> Act:
    place = Referral.objects.values_list("to_institution_id", flat=True).get(pk=pk)
    member = (
        Membership.objects.current().filter(institution=place, role__in=roles).select_related("user").order_by("pk")[0]
    )
    by = actor_for(member.user, member, ACTS)
    # Read anew each time, as a request does.
    return lambda: do(Referral.objects.get(pk=pk), by)
