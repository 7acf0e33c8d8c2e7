"""Watching children who went home: that one comes back is told at once to those who sent it home (domain.md 5.3)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.clock import date_words
from atensi.reference.workdays import add_months
from institutions.parameters import value_for

from ..event_states import EventKind
from ..models import AftercareVisit, Beneficiary, Case, CaseResponse, Reentry
from ..notifications import tell_reentry
from ..states import ReturnKind
from .events import add_event


def watch_reentry(
    *, beneficiary: Beneficiary, on: date, by: Actor, case: Case | None = None, response: CaseResponse | None = None
) -> Reentry | None:
    """Record that a child is reported (`response`) or placed again within reentry_watch_months of going home, and tell
    the former worker and the overseers of both offices; None for everybody else.

    Part of the caller's transaction, which is the change it follows from.
    """
    last = AftercareVisit.objects.filter(case__beneficiary=beneficiary, home_on__lte=on).order_by("-home_on").first()
    if last is None:
        return None
    former: Case = last.case
    months = value_for("reentry_watch_months", former.office, on=on)
    if on > add_months(last.home_on, months):
        return None
    reentry = Reentry.objects.create(
        beneficiary=beneficiary,
        former=former,
        case=case,
        response=response,
        kind=ReturnKind.REPORTED if response else ReturnKind.PLACED,
        home_on=last.home_on,
        came_back_on=on,
        watch_months=months,
    )
    for told in {former, case} - {None}:
        add_event(case=told, kind=EventKind.REENTERED, by=by, text=_told(reentry))
    tell_reentry(reentry, by=by)
    data = {"former": former.pk, "case": case.pk if case else None, "home_on": last.home_on.isoformat()}
    record("reentry.record", former, by=by, data=data)
    return reentry


def _told(reentry: Reentry) -> str:
    words = _("Pulang ke keluarga %(home)s, %(how)s %(back)s.")
    days = {"home": date_words(reentry.home_on), "back": date_words(reentry.came_back_on)}
    return words % (days | {"how": ReturnKind(reentry.kind).label})
