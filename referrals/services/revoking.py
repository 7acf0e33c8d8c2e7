"""Taking a care decision back: a paper of its own, the unused admission withdrawn, the stay reviewed at once.

UU 30/2014 art. 64; domain.md 5.2, 5.3. It never ends a stay by itself: where the child goes is for the review to say.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.documents.states import PaperKind
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from cases.event_states import EventKind
from cases.models import Case
from cases.services.events import add_event
from cases.services.locks import locked
from institutions.models import Mandate

from ..eligibility.revoking import revoking_problems
from ..models import CareDecision, DecisionRevocation, Referral
from ..notifications import tell_revoked
from ..papers import revocation_content
from ..permissions import can_revoke
from ..states import OPEN_PLACEMENTS, ReferralState
from .decision_papers import issue_paper, signature
from .locks import locked_decision
from .moves import answer, close_share
from .reviews_of import move_reviews_of


@transaction.atomic
@in_record_language
def revoke_decision(*, decision: CareDecision, by: Actor, reason: str) -> DecisionRevocation:
    """Take an approval back, saying why; worker, sender and the named institution are told.

    A request to admit that nobody answered is withdrawn with it; a stay that rests on it goes on, and its review is due
    today. Raises NotAllowed; RuleViolation with `revoking_problems`, when somebody revoked it before, too.
    """
    case, decision = locked_decision(decision)
    require(can_revoke(by, decision), _("Hanya pejabat pemutus kantor yang memutuskan yang boleh mencabut."))
    mandate = Mandate.objects.acted_under(by)
    office = decision.deciding_office
    today = today_in(office.region)
    require_no_problems(revoking_problems(decision, by=by, mandate=mandate, reason=reason, on=today))
    revocation = DecisionRevocation(
        reason=reason.strip(),
        **signature(decision, by, mandate),
    )
    kind, content = PaperKind.REVOCATION, revocation_content(revocation)
    revocation.paper = issue_paper(kind, content, about=decision, case=case, office=office, on=today, by=by)
    revocation.save(force_insert=True)
    values = {"number": decision.number, "paper": revocation.paper.number, "reason": revocation.reason}
    text = _("Keputusan %(number)s dicabut dengan %(paper)s. %(reason)s") % values
    add_event(case=case, kind=EventKind.DECISION_SIGNED, by=by, text=text)
    withdrawn = _withdraw_admissions(decision, by=by)
    reviews = _review_at_once(case, decision, by=by)
    keep_deadlines(cases=[case.pk], by=by)
    tell_revoked(revocation, by=by)
    data = {"case": case.pk, "decision": decision.pk, "paper": revocation.paper_id, "withdrawn": withdrawn}
    record("decision.revoke", decision, by=by, data=data | {"reviews": reviews}, reason=revocation.reason)
    return revocation


def _withdraw_admissions(decision: CareDecision, *, by: Actor) -> list[int]:
    """Take back what the decision asked of the named institution and nobody answered; ids of those requests."""
    waiting = list(Referral.objects.filter(decision=decision, state=ReferralState.SENT))
    for row in waiting:
        admission = locked(row)
        admission.case = decision.case
        answer(admission, ReferralState.WITHDRAWN, by=by)
        close_share(admission, by=by)
    return [row.pk for row in waiting]


def _review_at_once(case: Case, decision: CareDecision, *, by: Actor) -> list[int]:
    """The reviews of stays that rest on the decision are due today, or sooner if they were; ids of those reviews."""
    today = today_in(case.office.region)
    note = _("Keputusan %(number)s dicabut.") % {"number": decision.number}
    stays = [locked(placement) for placement in decision.placements.filter(state__in=OPEN_PLACEMENTS)]
    return move_reviews_of(stays, case, to=today, cause=f"revoked:{decision.pk}", note=note, by=by)
