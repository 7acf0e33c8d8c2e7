from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atensi.reference.models import Holiday, Region
from atensi.reference.workdays import add_months, add_workdays, is_workday, local_day, zone_of
from tests.institutions.factories import region

pytestmark = pytest.mark.django_db

FRIDAY = date(2031, 8, 15)


@pytest.fixture(autouse=True)
def _own_holidays(db):
    Holiday.objects.all().delete()
    Holiday.objects.create(day=date(2031, 8, 18), name="Libur Contoh")  # the Monday


def test_weekends_and_holidays_are_no_workdays():
    days = [FRIDAY + timedelta(days=n) for n in range(5)]

    assert [is_workday(day) for day in days] == [True, False, False, False, True]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, FRIDAY), (1, date(2031, 8, 19)), (4, date(2031, 8, 22)), (5, date(2031, 8, 25))],
)
def test_workdays_are_counted_from_the_day_after(count, expected):
    assert add_workdays(FRIDAY, count) == expected


def test_counting_starts_on_a_weekend_too():
    assert add_workdays(date(2031, 8, 16), 1) == date(2031, 8, 19)


def test_a_deadline_never_runs_backwards():
    with pytest.raises(ValueError, match="negative"):
        add_workdays(FRIDAY, -1)


def test_adding_many_workdays_takes_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        add_workdays(FRIDAY, 250)


@given(start=st.dates(date(2030, 1, 1), date(2033, 1, 1)), count=st.integers(1, 30))
def test_the_result_is_the_last_of_exactly_so_many_workdays(start, count):
    end = add_workdays(start, count)
    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]

    assert sum(is_workday(day) for day in days) == count
    assert is_workday(end)


def test_a_moment_falls_on_the_local_calendar_day():
    jayapura = Region(code="91", name="Papua", level=1, time_zone="Asia/Jayapura")
    evening = datetime(2026, 1, 1, 16, tzinfo=UTC)

    assert zone_of(region("14")).key == "Asia/Jakarta"
    assert local_day(evening, region("14")) == date(2026, 1, 1)
    assert local_day(evening, jayapura) == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 6, 1), 12, date(2026, 6, 1)),
        (date(2025, 6, 1), 0, date(2025, 6, 1)),
    ],
)
def test_so_many_months_later_ends_with_the_month(day, months, expected):
    assert add_months(day, months) == expected


def test_a_holiday_of_a_province_counts_for_its_offices_alone():
    region("51.01")
    Holiday.objects.create(day=date(2031, 8, 19), name="Galungan Contoh", region=region("51"), basis="SK Contoh 1")

    assert add_workdays(FRIDAY, 1, region=region("51.01")) == date(2031, 8, 20)
    assert add_workdays(FRIDAY, 1, region=region("14")) == add_workdays(FRIDAY, 1) == date(2031, 8, 19)
    assert not is_workday(date(2031, 8, 19), region=region("51"))
    assert is_workday(date(2031, 8, 19))
