"""Changing a care decision: a paper of its own, the stay that rests on it ends with it and is reviewed before.

UU 30/2014 art. 63; domain.md 5.2, 5.3.
"""

from datetime import date, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.clock import date_words
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.documents.states import PaperKind
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from cases.event_states import EventKind
from cases.models import Case
from cases.services.events import add_event
from institutions.models import Mandate
from institutions.parameters import value_for

from ..eligibility.revising import Revising, in_force_until, revising_problems
from ..models import CareDecision, DecisionRevision
from ..notifications import tell_revised
from ..papers import revision_content
from ..permissions import can_revoke
from .decision_papers import issue_paper, signature
from .locks import locked_decision
from .reviews_of import move_reviews_of


@transaction.atomic
@in_record_language
def revise_decision(
    *, decision: CareDecision, by: Actor, reason: str, until_on: date | None = None, correction: str = ""
) -> DecisionRevision:
    """End an approval sooner, on `until_on`, set its words right by `correction`, or both, saying why; whoever was told
    of the decision is told.

    A stay that rests on it ends no later, and is reviewed some days before its end (setting review_before_end_days).
    Raises NotAllowed; RuleViolation with `revising_problems`.
    """
    case, decision = locked_decision(decision)
    require(can_revoke(by, decision), _("Hanya pejabat pemutus kantor yang memutuskan yang boleh mengubah."))
    mandate = Mandate.objects.acted_under(by)
    office = decision.deciding_office
    today = today_in(office.region)
    asked = Revising(decision, by, mandate, reason, until_on, correction, today)
    require_no_problems(revising_problems(asked))
    revision = DecisionRevision(
        pk=_next_pk(),
        reason=reason.strip(),
        ends_before=in_force_until(decision) if until_on else None,
        until_on=until_on,
        correction=correction.strip(),
        **signature(decision, by, mandate),
    )
    kind, content = PaperKind.REVISION, revision_content(revision)
    revision.paper = issue_paper(kind, content, about=revision, case=case, office=office, on=today, by=by)
    revision.save(force_insert=True)
    _tell_story(case, revision, by=by)
    reviews = _end_stay_sooner(case, revision, today, by=by)
    keep_deadlines(cases=[case.pk], by=by)
    tell_revised(revision, by=by)
    data = {"case": case.pk, "decision": decision.pk, "paper": revision.paper_id, "reviews": reviews}
    data["until_on"] = until_on.isoformat() if until_on else None
    record("decision.revise", decision, by=by, data=data, reason=revision.reason)
    return revision


def _next_pk() -> int:
    """The key of the row to come: its paper is made first, and a decision may have several."""
    table = DecisionRevision._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])


def _tell_story(case: Case, revision: DecisionRevision, *, by: Actor) -> None:
    values = {"number": revision.decision.number, "paper": revision.paper.number, "reason": revision.reason}
    text = _("Keputusan %(number)s diubah dengan %(paper)s. %(reason)s") % values
    if revision.until_on:
        end = _("Berlaku sampai %(day)s.") % {"day": date_words(revision.until_on)}
        text = f"{text} {end}"
    add_event(case=case, kind=EventKind.DECISION_SIGNED, by=by, text=text)


def _end_stay_sooner(case: Case, revision: DecisionRevision, today: date, *, by: Actor) -> list[int]:
    """No stay by the decision lasts longer than it, and each is reviewed before that day; ids of the reviews moved."""
    end = revision.until_on
    if end is None:
        return []
    office = revision.decision.deciding_office
    stays = list(revision.decision.placements.open().select_for_update())
    for placement in stays:
        if placement.planned_end_on is None or placement.planned_end_on > end:
            placement.planned_end_on = end
            placement.save(update_fields=["planned_end_on"])
    before = end - timedelta(days=value_for("review_before_end_days", office, on=today))
    note = _("Keputusan %(number)s diubah.") % {"number": revision.decision.number}
    return move_reviews_of(stays, case, to=max(today, before), cause=f"revised:{revision.pk}", note=note, by=by)
