"""Whether a home is made to stop, may still admit, and where its children may go (domain.md 5.3, 7)."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.workdays import today_in
from institutions.models import Institution

from ..models import HomeClosure, MovePlan
from ..states import MoveTo
from .proposals import Proposal

LAW_CLOSURE = _("Permensos 30/HUK/2011, izin dan penutupan lembaga; PP 44/2017")


def announcing_problems(institution: Institution, *, move_by: date, reason: str) -> Iterator[Problem]:
    """Before a home is made to stop."""
    if HomeClosure.objects.standing().filter(institution=institution).exists():
        yield Problem("home_closing_already", _("Penutupan lembaga ini sudah berjalan. Buka halamannya."))
    if not reason.strip():
        text = _("Tulis mengapa lembaga ini tidak bisa lagi mengasuh.")
        yield Problem("closure_without_reason", text, source=LAW_CLOSURE, field="reason")
    if move_by < today_in(institution.region):
        yield Problem("closure_ends_in_past", _("Hari terakhir itu sudah lewat."), field="move_by")


def lifting_problems(closure: HomeClosure, *, reason: str) -> Iterator[Problem]:
    if not closure.is_standing:
        yield Problem("closure_lifted", _("Penutupan ini sudah dicabut."))
    if not reason.strip():
        text = _("Tulis mengapa lembaga ini boleh mengasuh lagi.")
        yield Problem("lifting_without_reason", text, source=LAW_CLOSURE, field="reason")


def closed_home_problems(asked: Proposal) -> Iterator[Problem]:
    """A home that stops admits nobody (hard)."""
    house = asked.institution
    if house is not None and asked.facts.is_closing(house):
        text = _("%(name)s berhenti mengasuh dan tidak menerima anak lagi. Pilih tempat lain.")
        yield Problem("home_closing", text % {"name": house.name}, source=LAW_CLOSURE, field="institution")


def moving_problems(move: MovePlan, *, to: str, to_institution: Institution | None) -> Iterator[Problem]:
    """Before a child's move is planned: while it is there, and to a home that can take it."""
    if not move.is_open:
        yield Problem("move_ended", _("Anak ini sudah keluar, atau penutupan lembaganya dicabut."))
    if to not in MoveTo.values:
        yield Problem("move_without_aim", _("Pilih ke mana anak pindah."), source=LAW_CLOSURE, field="to")
    if to_institution is None or to != MoveTo.OTHER_HOME:
        return
    closing = HomeClosure.objects.standing().filter(institution=to_institution).exists()
    fit = to_institution.is_active and to_institution.is_residence
    if closing or not fit or not to_institution.licence_valid_on(today_in(to_institution.region)):
        text = _("%(name)s tidak bisa menerima anak: tidak aktif, tanpa izin, atau berhenti juga.")
        yield Problem(
            "move_home_unfit", text % {"name": to_institution.name}, source=LAW_CLOSURE, field="to_institution"
        )
