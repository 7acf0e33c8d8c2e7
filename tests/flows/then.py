"""What must be true after each step: stage, who sees the case, what trail and timeline tell, what is due."""

from atensi.audit.models import AuditEvent
from atensi.audit.verify import verify
from cases.models import Case, CaseEvent
from institutions.models import Membership
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


def then_the_referral_is_seen_by(field: Field, referral: Referral, *names: str) -> None:
    assert seen_by(field, Referral.objects, referral.pk) == set(names)


def then_the_stage_is(case: Case, stage: str) -> None:
    case.refresh_from_db()
    assert case.stage == stage
