"""What must be true after each step: stage, who sees the case, what trail and timeline tell, what is due."""

from datetime import date

from django.test import Client
from django.urls import reverse

from atensi.audit.models import AuditEvent
from atensi.audit.services import subject_of
from atensi.audit.verify import verify
from atensi.clock import as_day
from cases import overview
from cases.models import Case, CaseEvent
from institutions.models import Membership
from institutions.states import Role
from referrals.models import Referral
from tests.flows.given import Field

SYSTEM = "system"


def newest_audit() -> int:
    return AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


class Bookmark:
    """How far trail and timeline have been read; `then_...` reads on from here."""

    def __init__(self, field: Field):
        self.field, self.audit, self.told = field, newest_audit(), set(CaseEvent.objects.values_list("pk", flat=True))


def then_the_trail_tells(mark: Bookmark, *verbs: str, by: str = "worker") -> None:
    """Exactly these verbs were added, each now, by this person under this membership; every chain is whole."""
    rows = list(AuditEvent.objects.filter(pk__gt=mark.audit).order_by("pk"))
    assert [row.verb for row in rows] == list(verbs)
    who = None if by == SYSTEM else mark.field.people[by]
    expected = (who.user_id, who.pk) if who else (None, None)
    assert {(row.user_id, row.membership_id) for row in rows} <= {expected}
    assert {row.at for row in rows} <= {mark.field.clock.now()}
    assert [(finding.code, finding.where) for finding in verify().findings] == []
    mark.audit = rows[-1].pk if rows else mark.audit


def then_the_timeline_tells(mark: Bookmark, case: Case, *kinds: str, by: str = "worker") -> None:
    """Exactly these lines were added to the case's story, in this order, by this person."""
    rows = CaseEvent.objects.filter(case=case).exclude(pk__in=mark.told).order_by("pk")
    assert [row.kind for row in rows] == list(kinds)
    who = None if by == SYSTEM else mark.field.people[by].user_id
    assert {row.by_id for row in rows} <= {who}
    mark.told |= {row.pk for row in rows}


def seen_by(field: Field, rows, pk: int) -> set[str]:
    return {name for name, person in field.people.items() if rows.visible_to(person.user).filter(pk=pk).exists()}


def then_the_case_is_seen_by(field: Field, case: Case, *names: str) -> None:
    """Exactly these people see it, alone and in a list of their own."""
    assert seen_by(field, Case.objects, case.pk) == set(names)
    assert {name for name, person in field.people.items() if listed(person, case)} == set(names)


def listed(person: Membership, case: Case) -> bool:
    return any(scope.filter(pk=case.pk).exists() for scope in Case.objects.scopes(person.user).values())


def then_the_case_opens_for(mark: Bookmark, case: Case, *names: str) -> None:
    """Exactly these people may open its page, and each who does leaves a row in the trail."""
    opened = set()
    for name, person in mark.field.people.items():
        client, before = Client(), newest_audit()
        client.force_login(person.user)
        answer = client.get(reverse("cases:case", args=[case.pk]))
        rows = AuditEvent.objects.filter(pk__gt=before, user_id=person.user_id, subject=subject_of(case))
        assert answer.status_code == (200 if rows.exists() else 404 if person.role != Role.ADMINISTRATOR else 403), name
        opened |= {name} if rows.exists() else set()
    assert opened == set(names)
    mark.audit = newest_audit()


def then_next_due_is(field: Field, case: Case, day: date | None) -> None:
    """What the case page names as due next beside the plan's own actions, for the worker."""
    seen = overview.case_for(field.people["worker"].user, case.pk).get()
    dues = overview.agenda(seen, overview.plan_in_force(seen), is_assessed=seen.is_assessed)
    assert (as_day(dues[0].due) if dues else None) == day, [(str(due.label), due.due) for due in dues]


def then_the_referral_is_seen_by(field: Field, referral: Referral, *names: str) -> None:
    assert seen_by(field, Referral.objects, referral.pk) == set(names)


def then_the_stage_is(case: Case, stage: str) -> None:
    case.refresh_from_db()
    assert case.stage == stage
