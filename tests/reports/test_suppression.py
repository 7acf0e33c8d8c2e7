"""Nothing that is published tells of fewer than `limit` possible numbers of a hidden cell (domain.md 11, hard).

Proved by looking at everything: every month that a small nation could have is published, and those that are published
alike are what somebody who reads it, and knows the rule, cannot tell apart.
"""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.numbers.categories import POOL
from reports.numbers.suppression import NATION, PROVINCE, REGENCY, Steps, publish

REGIONS = ("11.01", "11.02", "12.01", "12.02")
Months = dict[tuple, list[tuple[int, ...]]]


def alike(categories: int, regions: int, most: int, limit: int) -> Months:
    """Every month whose cells hold 0 to `most`, by what is published of it."""
    names = [f"K{number}" for number in range(categories)]
    found: Months = defaultdict(list)
    for cells in product(range(most + 1), repeat=categories * regions):
        rows = {
            name: dict(zip(REGIONS, cells[at * regions : (at + 1) * regions], strict=False))
            for at, name in enumerate(names)
        }
        found[tuple(publish(rows, limit=limit, categories=names))].append(cells)
    return found


def hidden_sums(categories: int, regions: int, limit: int, published: tuple) -> dict[str, list[int]]:
    """What must stay unknown: every cell, every region of a category, and every category that the nation hides."""
    told = {one.category for one in published if one.level == NATION}
    sums = {f"cell {at}": [at] for at in range(categories * regions)}
    for category in range(categories):
        cells = range(category * regions, (category + 1) * regions)
        if f"K{category}" not in told:
            sums[f"category {category}"] = list(cells)
        if regions > 2:
            sums[f"province {category}"] = list(cells)[:2]
    for region in range(regions):
        sums[f"region {region}"] = [category * regions + region for category in range(categories)]
    return sums


@pytest.mark.parametrize(
    ("categories", "regions", "most", "limit"),
    [(1, 2, 12, 3), (1, 3, 9, 3), (1, 4, 7, 3), (2, 2, 6, 3), (3, 2, 4, 3), (4, 1, 6, 3), (2, 3, 4, 3), (1, 2, 20, 5)],
)
def test_whatever_is_published_leaves_every_hidden_number_at_least_as_many_values_as_the_limit(
    categories, regions, most, limit
):
    """Months with a category larger than the largest cell looked at are left out: not all like them are seen."""
    looked_at = 0
    for published, months in alike(categories, regions, most, limit).items():
        if any(one.level == NATION and one.category != POOL and one.shown > most for one in published):
            continue
        looked_at += 1
        for name, places in hidden_sums(categories, regions, limit, published).items():
            values = {sum(cells[place] for place in places) for cells in months}
            if regions == 1 and len(values) == 1:
                assert values.pop() >= limit  # the nation's own number of a category, which is told
                continue
            assert len(values) >= limit, (name, published, months)
    assert looked_at >= 3


def test_a_nation_without_the_rule_would_be_told():
    """The test above finds what it looks for: published as they are, cells have one value each."""
    assert len({cells for cells in product(range(3), repeat=2) if sum(cells) == 4}) == 1


counts = st.dictionaries(
    st.sampled_from(["11", "11.01", "11.02", "12.01", "12.02", "12.71", "91", "91.05"]), st.integers(0, 60), max_size=8
)
months = st.dictionaries(st.sampled_from([f"K{n}" for n in range(6)]), counts, max_size=6)
NAMES = [f"K{n}" for n in range(6)]


@given(cells=months, limit=st.integers(3, 10))
def test_the_truth_lies_within_what_is_said(cells, limit):
    for one in publish(cells, limit=limit, categories=NAMES):
        told = {row.category for row in publish(cells, limit=limit, categories=NAMES) if row.level == NATION}
        held = [cells.get(name, {}) for name in NAMES if name not in told] if one.category == POOL else None
        rows = held if held is not None else [cells.get(one.category, {})]
        true = sum(n for row in rows for region, n in row.items() if _lies_in(region, one))
        assert one.lowest <= true <= one.highest


def _lies_in(region: str, one) -> bool:
    if one.level == NATION:
        return True
    return region[:2] == one.region if one.level == PROVINCE else region == one.region


@given(cells=months, limit=st.integers(3, 10))
def test_the_regencies_of_a_province_add_up_to_it_and_never_to_more_than_the_nation(cells, limit):
    found = publish(cells, limit=limit, categories=NAMES)
    nation = {one.category: one.shown for one in found if one.level == NATION}
    for category, total in nation.items():
        provinces = {o.region: o.shown for o in found if o.level == PROVINCE and o.category == category}
        regencies: dict[str, int] = defaultdict(int)
        for one in found:
            if one.level == REGENCY and one.category == category:
                regencies[one.region[:2]] += one.shown
        assert dict(regencies) == provinces
        assert 0 <= total - sum(provinces.values()) < 2 * limit


@given(cells=months, limit=st.integers(3, 10))
def test_no_number_below_the_limit_is_published(cells, limit):
    assert all(one.shown >= limit for one in publish(cells, limit=limit, categories=NAMES))


@given(total=st.integers(3, 500), limit=st.integers(3, 10))
def test_no_step_is_shorter_than_the_limit(total, limit):
    steps, lengths = Steps(total, limit), defaultdict(int)
    for running in range(total + 1):
        step = steps.under(running)
        lengths[step] += 1
        assert step <= running <= steps.top(step)
    assert total < limit or min(lengths.values()) >= limit
