"""Who has seen or changed a case: the audit trail, read for the people who may investigate.

Features never read the trail (design.md 3); this page is for those who answer for the case, and shows nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import CharField, Count, Max, Q, QuerySet, Value
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.models import AuditEvent
from atensi.audit.services import subject_of
from atensi.documents.models import Document
from atensi.errors import require
from cases.hooks import CaseAction
from cases.models import Case, CaseResponse
from cases.permissions import can_oversee
from institutions.models import Mandate, Membership
from referrals.models import CareDecision, DecisionRevocation, Placement, PlacementReview, Recommendation, Referral

from .verbs import words_of

# Records with a chain of their own that belong to a case, and the way to it. Everything else is told under the case.
PARTS = [
    (CaseResponse, "case"),
    (Referral, "case"),
    (CareDecision, "case"),
    (Recommendation, "referral__case"),
    (DecisionRevocation, "decision__case"),
    (Placement, "case"),
    (PlacementReview, "placement__case"),
]
MOST_PEOPLE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words. person: empty for the system. standing: role and institution acted under; on_behalf: by whose
    mandate."""

    event: AuditEvent
    words: str
    person: str
    standing: str
    on_behalf: str


@dataclass(frozen=True, slots=True)
class Reader:
    """One person of the trail: how often they stand in it, and when last."""

    person: str
    times: int
    last_at: object


def can_investigate(actor: Actor | None, case: Case) -> bool:
    """Ask who saw the case: supervisor and decider of the office responsible for it."""
    return can_oversee(actor, case)


def investigated(user: User, actor: Actor, pk: int) -> Case:
    """A case of which the person may ask who saw it. Raises Http404, NotAllowed."""
    case = get_object_or_404(Case.objects.visible_to(user).select_related("office"), pk=pk)
    require(can_investigate(actor, case), _("Hanya penyelia dan pejabat kantor penanggung jawab kasus."))
    return case


def actions(actor: Actor, case: Case) -> list[CaseAction]:
    """The way from the case page to its trail; no query."""
    if not can_investigate(actor, case):
        return []
    return [CaseAction(_("Siapa yang melihat kasus ini"), reverse("case_trail", args=[case.pk]))]


def subjects_of(case: Case) -> list[str]:
    """The trail's names of the case, its person and every record of it: two queries."""
    rows = [
        model.objects.filter(**{path: case})
        .annotate(room=Value(model._meta.model_name, output_field=CharField()))
        .order_by()
        .values_list("room", "pk")
        for model, path in PARTS
    ]
    names = [f"{room}:{pk}" for room, pk in rows[0].union(*rows[1:], all=True)]
    names += [subject_of(case), f"beneficiary:{case.beneficiary_id}"]
    return names + [f"document:{pk}" for pk in Document.objects.filter(subject__in=names).values_list("pk", flat=True)]


def events_of(case: Case) -> QuerySet[AuditEvent]:
    """Every event about the case, and every list or search in which it, or a record of it, was shown. Walks the index
    of subjects and the one of what was seen."""
    subjects = subjects_of(case)
    return AuditEvent.objects.filter(Q(subject__in=subjects) | Q(seen__overlap=subjects))


def readers_of(events: QuerySet[AuditEvent]) -> list[Reader]:
    """The people in the trail, the last one first: two queries."""
    rows = events.exclude(user_id=None).order_by().values("user_id").annotate(times=Count("pk"), last_at=Max("at"))
    found = list(rows.order_by("-last_at")[:MOST_PEOPLE])
    people = User.objects.in_bulk([row["user_id"] for row in found])
    return [Reader(_name(people, row["user_id"]), row["times"], row["last_at"]) for row in found]


def lines_of(events: Sequence[AuditEvent]) -> list[Line]:
    """The events in words, with the names of people, roles and mandates: three queries."""
    people = User.objects.in_bulk(_ids(event.user_id for event in events))
    memberships = Membership.objects.select_related("institution").in_bulk(
        _ids(event.membership_id for event in events)
    )
    mandates = Mandate.objects.select_related("grantor__user").in_bulk(_ids(map(_mandate_id, events)))
    return [
        Line(
            event=event,
            words=words_of(event.verb),
            person=_name(people, event.user_id),
            standing=str(memberships.get(event.membership_id, "")),
            on_behalf=_on_behalf(mandates.get(_mandate_id(event))),
        )
        for event in events
    ]


def _ids(values: Iterable[int | None]) -> set[int]:
    return {value for value in values if value is not None}


def _mandate_id(event: AuditEvent) -> int | None:
    return event.data.get("mandate") if isinstance(event.data, dict) else None


def _name(people: dict[int, User], pk: int | None) -> str:
    if pk is None:
        return ""
    return str(people[pk]) if pk in people else _("Akun %(pk)d") % {"pk": pk}


def _on_behalf(mandate: Mandate | None) -> str:
    if mandate is None:
        return ""
    return _("a.n. %(name)s, mandat %(number)s") % {"name": mandate.grantor.user, "number": mandate.number}
