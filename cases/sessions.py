"""Group sessions as one reader may see them: of the people invited those whose cases are theirs to read, the others as
a number; and who may be invited. Read only."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from atensi.audit.actor import Actor

from .masking import cases_with_names
from .models import CarePlan, Case, FamilyMember, GroupSession, SessionParticipant
from .search import find_cases

OFFERED = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """Who was invited, as far as a reader may know. hidden: people of cases that are not theirs to read."""

    rows: list[SessionParticipant]
    hidden: int

    @property
    def cases(self) -> list[Case]:
        return list({row.case_id: row.case for row in self.rows}.values())


def sessions_for(user: Any) -> QuerySet[GroupSession]:
    """The sessions `user` may see, with what a page of them shows."""
    return GroupSession.objects.visible_to(user).select_related("institution__region", "recorded_by").with_numbers()


def seen_of(session: GroupSession, user: Any) -> Seen:
    """Who was invited to `session`, for `user`: at most three queries."""
    rows = list(session.participants.select_related("case__beneficiary", "case__office", "member"))
    theirs = Case.objects.visible_to(user).filter(pk__in={row.case_id for row in rows}).order_by()
    visible = set(theirs.values_list("pk", flat=True))
    named = cases_with_names(user, {row.case_id: row.case for row in rows if row.case_id in visible}.values())
    shown = [row for row in rows if row.case_id in named]
    return Seen(shown, len(rows) - len(shown))


def invitable(actor: Actor | None, cases: Collection[int]) -> dict[int, Case]:
    """Those of `cases` (ids) whose people `actor` may invite, each with the family. Two queries."""
    found = _open(actor).filter(pk__in=cases)
    return {case.pk: case for case in found.order_by("pk")}


def person_of(cases: dict[int, Case], case: int, member: int = 0) -> tuple[Case, FamilyMember | None] | None:
    """The case and the person of its family (member 0: the beneficiary) of those `invitable`; None for nobody of
    them."""
    if case not in cases:
        return None
    family = {person.pk: person for person in cases[case].beneficiary.family.all()}
    if member and member not in family:
        return None
    return cases[case], family.get(member)


def offered(actor: Actor | None, user: Any, text: str = "") -> list[Case]:
    """Cases to choose people from: what `text` (a name or number) finds among those worked on, or the newest ones; each
    has a plan in force, without which it may have no service."""
    signed = CarePlan.objects.filter(case=OuterRef("pk"), signed_at__isnull=False)
    ready = _open(actor).filter(Exists(signed))
    if not text.strip():
        return list(ready.order_by("-opened_at", "-pk")[:OFFERED])
    found = [case.pk for case in find_cases(user, text)]
    cases = {case.pk: case for case in ready.filter(pk__in=found)}
    return [cases[pk] for pk in found if pk in cases][:OFFERED]


def relatives_of(case: Case) -> list[FamilyMember]:
    """Who of the family may be invited with the child: the living who may have contact. Needs `beneficiary__family`."""
    return [member for member in case.beneficiary.family.all() if member.is_alive and member.may_contact]


def _open(actor: Actor | None) -> QuerySet[Case]:
    cases = Case.objects.worked_on_by(actor).open().select_related("beneficiary", "office")
    return cases.prefetch_related("beneficiary__family")


def correctable(actor: Actor | None, seen: Seen) -> list[SessionParticipant]:
    """Of the people `seen` those whose attendance `actor` may correct: of open cases they work on. One query."""
    cases = set(_open(actor).filter(pk__in=[case.pk for case in seen.cases]).values_list("pk", flat=True))
    return [row for row in seen.rows if row.case_id in cases]
