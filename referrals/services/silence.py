"""Silence ends a request: beyond its limit it lapses, and the sender, told so, chooses another place (domain.md 5.3).

Before that the receiver is reminded by the clock of the answer. A request for a care decision never lapses: Dinas owes
a decision, and its silence climbs (UU 23/2002 arts. 57-58). In batches, restartable, harmless twice; what somebody
works on at the moment is skipped, and found by the next sweep.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor, system_actor
from atensi.audit.services import record, subject_of
from atensi.clock import date_words
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.language import in_record_language
from atensi.notices.services import mark_acted
from atensi.reference.workdays import add_workdays, today_in
from cases.event_states import EventKind
from cases.models import Case
from cases.services.events import add_event
from institutions.models import Institution
from institutions.parameters import value_for

from ..models import Referral
from ..notifications import tell_lapsed
from ..states import ReferralKind, ReferralState

BATCH = 200


def lapses_on(case: Case, receiver: Institution, *, kind: str, due_on: date, is_emergency: bool) -> date | None:
    """The last day of a request to `receiver` that nobody answers: as long after `due_on` as the case's office lets it
    wait (referral_silence_workdays; for an emergency referral_silence_emergency_days). None: it never lapses."""
    if kind == ReferralKind.CARE_DECISION:
        return None
    today = today_in(case.office.region)
    if is_emergency:
        return due_on + timedelta(days=value_for("referral_silence_emergency_days", case.office, on=today))
    return add_workdays(due_on, value_for("referral_silence_workdays", case.office, on=today), region=receiver.region)


def lapse_silent(at: datetime | None = None, *, batch: int = BATCH) -> int:
    """End every request whose receiver was silent beyond the limit at moment `at` (now). Returns how many."""
    by, ended = system_actor(), 0
    while count := _lapse_some(at or timezone.now(), batch, by):
        ended += count
    return ended


@transaction.atomic
@in_record_language
def _lapse_some(at: datetime, batch: int, by: Actor) -> int:
    """One batch. The case is locked beside its request, as an answer locks both; neither is waited for."""
    rows = Referral.objects.silent(at).select_related("case", "to_institution").order_by("pk")
    found = list(rows.select_for_update(of=("self", "case"), skip_locked=True)[:batch])
    for referral in found:
        _lapse(referral, at, by)
    keep_deadlines(cases=sorted({referral.case_id for referral in found}), by=by)
    for referral in found:
        record("referral.lapse", referral, by=by, data={"case": referral.case_id, "to": referral.to_institution_id})
    return len(found)


def _lapse(referral: Referral, at: datetime, by: Actor) -> None:
    assert referral.lapses_on is not None, "silent() finds none without a day"
    reason = _("Tidak dijawab sampai %(day)s.") % {"day": date_words(referral.lapses_on)}
    referral.state, referral.answered_at, referral.answer_reason = ReferralState.LAPSED, at, reason
    referral.save(update_fields=["state", "answered_at", "answer_reason"])
    mark_acted(subject_of(referral), at=at)
    words = _("%(number)s gugur: %(name)s tidak menjawab. Pilih lembaga lain.")
    values = {"number": referral.number, "name": referral.to_institution.name}
    add_event(case=referral.case, kind=EventKind.REFERRAL_LAPSED, by=by, text=words % values)
    tell_lapsed(referral)
