"""Whether a decision may be taken back, and what may not rest on one that was (UU 30/2014 art. 64; domain.md 5.2)."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.errors import Problem
from institutions.models import Mandate

from ..models import CareDecision, DecisionRevocation
from ..states import DecisionOutcome
from .gate import LAW_57
from .mandates import mandate_problems, persons_signing

LAW_REVOKED = _("UU 30/2014 pasal 64; UU 23/2002 pasal 57–58")


def is_revoked(decision: CareDecision | None) -> bool:
    """Whether `decision` was taken back: one query, none without a decision."""
    return decision is not None and DecisionRevocation.objects.filter(decision=decision).exists()


def revoked_problems(decision: CareDecision | None, *, field: str = "") -> Iterator[Problem]:
    """Nothing begins and nothing goes on by a decision that was taken back (hard)."""
    if decision is not None and is_revoked(decision):
        text = _("Keputusan %(number)s sudah dicabut. Minta keputusan baru.") % {"number": decision.number}
        yield Problem("decision_revoked", text, source=LAW_REVOKED, field=field)


def wrote_report(decision: CareDecision, *, by: Actor, mandate: Mandate | None) -> bool:
    """Whether who signs, or in whose name, wrote or signed the social report that the decision rests on: persons count,
    not memberships."""
    report = decision.social_report
    authors = {decision.report_author_id, report.author_id, report.signed_by_id} - {None}
    return bool(persons_signing(by, mandate) & authors)


def revoking_problems(
    decision: CareDecision, *, by: Actor, mandate: Mandate | None, reason: str, on: date
) -> Iterator[Problem]:
    """Before a decision is taken back, on day `on` at its office."""
    if is_revoked(decision):
        yield Problem("decision_revoked_already", _("Keputusan ini sudah dicabut."))
    end = decision.valid_until
    over = end is not None and end < on and not decision.placements.open().exists()
    if decision.outcome != DecisionOutcome.APPROVED or over:
        yield Problem("nothing_to_revoke", _("Hanya keputusan yang disetujui dan masih berlaku yang dicabut."))
    if wrote_report(decision, by=by, mandate=mandate):
        text = _("Penulis laporan sosial tidak boleh menandatangani keputusannya. Minta pejabat lain.")
        yield Problem("revocation_four_eyes", text, source=LAW_57)
    yield from mandate_problems(by, mandate)
    if not reason.strip():
        text = _("Tulis mengapa keputusan dicabut.")
        yield Problem("revocation_without_reason", text, source=LAW_REVOKED, field="reason")
