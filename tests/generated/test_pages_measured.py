"""What is measured is what is meant: pages that open, floors and obvious builds that give the same rows."""

import pytest
from django.urls import resolve

from atensi.measured import obvious
from atensi.measured.floors import rows_of
from atensi.measured.measuring import FIND
from atensi.measured.pages import pages
from cases.models import Case

JOBS = {"home", "list", "deep", "search", "case", "reviews", "bell", "numbers", "work", "load", "finding"}
JOBS |= {"route", "inbox", "decide", "carers"}


def test_every_page_opens_for_its_person_and_every_floor_has_rows(nation, client):
    found = pages(JOBS)

    assert {page.job for page in found} == JOBS
    for page in found:
        client.force_login(page.user)
        if page.text:
            answer = client.post(FIND, {"q": page.text}, follow=True)
            assert answer.context["rows"] or page.name == "cari yang tidak ada", page.name
        else:
            answer = client.get(page.path)
        assert answer.status_code == 200, page.name
        if page.job in {"list", "deep", "search", "case", "work", "load", "route", "inbox", "decide", "carers"}:
            assert rows_of(page.floor, page.given), page.name


def test_the_floor_of_a_list_holds_the_rows_of_its_page(nation, client):
    for page in pages({"list", "deep"}):
        client.force_login(page.user)
        shown = [row.case.pk for row in client.get(page.path).context["rows"]]
        assert shown == [row[0] for row in rows_of(page.floor, page.given)][: len(shown)], page.name


@pytest.mark.parametrize("part", ["peksos", "penyelia", "sentra"])
def test_the_obvious_build_shows_the_same_cases(nation, part):
    user = next(page.user for page in pages({"list"}) if page.part == part)

    ours = set(Case.objects.visible_to(user).values_list("pk", flat=True))
    assert set(obvious.visible(user).values_list("pk", flat=True)) == ours
    assert obvious.page(user)[0] == len(ours)


def test_a_deep_page_lies_behind_the_first(nation):
    (deep,) = pages({"deep"})

    assert "kunci=n" in deep.path
    assert resolve(deep.path.partition("?")[0]).view_name == "cases:list"
