"""Whether a placement may last longer than Dinas Sosial decided (domain.md 5.2, 5.3; design.md 4)."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.clock import date_words
from atensi.errors import Problem
from atensi.language import counted
from atensi.reference.workdays import today_in
from cases.hands import shared_with
from institutions.models import Institution, Mandate
from institutions.parameters import value_for

from ..models import Placement, PlacementExtension
from ..review_rules import add_months
from ..states import ReviewState, Term, Title
from .gate import LAW_57
from .mandates import mandate_problems, persons_signing
from .revoking import revoked_problems
from .titles import LAW_EMERGENCY


def asking_problems(placement: Placement, *, until_on: date, reason: str) -> Iterator[Problem]:
    """Before an extension is asked for."""
    yield from extendable_problems(placement)
    end = placement.planned_end_on
    if end is not None and until_on <= end:
        text = _("Tanggal baru harus sesudah %(date)s.") % {"date": date_words(end)}
        yield Problem("extension_not_longer", text, field="until_on")
    elif until_on <= today_in(placement.case.office.region):
        yield Problem("extension_not_longer", _("Tanggal baru harus sesudah hari ini."), field="until_on")
    if not reason.strip():
        text = _("Tulis mengapa anak belum bisa pulang atau pindah.")
        yield Problem("extension_without_reason", text, source=LAW_57, field="reason")
    if placement.extensions.waiting().exists():
        yield Problem("extension_waiting", _("Perpanjangan penempatan ini sudah diminta dan menunggu tanda tangan."))
    yield from length_problems(placement, until_on)


def extendable_problems(placement: Placement) -> Iterator[Problem]:
    """Only what Dinas Sosial decided with an end can be extended; an emergency never (hard)."""
    if not placement.is_open:
        yield Problem("placement_ended", _("Penempatan ini sudah berakhir."))
    if placement.title == Title.EMERGENCY:
        text = _("Batas penempatan darurat tidak diperpanjang. Minta keputusan Dinas Sosial.")
        yield Problem("emergency_not_extended", text, source=LAW_EMERGENCY)
    elif placement.title != Title.DECISION or placement.planned_end_on is None:
        text = _("Penempatan ini tidak punya batas akhir dari keputusan Dinas Sosial.")
        yield Problem("nothing_to_extend", text)
    yield from revoked_problems(placement.decision)


def outdated_problems(extension: PlacementExtension) -> Iterator[Problem]:
    """Signed is what was asked for: when the placement ends on another day since, it is asked for anew (hard)."""
    if extension.ends_before != extension.placement.planned_end_on:
        text = _("Akhir penempatan berubah sejak perpanjangan ini diminta. Tolak, lalu minta lagi.")
        yield Problem("extension_outdated", text, source=LAW_57)


def length_problems(placement: Placement, until_on: date) -> Iterator[Problem]:
    """Short-term care with its extensions lasts no longer than the office's setting (domain.md 5.3, soft)."""
    months = value_for("short_term_months", signing_office(placement), on=placement.starts_on)
    if placement.term == Term.SHORT and until_on > add_months(placement.starts_on, months):
        text = counted("Jangka pendek paling lama %(months)d bulan.", months=months)
        yield Problem("short_term_exceeded", text, "soft", _("Pengaturan kantor: jangka pendek"), "until_on")


def signing_office(placement: Placement) -> Institution:
    """Who lets a placement last longer: the office that decided, as long as it has the case or a share of it; after
    that the office of the case, whose own deciders then answer (docs/adr/0031). At most one query."""
    case, decided = placement.case, placement.decision.deciding_office if placement.decision else None
    if decided is None or decided.pk == case.office_id:
        return case.office
    return decided if shared_with(case).filter(pk=decided.pk).exists() else case.office


def answer_problems(
    extension: PlacementExtension, *, by: Actor, mandate: Mandate | None, considerations: str
) -> Iterator[Problem]:
    """Before an extension is signed or declined: by another person than asked, or than recorded the last review, and
    not in such a person's name (four eyes, hard); with considerations."""
    placement = extension.placement
    last = placement.reviews.filter(state=ReviewState.HELD).order_by("-sequence").first()
    interested = {extension.asked_by_id, last.recorded_by_id if last else None}
    if persons_signing(by, mandate) & interested:
        text = _("Yang meminta perpanjangan atau mencatat tinjauan tidak menandatanganinya. Minta pejabat lain.")
        yield Problem("extension_four_eyes", text, source=LAW_57)
    yield from mandate_problems(by, mandate)
    if not considerations.strip():
        yield Problem("considerations_missing", _("Tulis pertimbangan."), source=LAW_57, field="considerations")
