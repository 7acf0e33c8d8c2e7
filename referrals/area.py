"""Requests that found no place, around a Sentra: among its partners and in its coverage (docs/adr/0038).

A Sentra stands behind the UPTD and LKS of its area (domain.md 4, SERASI). It was not asked, so it reads a line that
tells of the request and of nobody: neither the child's data nor what the sender wrote is read from the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution, Partnership
from institutions.states import SOCIAL_OFFICES

from .models import Referral
from .states import ReferralState
from .summaries import asked_words

ALL, PARTNERS, COVERAGE = "", "mitra", "wilayah"
PARTS = {ALL: _("Semua"), PARTNERS: _("Mitra kami"), COVERAGE: _("Wilayah layanan")}
HOW = {
    ReferralState.SENT: _("Belum dijawab, lewat batas"),
    ReferralState.DECLINED: _("Ditolak, belum ada lembaga lain"),
    ReferralState.LAPSED: _("Gugur, belum ada lembaga lain"),
}
# What a line shows: nothing of the child, none of the sender's words.
COLUMNS = (
    *("number", "kind", "state", "asked_base", "asked_form", "is_emergency", "sent_at", "answer_due_on", "turn"),
    *("from_institution__name", "from_institution__kind", "from_institution__phone", "from_institution__email"),
    *("to_institution__name", "to_institution__kind"),
    *("case__office__name", "case__office__phone"),
)


@dataclass(frozen=True, slots=True)
class Stuck:
    """One request without a place. is_partners: it was sent by a partner of the Sentra, or to one."""

    referral: Referral
    is_partners: bool

    @property
    def how(self) -> str | Promise:
        return HOW[ReferralState(self.referral.state)]

    @property
    def asked(self) -> str:
        return asked_words(self.referral)


def partners_of(sentra: Institution) -> list[int]:
    """Ids of those that work with the Sentra today: one query."""
    return list(Partnership.objects.standing().filter(sentra=sentra).values_list("partner_id", flat=True))


def offices_covered(sentra: Institution) -> list[int]:
    """Ids of the Dinas in the Sentra's coverage: two queries, one where it has none."""
    inside = Q()
    for region in sentra.coverage.all():
        inside |= Q(region__code__startswith=region.pk)
    if not inside:
        return []
    offices = Institution.objects.active().filter(inside, kind__in=SOCIAL_OFFICES)
    return list(offices.order_by().values_list("pk", flat=True))


def stuck_around(sentra: Institution, part: str = ALL) -> tuple[QuerySet[Referral], set[int]]:
    """The requests without a place around `sentra`, of one of PARTS, and the ids of its partners. Three queries beside
    the list's own."""
    partners = partners_of(sentra)
    by_partner = Q(from_institution__in=partners) | Q(to_institution__in=partners)
    covered = Q(pk__in=[]) if part == PARTNERS else Q(case__office__in=offices_covered(sentra))
    near = {ALL: by_partner | covered, PARTNERS: by_partner, COVERAGE: covered}[part]
    rows = Referral.objects.without_place().filter(near)
    rows = rows.exclude(from_institution=sentra).exclude(to_institution=sentra)
    related = ("from_institution", "to_institution", "case__office")
    return rows.select_related(*related).only(*COLUMNS), set(partners)


def lines(rows: Iterable[Referral], partners: set[int]) -> list[Stuck]:
    return [Stuck(row, bool({row.from_institution_id, row.to_institution_id} & partners)) for row in rows]
