"""Whether a decision may be changed (UU 30/2014 art. 63, its articles recalled; domain.md 5.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.clock import date_words
from atensi.errors import Problem
from institutions.models import Mandate

from ..models import CareDecision
from ..states import DecisionOutcome
from .gate import LAW_57
from .mandates import mandate_problems
from .revoking import is_revoked, wrote_report

LAW_REVISED = _("UU 30/2014 pasal 63; UU 23/2002 pasal 57–58")


@dataclass(frozen=True, slots=True)
class Revising:
    """A decision as somebody wants to change it, on day `on` at its office. until_on: its new last day; None keeps
    the one it has."""

    decision: CareDecision
    by: Actor
    mandate: Mandate | None
    reason: str
    until_on: date | None
    correction: str
    on: date


def in_force_until(decision: CareDecision) -> date | None:
    """The last day of care by the decision, as changed and as extended for who lives by it; None without an end. Read
    with revisions prefetched; one query."""
    end = decision.valid_until
    extended = decision.placements.open().aggregate(last=Max("planned_end_on"))["last"]
    return max((day for day in (end, extended) if day), default=None) if end else None


def revising_problems(asked: Revising) -> Iterator[Problem]:
    """Before a decision is changed."""
    decision = asked.decision
    end = in_force_until(decision)
    over = end is not None and end < asked.on
    if decision.outcome != DecisionOutcome.APPROVED or over or is_revoked(decision):
        yield Problem("nothing_to_revise", _("Hanya keputusan yang disetujui dan masih berlaku yang diubah."))
    if wrote_report(decision, by=asked.by, mandate=asked.mandate):
        text = _("Penulis laporan sosial tidak boleh menandatangani keputusannya. Minta pejabat lain.")
        yield Problem("revision_four_eyes", text, source=LAW_57)
    yield from mandate_problems(asked.by, asked.mandate)
    if not asked.reason.strip():
        text = _("Tulis mengapa keputusan diubah.")
        yield Problem("revision_without_reason", text, source=LAW_REVISED, field="reason")
    yield from _change_problems(asked, end)


def _change_problems(asked: Revising, end: date | None) -> Iterator[Problem]:
    if asked.until_on is None:
        if not asked.correction.strip():
            text = _("Isi tanggal akhir yang baru, atau tulis apa yang diperbaiki.")
            yield Problem("revision_changes_nothing", text, field="until_on")
        return
    if asked.until_on < max(asked.on, asked.decision.starts_on):
        text = _("Keputusan tidak berlaku surut. Akhir paling awal hari ini, dan sesudah keputusan mulai.")
        yield Problem("revision_reaches_back", text, source=LAW_REVISED, field="until_on")
        return
    if end is not None and asked.until_on >= end:
        text = _("Sekarang berlaku sampai %(day)s. Lebih lama diminta sebagai perpanjangan atau permohonan baru.")
        values = {"day": date_words(end)}
        yield Problem("revision_not_shorter", text % values, source=LAW_57, field="until_on")
    due = asked.decision.start_due_on
    if due is not None and asked.until_on < due and not asked.decision.placements.exists():
        text = _("Belum ada penempatan, dan masih boleh dimulai sampai %(day)s. Cabut keputusan ini.")
        yield Problem("revision_of_unused", text % {"day": date_words(due)}, source=LAW_REVISED, field="until_on")
