"""An offer to hand a case over, as one person may read it. Read only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from atensi.deadlines.hooks import clock_named
from atensi.deadlines.models import Deadline
from institutions.models import Institution

from .hand_over_states import TransferState
from .masking import person_words, with_initials
from .models import Case, CaseTransfer
from .overview import actions_of, plan_in_force
from .plan_states import OPEN_ACTIONS

RELATED = ("case__beneficiary", "from_office__region", "from_worker", "to_office__region", "to_worker", "offered_by")
DUES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Duty:
    """Something of the case that has a last day, in words that tell neither name nor category."""

    label: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Told:
    """What one reader learns of an offer: enough to decide, and the case itself only from acceptance on.

    who: the name for those who read the case with its names, else sex and age. reason, summary: of an open offer, for
    the receiver with initials in place of the person's and the family's names; of one that ended, and for whoever once
    had the case in hand, for those alone who read the case. answer: why it was not taken, with initials likewise.
    category: empty for a restricted case. sees_case: whether the case page opens.
    """

    who: str
    reason: str
    summary: str
    answer: str
    category: str
    duties: Sequence[Duty]
    sees_case: bool

    @property
    def words(self) -> bool:
        return bool(self.reason)


def transfers_of(user: Any) -> QuerySet[CaseTransfer]:
    """The offers that `user` may see, each with what its page shows."""
    return CaseTransfer.objects.visible_to(user).select_related(*RELATED, "answered_by")


def told_of(transfer: CaseTransfer, user: Any) -> Told:
    """What of the offer may be told to `user`, who may see it. At most thirteen queries."""
    case = transfer.case
    seen: QuerySet[Any] = Case.objects.visible_to(user).filter(pk=case.pk)
    sees_case = seen.exists()
    named = sees_case and (not case.restricted or seen.named_to(user).exists())  # type: ignore[attr-defined]
    told = named or (transfer.is_open and (sees_case or _receives(transfer, user)))
    reason, summary, answer = (
        text if named else with_initials(case, text)
        for text in (*((transfer.reason, transfer.summary) if told else ("", "")), transfer.answer_reason)
    )
    return Told(
        who=str(case.beneficiary) if named else person_words(case),
        reason=reason,
        summary=summary,
        answer=answer,
        category=category_of(case) if named or (told and not case.restricted) else "",
        duties=duties_of(case) if told else (),
        sees_case=sees_case,
    )


def _receives(transfer: CaseTransfer, user: Any) -> bool:
    received: QuerySet[Any] = CaseTransfer.objects.scopes(user)["received"]
    return received.filter(pk=transfer.pk).exists()


def category_of(case: Case) -> str:
    """The primary category, in words: one query."""
    row = case.category_rows.filter(is_primary=True).select_related("code").first()
    return str(row.code) if row else ""


def duties_of(case: Case) -> list[Duty]:
    """What is due in the case and by its plan, soonest first. The answer to the offer itself is left out, and the day a
    child comes of age, which is the birth date. At most four queries."""
    rows = Deadline.objects.filter(case_id=case.pk).exclude(clock__in=["transfer", "coming_of_age"])
    duties = [Duty(str(clock_named(row.clock).label_outside), row.due_on) for row in rows]
    actions = [action for action in actions_of(plan_in_force(case)) if action.state in OPEN_ACTIONS]
    duties += [Duty(_("Kegiatan rencana"), action.due_on) for action in actions]
    return sorted(duties, key=lambda duty: duty.due_on)[:DUES_SHOWN]


def office_at(case: Case, moment: datetime | None) -> Institution:
    """The office that had the case at `moment`, None for now: what a paper of that time names. At most one query."""
    if moment is None:
        return case.office
    gone = case.transfers.filter(state=TransferState.ACCEPTED, answered_at__gt=moment)
    gone = gone.exclude(to_office=F("from_office")).select_related("from_office__region")
    first = gone.order_by("answered_at", "pk").first()
    return first.from_office if first else case.office


def offer_of(case: Case) -> CaseTransfer | None:
    """The open offer of a case: one query."""
    return case.transfers.open().select_related("to_office__region", "to_worker").first()
