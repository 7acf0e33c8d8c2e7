"""What registers said last, and how old that is: eligibility may flip with each quarterly extract (domain.md 12). Read
only."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from atensi.reference.workdays import add_months, today_in
from institutions.models import Institution
from institutions.parameters import value_for

from .models import BenefitLink

MAX_AGE = "dtsen_extract_max_age_months"


class AgedLink(NamedTuple):
    """What a register said, and whether that is too long ago; months: how long it counts as fresh."""

    link: BenefitLink
    is_old: bool
    months: int


def aged(links: Iterable[BenefitLink], office: Institution) -> list[AgedLink]:
    """Each link with whether its extract is older than the office's setting. One query when there are links."""
    links = list(links)
    if not links:
        return []
    today = today_in(office.region)
    months = int(value_for(MAX_AGE, office, on=today))
    return [AgedLink(link, is_old(link.extract_on, months, today), months) for link in links]


def newest_benefits(links: Iterable[BenefitLink]) -> tuple[list[BenefitLink], list[BenefitLink]]:
    """The newest extract of each register or programme, and the older ones. links: the newest first."""
    newest: dict[tuple[str, str], BenefitLink] = {}
    older = []
    for link in links:
        if newest.setdefault((link.registry, link.programme.casefold()), link) is not link:
            older.append(link)
    return list(newest.values()), older


def is_old(extract_on: date, months: int, today: date) -> bool:
    """Older than `months`: the day on which it was `months` old still counts as fresh."""
    return add_months(extract_on, months) < today
