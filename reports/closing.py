"""Homes that stop, on the first page of the Dinas of their region: those that do, and those in trouble."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from institutions.models import Institution
from referrals.closing import proposed_for, running_below
from referrals.states import OPEN_MOVES

from .rows import DECISION, LIMIT, SAFETY, Task


def closures_running(user, actor: Actor, today: date) -> Iterable[Task]:
    """How many children a home that stops still has, until none is left."""
    office = Institution.objects.get(pk=actor.institution_id)
    left = Count("moves", filter=Q(moves__state__in=OPEN_MOVES))
    for closure in running_below(office).annotate(left=left).order_by("move_by", "pk")[:LIMIT]:
        words = {"home": closure.institution, "n": closure.left}
        yield Task(
            closure.move_by,
            _("%(home)s berhenti mengasuh, anak belum pindah: %(n)d") % words,
            str(closure.get_why_display()),
            reverse("referrals:closure", args=[closure.pk]),
            _("Lihat kemajuan"),
            weight=SAFETY,
            shown=closure,
        )


def closures_proposed(user, actor: Actor, today: date) -> Iterable[Task]:
    """Homes with children whose licence or accreditation has run out: whether they stop is the decider's to say."""
    office = Institution.objects.get(pk=actor.institution_id)
    for one in proposed_for(office, today, limit=LIMIT):
        words = {"home": one.institution, "n": one.children}
        yield Task(
            today,
            _("Putuskan apakah %(home)s masih boleh mengasuh, jumlah anak: %(n)d") % words,
            str(one.why.label),
            f"{reverse('referrals:closure_announce', args=[one.institution.pk])}?sebab={one.why}",
            _("Pertimbangkan"),
            weight=DECISION,
            shown=one.institution,
        )
