"""The page of numbers: exact for those who see the cases, suppressed for everybody else, at the same cost for any
number of cases."""

from collections import Counter
from datetime import date, timedelta
from itertools import cycle
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.generated.months import PRESETS, Plan, openings
from institutions.states import Role
from reports.models import CaseCount
from reports.numbers.asking import months_between
from reports.numbers.drawing import TILES, cuts_of, shade_of, tiles_of
from reports.numbers.figures import Number
from reports.numbers.reading import Area
from reports.services import counting
from reports.services.counting import count_cases
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

pytestmark = pytest.mark.django_db
ANALYST = Role.ANALYST
QUERIES = 24


def page(client, membership, **asked):
    client.force_login(membership.user)
    response = client.get(reverse("reports:numbers"), asked)
    assert response.status_code == 200
    return response


def analyst(**fields):
    return MembershipFactory(role=ANALYST, institution=InstitutionFactory(**fields))


def cells(response) -> dict[str, list[str]]:
    return {str(label): [*map(str, row), str(whole)] for label, row, whole in response.context["rows"]}


def published(rows: Counter) -> None:
    """Numbers as the sweep keeps them, of as many cases as one likes. rows: (month, category, office) -> cases."""
    CaseCount.objects.bulk_create(
        CaseCount(month=month, category=category, office=office, cases=n)
        for (month, category, office), n in rows.items()
    )
    counting._publish({month for month, _category, _office in rows}, 5)


# The growth that the ministry reported for June to August 2020 (seed-3)


def test_the_page_shows_the_growth_of_2020_exactly(client):
    offices = cycle([InstitutionFactory(region=region(code)) for code in ("14.01", "14.71", "32.73", "35.78", "91.03")])
    exact = PRESETS["june-august-2020"]()
    plan = Plan(22_000, date(2020, 6, 1), date(2020, 8, 31), exact)
    published(Counter((day.replace(day=1), code, next(offices)) for day, code, _t in openings(plan, Random(1))))
    found = cells(page(client, analyst(), dari="2020-06", sampai="2020-08"))
    assert found["Anak yang berhadapan dengan hukum"] == ["3.555", "4.460", "5.364", "13.379"]
    assert found["Anak korban kejahatan seksual"] == ["1.433", "1.961", "2.489", "5.883"]
    regional = page(client, analyst(), dari="2020-06", sampai="2020-06", kategori="JUSTICE")
    shown = {area.code: area.number for area in regional.context["areas"]}
    assert 3555 - 9 < sum(number.shown for number in shown.values()) <= 3555
    assert str(shown["14"]).startswith("≈")
    assert str(shown["11"]) == "<10"


# Who sees what


def given_cases(count: int, category: str = "HIV", **fields):
    worker = MembershipFactory(**fields)
    for _ in range(count):
        CaseFactory(worker_membership=worker, categories=[category], restricted=True)
    count_cases()
    return worker


def test_an_analyst_sees_no_cell_below_the_limit(client):
    worker = given_cases(4)
    found = cells(page(client, analyst()))
    assert found["Anak dengan HIV/AIDS"] == ["<5", "<5"]
    assert "4 kasus" not in page(client, analyst()).content.decode()
    CaseFactory(worker_membership=worker, categories=["HIV"])
    count_cases()
    assert cells(page(client, analyst()))["Anak dengan HIV/AIDS"] == ["5", "5"]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER])
def test_the_overseers_of_an_office_see_its_numbers_exactly(client, role):
    worker = given_cases(3)
    given_cases(2, institution=InstitutionFactory(name="Lain"))
    boss = MembershipFactory(role=role, institution=worker.institution)
    assert cells(page(client, boss))["Anak dengan HIV/AIDS"] == ["3", "3"]
    assert cells(page(client, boss, sumber="terbit"))["Anak dengan HIV/AIDS"] == ["5", "5"]


def test_a_worker_sees_the_numbers_of_own_cases_exactly(client):
    worker = given_cases(3)
    colleague = given_cases(2, institution=worker.institution)
    assert cells(page(client, worker))["Anak dengan HIV/AIDS"] == ["3", "3"]
    assert cells(page(client, colleague))["Anak dengan HIV/AIDS"] == ["2", "2"]


def test_a_former_overseer_sees_nothing_of_the_office(client):
    worker = given_cases(3)
    other = InstitutionFactory(name="Kantor Lain")
    boss = MembershipFactory(role=Role.SUPERVISOR, institution=worker.institution, ended=True)
    MembershipFactory(user=boss.user, role=Role.SUPERVISOR, institution=other)
    assert cells(page(client, boss))["Anak dengan HIV/AIDS"] == ["0", "0"]


