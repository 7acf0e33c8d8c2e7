"""Distance first, date second; one mark per distance (docs/ui.md)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from atensi.clock import NBSP, age_words, clock, date_words, moment_words, time_words

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 6, 18, 9, 15, tzinfo=WIB)
TODAY = NOW.date()


def seen(due, **options) -> tuple[str, str]:
    found = clock(due, NOW, **options)
    return found.mark, found.words.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("days", "mark", "words"),
    [
        (-3, "stop", "Lewat 3 hari"),
        (-1, "stop", "Lewat 1 hari"),
        (0, "care", "Hari ini"),
        (1, "half", "Besok"),
        (2, "half", "2 hari lagi, Sabtu, 20 Juni"),
        (6, "half", "6 hari lagi, Rabu, 24 Juni"),
        (7, "half", "7 hari lagi, 25 Juni"),
        (14, "half", "14 hari lagi, 2 Juli"),
        (15, "wait", "15 hari lagi, 3 Juli"),
        (230, "wait", "230 hari lagi, 3 Februari 2027"),
    ],
)
def test_day(days, mark, words):
    assert seen(TODAY + timedelta(days=days)) == (mark, words)


@pytest.mark.parametrize(
    ("hours", "mark", "words"),
    [
        (-72, "stop", "Lewat 3 hari"),
        (-24, "stop", "Lewat 1 hari"),
        (-5, "stop", "Lewat 5 jam"),
        (-0.2, "stop", "Lewat 12 menit"),
        (-0.001, "stop", "Lewat 1 menit"),
        (0.75, "care", "Hari ini, 10.00 WIB"),
        (24, "half", "Besok, 09.15 WIB"),
        (48, "half", "2 hari lagi, Sabtu, 20 Juni, 09.15 WIB"),
        (24 * 20, "wait", "20 hari lagi, 8 Juli"),
    ],
)
def test_moment(hours, mark, words):
    assert seen(NOW + timedelta(hours=hours)) == (mark, words)


def test_done_stands_still():
    assert seen(TODAY - timedelta(days=9), done=date(2026, 6, 12)) == ("fine", "Selesai 12 Juni")


def test_board_takes_care_three_days_before():
    assert seen(TODAY + timedelta(days=3), board=True)[0] == "care"
    assert seen(TODAY + timedelta(days=4), board=True)[0] == "half"
    assert seen(TODAY + timedelta(days=3))[0] == "half"


def test_thresholds_are_settings(settings):
    settings.CLOCK_NEAR_DAYS = 5
    assert seen(TODAY + timedelta(days=6))[0] == "wait"


def test_the_day_is_the_day_of_the_office():
    """23.30 UTC is already tomorrow in Jayapura."""
    late = datetime(2026, 6, 18, 23, 30, tzinfo=UTC)
    with timezone.override("Asia/Jayapura"):
        assert clock(date(2026, 6, 19), late).words == "Hari ini"
        assert time_words(late).replace(NBSP, " ") == "08.30 WIT"
    with timezone.override("Asia/Makassar"):
        assert time_words(late).replace(NBSP, " ") == "07.30 WITA"


@given(st.integers(-5000, 5000))
def test_overdue_is_stop_and_nothing_else_is(days):
    found = clock(TODAY + timedelta(days=days), NOW)
    assert (found.mark == "stop") == (days < 0)
    assert found.words.startswith("Lewat") == (days < 0)


def test_date_keeps_day_and_month_together():
    assert date_words(date(2026, 7, 2)) == f"2{NBSP}Juli{NBSP}2026"
    assert date_words(date(2026, 7, 2), short=True, today=TODAY) == f"2{NBSP}Jul"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (NOW, "Hari ini, 09.15 WIB"),
        (NOW - timedelta(days=1), "Kemarin, 09.15 WIB"),
        (TODAY - timedelta(days=1), "Kemarin"),
        (NOW - timedelta(days=30), "19 Mei 2026"),
    ],
)
def test_moment_in_a_timeline(when, words):
    assert moment_words(when, TODAY).replace(NBSP, " ") == words


@pytest.mark.parametrize(
    ("born", "precision", "words"),
    [
        (date(2026, 6, 1), "DAY", "kurang dari 1 bulan"),
        (date(2026, 5, 18), "DAY", "1 bulan"),
        (date(2024, 6, 19), "DAY", "23 bulan"),
        (date(2024, 6, 18), "DAY", "2 tahun"),
        (date(2016, 6, 19), "DAY", "9 tahun"),
        (date(2018, 7, 1), "YEAR", "sekitar 7 tahun"),
        (date(2018, 12, 1), "AGE", "sekitar 7 tahun"),
        (date(2026, 7, 1), "DAY", "belum lahir"),
    ],
)
def test_age(born, precision, words):
    assert age_words(born, TODAY, precision) == words


def test_words_follow_the_language_of_the_page():
    with translation.override("en"):
        assert "July" in date_words(date(2026, 7, 2))


def test_times_are_written_as_the_page_s_language_writes_them():
    moment = datetime(2026, 7, 2, 2, 15, tzinfo=UTC)
    with translation.override("id"):
        assert time_words(moment) == f"09.15{NBSP}WIB"
    with translation.override("en"):
        assert time_words(moment) == f"09:15{NBSP}WIB"


@pytest.mark.parametrize("count, some", [(1, ""), (2, "s")])
def test_english_counts_one_as_one(count, some):
    with translation.override("en"):
        assert seen(TODAY - timedelta(days=count))[1] == f"{count} day{some} overdue"
        assert age_words(date(2026, 7 - count, 1), date(2026, 7, 1)) == f"{count} month{some}"
