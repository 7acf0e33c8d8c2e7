import pytest
from django.http import QueryDict

from atensi import paging
from atensi.paging import Page, page_by_name
from institutions.models import Institution
from tests.institutions.factories import InstitutionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rows", "total", "words"),
    [(25, 1001, "25 dari lebih dari 1.000 lembaga"), (25, 61, "25 dari 61 lembaga"), (3, 3, "3 lembaga")],
)
def test_counts_are_said_up_to_a_cap(rows, total, words):
    assert Page(rows=[None] * rows, total=total, previous="", next="").words("lembaga") == words


def test_counting_stops_at_the_cap(monkeypatch):
    monkeypatch.setattr(paging, "CAP", 3)
    for _number in range(6):
        InstitutionFactory()
    assert page_by_name(Institution.objects.all(), QueryDict("")).total == 4


def test_filters_stay_in_the_links_and_keys_do_not_pile_up():
    for number in range(4):
        InstitutionFactory(name=f"Urut {number}")
    rows = Institution.objects.filter(name__startswith="Urut")
    first = page_by_name(rows, QueryDict("q=Urut&jenis=LKSA"), size=1)
    assert first.next == f"?q=Urut&jenis=LKSA&sesudah={first.rows[0].pk}"
    second = page_by_name(rows, QueryDict(first.next[1:]), size=1)
    assert second.next.count("sesudah") == 1
    assert second.previous == f"?q=Urut&jenis=LKSA&sebelum={second.rows[0].pk}"


def test_a_page_takes_two_queries_and_three_beyond_the_first(django_assert_num_queries):
    for number in range(4):
        InstitutionFactory(name=f"Urut {number}")
    rows = Institution.objects.filter(name__startswith="Urut")
    with django_assert_num_queries(2):
        first = page_by_name(rows, QueryDict(""), size=2)
    with django_assert_num_queries(3):
        page_by_name(rows, QueryDict(first.next[1:]), size=2)
