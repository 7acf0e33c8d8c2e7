"""Who is told what about what happens in homes. No notice names a child: an incident may be of several."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import subject_of
from atensi.notices.kinds import NoticeKind, register_kind
from atensi.notices.services import mark_many_acted, notify
from atensi.reference.workdays import local_day
from cases.notifications import words_by_case
from institutions.reaching import who_holds
from institutions.states import OFFICE_ROLES

from .models import Assignment, Caregiver, Incident, Leave

URGENT, RECORDED = "incident:urgent", "incident:recorded"
REPORTED, CLOSED = "incident:reported", "incident:closed"
CAREGIVER_CHANGED = "stay:caregiver"


def register_kinds() -> None:
    urgent = _("Kejadian berat di lembaga: {reference}. Dinas Sosial melihatnya sekarang.")
    outside = _("Kejadian mendesak di lembaga: {reference}")
    register_kind(NoticeKind(URGENT, urgent, outside, urgent=True, name=_("Kejadian berat di lembaga")))
    recorded = _("Kejadian di lembaga dicatat: {reference}")
    register_kind(NoticeKind(RECORDED, recorded, recorded))
    reported = _("Laporan Dinas atas kejadian ada: {reference}")
    register_kind(NoticeKind(REPORTED, reported, reported, is_news=True))
    closed = _("Kejadian di lembaga ditutup: {reference}")
    register_kind(NoticeKind(CLOSED, closed, closed, is_news=True))
    changed = _("Pengasuh anak di lembaga berganti: {reference}")
    register_kind(NoticeKind(CAREGIVER_CHANGED, changed, changed, is_news=True))


def _around(incident: Incident) -> set[int]:
    """The overseers of the Dinas and of the children's offices, the children's social workers, and who heads the
    home."""
    cases = [child.placement.case for child in incident.children.all()]
    offices = {incident.office_id, *(case.office_id for case in cases)}
    held = who_holds({*offices, incident.institution_id})
    overseers = set[int]().union(*(held.of(office, OFFICE_ROLES) for office in offices))
    return overseers | set(held.heads[incident.institution_id]) | {case.worker_id for case in cases}


def _tell(kind: str, incident: Incident, people: set[int], *, by: Actor) -> None:
    notify(
        kind=kind,
        subject=subject_of(incident),
        recipients=sorted(people - {by.user_id}),
        due_on=local_day(incident.report_due_at or incident.happened_at, incident.office.region),
        reference=incident.number,
        path=reverse("living:incident", args=[incident.pk]),
    )


def tell_recorded(incident: Incident, *, by: Actor) -> None:
    """Violence and a death are told at once, in quiet hours too."""
    _tell(URGENT if incident.is_grave else RECORDED, incident, _around(incident), by=by)


def tell_reported(incident: Incident, *, by: Actor) -> None:
    _tell(REPORTED, incident, _around(incident), by=by)


def tell_closed(incident: Incident, *, by: Actor) -> None:
    """What was asked of people about it is asked no more."""
    mark_many_acted([subject_of(incident)], kinds=(URGENT, RECORDED), by=by)
    _tell(CLOSED, incident, _around(incident), by=by)


def incident_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """What it was and in which home, for notices about incidents."""
    rows = Incident.objects.visible_to(user).filter(pk__in=ids).select_related("institution")
    return {row.pk: f"{row.get_kind_display()}, {row.institution}" for row in rows}


def tell_caregiver_changed(assignment: Assignment, *, by: Actor) -> None:
    """The head of the home and the child's worker know who cares for the child (domain.md 5.5)."""
    placement = assignment.placement
    held = who_holds({placement.institution_id})
    people = {*held.heads[placement.institution_id], placement.case.worker_id}
    notify(
        kind=CAREGIVER_CHANGED,
        subject=subject_of(assignment),
        recipients=sorted(people - {by.user_id}),
        due_on=assignment.since,
        reference=placement.case.number,
        path=reverse("living:stay", args=[placement.pk]),
    )


def leave_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    return _of_stays(user, Leave.objects.visible_to(user).filter(pk__in=ids))


def assignment_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    return _of_stays(user, Assignment.objects.visible_to(user).filter(pk__in=ids))


def _of_stays(user: Any, rows: Any) -> dict[int, str]:
    held = rows.select_related("placement__case__beneficiary")
    return words_by_case(user, [(row.pk, row.placement.case) for row in held])


def caregiver_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """Names of caregivers, for notices about their review."""
    return dict(Caregiver.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "name"))
