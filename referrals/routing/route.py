"""The router: every institution that could be asked is in or out, with reasons (docs/adr/0033)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from institutions.models import Institution
from institutions.states import Kind

from ..eligibility.facts import Facts
from ..eligibility.proposals import with_facts
from ..models import Placement, Referral
from ..states import ReferralKind, ReferralState
from .answering import answering_times
from .judging import Excluded, rule_problems, sentra_waits, unsuited
from .ranking import Fit, Known, reasons_for
from .wishes import Wish, at, proposal_for

NAMED_BEFORE_SENTRA = 3


@dataclass(frozen=True, slots=True)
class Routing:
    """fits: who may be asked, best first. excluded: all others of those looked at, who lies nearest first. note: why a
    Sentra is proposed though the need is basic; "" otherwise."""

    fits: tuple[Fit, ...]
    excluded: tuple[Excluded, ...]
    note: str | Promise = ""


def route(wish: Wish, institutions: Iterable[Institution], *, siblings: list[Placement]) -> Routing:
    """Judge and rank `institutions` for `wish`.

    siblings: placements of brothers and sisters that the reader may know of (`siblings_told`). The number of queries
    does not grow with that of the institutions; places are free at this second, nothing is locked. Source: domain.md
    4, 5.3, 7; UU 23/2002 art. 37.
    """
    houses = list(institutions)
    asked = with_facts(proposal_for(wish), houses, siblings=siblings)
    waiting, coverage, known = _waiting(wish), _coverage(houses), _known(wish.case, houses)
    fits, excluded = [], []
    for house in houses:
        here = at(asked, wish, house)
        found = rule_problems(wish, here, waiting=house.pk in waiting)
        against = [*(one for one in found if one.is_hard or one.code in NOT_PROPOSED), *unsuited(wish, here, coverage)]
        if against:
            excluded.append(Excluded(house, tuple(against)))
        else:
            fits.append(Fit(house, tuple(reasons_for(wish, house, asked.facts, known)), tuple(found)))
    return _sentra_last(wish, sorted(fits, key=_best_first), excluded, asked.facts)


# Soft for whoever has a reason; whom nobody has chosen yet is not proposed to somebody it does not serve, nor where
# nobody answers.
NOT_PROPOSED = frozenset({"nobody_answers", "target_group_differs"})


def _best_first(fit: Fit) -> tuple[int, str, int]:
    return -fit.score, fit.institution.name, fit.institution.pk


def _sentra_last(wish: Wish, fits: list[Fit], excluded: list[Excluded], facts: Facts) -> Routing:
    """A Sentra only where nobody else fits, and then it says so."""
    note: str | Promise = ""
    local = [fit for fit in fits if fit.institution.kind != Kind.SENTRA]
    if wish.sentra_last and local:
        names = ", ".join(fit.institution.name for fit in local[:NAMED_BEFORE_SENTRA])
        waits = (sentra_waits(names),)
        excluded += [Excluded(fit.institution, waits) for fit in fits if fit.institution.kind == Kind.SENTRA]
        fits = local
    elif wish.sentra_last and fits:
        note = _("Tidak ada LKS setempat yang bisa menerima. Karena itu Sentra diusulkan untuk kebutuhan dasar ini.")
    home = wish.case.beneficiary.region_id
    return Routing(tuple(fits), tuple(sorted(excluded, key=lambda one: _nearest_first(home, one.institution))), note)


def _nearest_first(home: str, house: Institution) -> tuple[int, str, int]:
    shared = next((length for length in (8, 5, 2) if house.region_id[:length] == home[:length]), 0)
    return -shared, house.name, house.pk


def _waiting(wish: Wish) -> set[int]:
    """Where the same request waits: one query, none for a decision, which goes to a Dinas."""
    if wish.kind == ReferralKind.CARE_DECISION:
        return set()
    rows = Referral.objects.filter(case=wish.case, kind=wish.kind, state=ReferralState.SENT)
    return set(rows.values_list("to_institution", flat=True))


def _coverage(houses: Sequence[Institution]) -> dict[int, list[str]]:
    rows = Institution.coverage.through.objects.filter(institution__in=[house.pk for house in houses])
    return _grouped(rows.values_list("institution_id", "region_id"))


def _known(case: Case, houses: Sequence[Institution]) -> Known:
    """Four queries."""
    rows = list(case.category_rows.select_related("code"))
    ids = [house.pk for house in houses]
    special = Institution.specialisations.through.objects.filter(
        institution__in=ids, code__in=[row.code_id for row in rows]
    )
    return Known(
        needs={row.code_id: row.code for row in rows},
        primary=next((row.code_id for row in rows if row.is_primary), None),
        special=_grouped(special.values_list("institution_id", "code_id")),
        answering=answering_times(ids),
    )


def _grouped(pairs: Iterable[tuple[int, str | int]]) -> dict[int, Collection]:
    found = defaultdict(list)
    for institution, value in pairs:
        found[institution].append(value)
    return found
