"""Since when and until when somebody of the family cares for the child."""

from datetime import date

from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.reference.workdays import today_in

from ..event_states import EventKind
from ..models import CaregivingPeriod, Case, FamilyMember
from .events import add_event


def running_period(member: FamilyMember) -> CaregivingPeriod | None:
    """The period of somebody who cares for the child now."""
    return member.caregiving.filter(until=None).first()


def keep_caregiving(
    *, case: Case, member: FamilyMember, period: CaregivingPeriod | None, on: date | None, by: Actor
) -> None:
    """Begin, end or date the period that `member.is_caregiver` asks for, as part of the service that wrote the person.

    period: the one that runs. on: the day it began or ended; an end without a day is today."""
    if member.is_caregiver and period is None:
        CaregivingPeriod.objects.create(member=member, since=on, recorded_by_id=by.user_id)
        add_event(case=case, kind=EventKind.CAREGIVER_CHANGED, by=by, text=_("%(who)s mengasuh") % {"who": member})
    elif member.is_caregiver and period is not None and on:
        period.since = on
        period.save(update_fields=["since"])
    elif period is not None and not member.is_caregiver:
        today = today_in(case.office.region)
        period.until = on or max(today, period.since or today)
        period.save(update_fields=["until"])
        text = _("%(who)s tidak mengasuh lagi") % {"who": member}
        add_event(case=case, kind=EventKind.CAREGIVER_CHANGED, by=by, text=text)
