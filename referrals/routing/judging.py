"""Whether an institution can take a wish at all: the rules of sending and admission, and what only the router asks."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from institutions.models import Institution

from ..eligibility.answerers import nobody_answers
from ..eligibility.placements import FITNESS_RULES
from ..eligibility.places import accreditation_problems, group_problems, licence_problems
from ..eligibility.proposals import Proposal
from ..eligibility.sending import already_sent, taking_problems
from .wishes import Wish

LAW_COVERAGE = _("Permensos 7/2021, wilayah layanan lembaga")
LAW_SENTRA = _("Permensos 7/2021; layanan dasar oleh Sentra bila tidak ada sumber setempat")


@dataclass(frozen=True, slots=True)
class Excluded:
    """An institution that is not proposed, with every reason.

    is_barred: sending or admission would refuse it. Else it may still be chosen, for a reason that is written down.
    """

    institution: Institution
    problems: tuple[Problem, ...]

    @property
    def is_barred(self) -> bool:
        return any(problem.is_hard for problem in self.problems)


def rule_problems(wish: Wish, asked: Proposal, *, waiting: bool) -> list[Problem]:
    """What sending to `asked.institution` or admission there says against it, hard and soft. waiting: the same request
    waits there for its answer."""
    house = asked.institution
    assert house is not None
    found = [*taking_problems(wish.sent_as, house, wish.sender), *([already_sent()] if waiting else [])]
    if house.is_active and not asked.facts.has_answerers(house):
        found.append(nobody_answers(house))
    if wish.is_stay:
        return [*found, *(problem for rule in FITNESS_RULES for problem in rule(asked))]
    return [*found, *accreditation_problems(asked)]


def unsuited(wish: Wish, asked: Proposal, coverage: dict[int, list[str]]) -> Iterator[Problem]:
    """What no rule forbids and yet keeps an institution from being proposed: whom it serves, and where; for a service
    its licence, too. coverage: codes of the regions each institution says it serves."""
    house, person = asked.institution, asked.beneficiary
    assert house is not None
    if not wish.is_stay:
        yield from licence_problems(house, asked.fit_on)
        yield from group_problems(house, person)
    served = coverage.get(house.pk)
    homes = (person.region_id, wish.case.office.region_id)
    if served and not any(home.startswith(code) for home in homes for code in served):
        text = _("Wilayah layanannya tidak mencakup tempat keluarga.")
        yield Problem("outside_coverage", text, "soft", LAW_COVERAGE, "institution")


def sentra_waits(names: str) -> Problem:
    """A Sentra where somebody near can give the same. names: of who can, for the reader."""
    text = _("Untuk kebutuhan dasar didahulukan lembaga setempat: %(names)s.") % {"names": names}
    return Problem("sentra_last", text, "soft", LAW_SENTRA, "institution")
