"""Keeping a place free for a case for some hours, and letting it go (domain.md 13, place_hold_hours)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.clock import date_words, time_words
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from cases.event_states import EventKind
from cases.models import Case
from cases.services.events import add_event
from cases.services.locks import locked, locked_case
from institutions.models import Institution
from institutions.parameters import value_for

from ..eligibility.holds import hold_problems, letting_go_problems
from ..models import PlaceHold, Placement
from ..notifications import tell_held
from ..permissions import can_send


@transaction.atomic
@in_record_language
def hold_place(*, case: Case, institution: Institution, by: Actor) -> PlaceHold:
    """Keep a place of `institution` for `case`, for as many hours as the case's office has set. It shares nothing: the
    institution learns that somebody is expected, by sex and age.

    Raises NotAllowed; RuleViolation with `hold_problems`, counted under the institution's lock.
    """
    case = locked_case(case)
    require(can_send(by, case), _("Hanya yang menangani kasus ini yang boleh menahan tempat."))
    # The last place goes to one: whoever comes next, also to admit, waits here.
    institution = Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    require_no_problems(hold_problems(case, institution, sender=by.institution_id))
    hours, now = value_for("place_hold_hours", case.office), timezone.now()
    hold = PlaceHold.objects.create(
        case=case,
        institution=institution,
        hours=hours,
        held_at=now,
        held_by_id=by.user_id,
        lapses_at=now + timedelta(hours=hours),
    )
    when = f"{date_words(hold.lapses_at)}, {time_words(hold.lapses_at)}"
    text = _("%(name)s, sampai %(when)s.") % {"name": institution.name, "when": when}
    add_event(case=case, kind=EventKind.PLACE_HELD, by=by, text=text)
    tell_held(hold, by=by)
    record("hold.place", hold, by=by, data={"case": case.pk, "institution": institution.pk, "hours": hours})
    return hold


@transaction.atomic
@in_record_language
def let_go_place(*, hold: PlaceHold, by: Actor) -> PlaceHold:
    """Let a place go before its time. Raises NotAllowed; RuleViolation when it stands no more."""
    case = locked_case(hold.case)
    hold = locked(hold)
    require(can_send(by, case), _("Hanya yang menangani kasus ini yang boleh melepas tempat."))
    require_no_problems(letting_go_problems(hold))
    _end(hold, by=by)
    add_event(case=case, kind=EventKind.PLACE_LET_GO, by=by, text=hold.institution.name)
    tell_held(hold, by=by)
    record("hold.let_go", hold, by=by, data={"case": case.pk, "institution": hold.institution_id})
    return hold


def use_holds(placement: Placement, *, by: Actor) -> None:
    """The child has a place: what was held for the case is used up, or needed no more elsewhere. Part of
    `start_placement`, which holds the case's lock and says who."""
    for hold in PlaceHold.objects.standing().filter(case=placement.case_id):
        _end(hold, by=by, placement=placement if hold.institution_id == placement.institution_id else None)


def _end(hold: PlaceHold, *, by: Actor, placement: Placement | None = None) -> None:
    hold.ended_at, hold.ended_by_id, hold.placement = timezone.now(), by.user_id, placement
    hold.save(update_fields=["ended_at", "ended_by", "placement"])