def test_case_workers_get_no_regencies_of_others(client):
    """They know exact numbers, which could be taken from a neighbour's (docs/adr/0020)."""
    worker = given_cases(12)
    assert page(client, worker, sumber="terbit", wilayah="14").context["areas"] == []
    assert page(client, worker, sumber="terbit", wilayah="14.01").context["place"] == ""
    assert page(client, analyst(), wilayah="14").context["areas"] != []


def test_a_province_reads_its_own_regencies_only(client):
    given_cases(12)
    region("32.73")
    province = MembershipFactory(role=Role.SUPERVISOR, institution=InstitutionFactory(provincial=True))
    assert page(client, province, sumber="terbit", wilayah="14").context["areas"] != []
    assert page(client, province, sumber="terbit", wilayah="32").context["areas"] == []


def test_the_pool_is_told_instead_of_small_categories(client):
    worker = given_cases(4)
    for _ in range(3):
        CaseFactory(worker_membership=worker, categories=["STIGMA"])
    count_cases()
    found = page(client, analyst())
    assert cells(found)["Kategori kecil, digabung"] == ["7", "7"]
    assert str(found.context["whole"]) == "7"


def test_no_page_tells_of_a_person(client):
    worker = given_cases(6)
    html = page(client, analyst()).content.decode()
    for case in worker.user.cases.all():
        assert case.number not in html
        assert case.beneficiary.name not in html


@pytest.mark.parametrize(
    "asked",
    [
        {"dari": "2020-13", "sampai": "x", "kategori": "LAIN", "wilayah": "99", "sumber": "?"},
        {"dari": "2031-01"},
        {"wilayah": "' OR 1=1", "kategori": "\x00"},
        {"wilayah": "\x00"},
        {"dari": "2020-06", "sampai": "2019-01"},
    ],
)
def test_what_is_not_understood_is_left_out(client, asked):
    given_cases(6)
    page(client, analyst(), **asked)


def test_nobody_without_a_role_opens_it(client):
    client.force_login(MembershipFactory(ended=True).user)
    assert client.get(reverse("reports:numbers")).status_code == 403


# Cost


def test_the_page_reads_the_kept_numbers_only(client):
    """Whatever the role that is not about few cases: no query touches the cases, and their number is fixed."""
    worker = given_cases(6)
    boss = MembershipFactory(role=Role.SUPERVISOR, institution=worker.institution)
    counts = set()
    for reader in (boss, analyst()):
        for asked in ({}, {"sumber": "terbit"}, {"sumber": "terbit", "kategori": "HIV"}):
            page(client, reader, **asked)
            with CaptureQueriesContext(
                connection,
            ) as held:
                page(client, reader, **asked)
            assert not [query["sql"] for query in held if 'FROM "cases_' in query["sql"]]
            counts.add(len(held))
    assert max(counts) <= QUERIES


def test_more_cases_cost_no_more_queries(client, django_assert_num_queries):
    worker, reader = given_cases(6), analyst()
    page(client, reader)
    with CaptureQueriesContext(connection) as held:
        page(client, reader)
    for days in range(0, 300, 30):
        CaseFactory(worker_membership=worker, opened_at=timezone.now() - timedelta(days=days))
    count_cases()
    with django_assert_num_queries(len(held)):
        page(client, reader)


# Drawing


def test_every_province_has_a_tile_of_its_own():
    assert len(TILES) == 38
    assert len({place[0] for place in TILES.values()}) == len({place[1:] for place in TILES.values()}) == 38


def about(shown: int) -> Number:
    return Number(max(0, shown - 4), shown, shown + 4, 5, rounded=True)


def test_tiles_are_shaded_by_fifths_and_hidden_ones_hatched():
    areas = [Area(code, code, about(10 * at)) for at, code in enumerate(TILES, start=0)]
    shades = Counter(tile.shade for tile in tiles_of(areas))
    assert shades["qx"] == 1
    assert [shades[f"q{fifth}"] for fifth in range(1, 6)] == [7, 7, 8, 7, 8]
    assert shade_of(about(380), cuts_of(areas)) == "q5"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (Number.exact(1234), "1.234"),
        (Number.exact(0), "0"),
        (Number.hidden(5), "<5"),
        (Number.small(5), "<10"),
        (Number.hidden(5) + Number.hidden(5), "sedikit"),
        (Number.exact(7) + Number.hidden(5), "≥ 7"),
        (about(120), "≈ 120"),
        (Number(1, 5, 13, 5, rounded=True), "<15"),
        (about(5) + about(0), "sedikit"),
    ],
)
def test_numbers_are_told_as_what_is_known_of_them(number, words):
    assert str(number) == words


def test_months_between_counts_both_ends():
    assert months_between(date(2020, 11, 1), date(2021, 2, 1)) == [
        date(2020, 11, 1),
        date(2020, 12, 1),
        date(2021, 1, 1),
        date(2021, 2, 1),
    ]
