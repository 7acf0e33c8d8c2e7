"""Numbers for programs: what the page tells, and nothing that it hides."""

import json

import pytest

from institutions.states import Role
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.institutions.factories import InstitutionFactory, MembershipFactory
from tests.reports.test_numbers_page import analyst, cells, given_cases, page

pytestmark = pytest.mark.django_db


def words(told) -> dict[str, list[str]]:
    """By label, as `cells` gives what the page shows."""
    rows = told["rows"]
    return {row["label"]: [*(one["words"] for one in row["months"]), row["whole"]["words"]] for row in rows}


def ask(membership, **asked):
    return program_of(membership).ask("numbers_of_cases_read", **asked)


def test_a_small_cell_is_hidden_from_an_analyst(client):
    given_cases(4)
    told = ask(analyst())
    row = next(row for row in told["rows"] if row["category"] == "HIV")
    assert row["whole"] == {"lowest": 0, "highest": 4, "hidden": True, "words": "<5"}
    assert all(one["words"] != "4" for line in told["rows"] for one in line["months"])


def test_an_overseer_reads_exact_numbers_of_the_office_and_published_ones_of_the_rest(client):
    worker = given_cases(3)
    given_cases(2, institution=InstitutionFactory(name="Lain"))
    boss = MembershipFactory(role=Role.SUPERVISOR, institution=worker.institution)
    own = ask(boss)
    assert (own["asked"]["scope"], words(own)["Anak dengan HIV/AIDS"]) == ("own", ["3", "3"])
    assert words(ask(boss, scope="published"))["Anak dengan HIV/AIDS"] == ["5", "5"]


@pytest.mark.parametrize("asked", [{}, {"category": "HIV"}, {"region": "14"}, {"region": "14.01"}, {"last": "2020-01"}])
def test_a_program_is_told_what_the_page_tells(client, asked):
    given_cases(12)
    given_cases(3, category="DISABILITY")
    reader = analyst()
    names = {"category": "kategori", "region": "wilayah", "last": "sampai"}
    shown = page(client, reader, **{names[name]: word for name, word in asked.items()})
    told = ask(reader, **asked)
    assert words(told) == cells(shown)
    assert [one["words"] for one in told["totals"]] == [str(number) for _month, number in shown.context["by_month"]]
    areas = {area["code"]: area["number"]["words"] for area in told["areas"]}
    assert areas == {area.code: str(area.number) for area in shown.context["areas"]}


def test_nobody_is_told_of_a_person(client):
    worker = given_cases(3)
    told = json.dumps(ask(worker))
    assert "Anak Rekaan" not in told
    assert "14.01/20" not in told


def test_an_operator_is_refused():
    with refused_with(403):
        ask(MembershipFactory(role=Role.HOTLINE_OPERATOR))
