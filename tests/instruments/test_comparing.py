"""Two sets of answers side by side: only what counts is compared, by the code of the question."""

from dataclasses import replace

from hypothesis import given

from atensi.instruments.answers import counted
from atensi.instruments.comparing import Side, changes, grouped, steps
from atensi.instruments.definition import Definition, Domain, Text
from atensi.instruments.drawing import LONGEST_BAR, bars_of
from atensi.instruments.states import Good
from tests.instruments.questionnaires import SMALL, answered, answered_twice

BEFORE = {"pregnant": "NO", "harm": "0", "signs": ["A"]}
AFTER = {"pregnant": "YES", "weeks_known": "YES", "weeks": 12, "harm": "2"}


def rows(found) -> list[tuple[str, str, str]]:
    return [(row.question.code, row.before, row.after) for row in found]


def test_each_change_is_told_in_words():
    assert rows(changes(Side(SMALL, BEFORE), Side(SMALL, AFTER))) == [
        ("pregnant", "Tidak", "Ya"),
        ("weeks_known", "", "Ya"),
        ("weeks", "", "12"),
        ("harm", "Pilihan 0", "Pilihan 2"),
        ("signs", "a", ""),
    ]


def test_a_score_that_rises_is_better_where_high_is_good():
    [step] = steps(Side(SMALL, BEFORE), Side(SMALL, AFTER))
    assert (step.before.percent, step.after.percent, step.is_better, step.is_worse) == (0, 100, True, False)
    low = replace(SMALL.domain("safety"), good=Good.LOW)
    turned = replace(step, domain=low)
    assert (turned.is_better, turned.is_worse) == (False, True)


def test_a_newer_version_is_matched_by_code_and_reworded_options_are_no_change():
    options = tuple(replace(option, text=Text("Baru")) for option in SMALL.scales[0].options)
    reworded = Definition((SMALL.domains[1],), (replace(SMALL.scales[0], options=options),))
    found = changes(Side(SMALL, BEFORE), Side(reworded, {"harm": "0", "signs": ["A"]}))
    assert rows(found) == [("pregnant", "Tidak", "")]


def test_options_that_changed_their_places_are_no_change():
    turned = replace(SMALL.question("signs"), options=SMALL.question("signs").options[::-1])
    later = Definition((Domain("safety", Text("Keselamatan"), questions=(turned,)),), SMALL.scales)
    assert changes(Side(SMALL, {"signs": ["A", "B"]}), Side(later, {"signs": ["B", "A"]})) == []


def test_changes_are_grouped_by_what_happened():
    found = grouped(changes(Side(SMALL, BEFORE), Side(SMALL, AFTER)))
    told = [(kind, [row.question.code for row in rows]) for kind, rows in found]
    assert told == [("changed", ["pregnant", "harm"]), ("new", ["weeks_known", "weeks"]), ("gone", ["signs"])]
    assert grouped([]) == []


def test_the_bars_fit_their_picture():
    drawn = bars_of(steps(Side(SMALL, BEFORE), Side(SMALL, AFTER)))
    [row] = drawn.rows
    assert [(bar.percent, bar.width) for bar in row.bars] == [(0, 2), (100, LONGEST_BAR)]
    assert max(bar.y + 10 for bar in row.bars) <= drawn.height
    assert bars_of([]) is None


@given(answered())
def test_compared_with_itself_nothing_changed(case):
    side = Side(*case)
    assert changes(side, side) == []
    assert all(step.moved == 0 for step in steps(side, side))


@given(answered_twice())
def test_turned_round_the_same_questions_changed(case):
    asked, one, two = case
    there, back = changes(Side(asked, one), Side(asked, two)), changes(Side(asked, two), Side(asked, one))
    assert sorted((row.question.code, row.before, row.after) for row in there) == sorted(
        (row.question.code, row.after, row.before) for row in back
    )


@given(answered_twice())
def test_hidden_answers_are_not_compared(case):
    asked, one, two = case
    seen = changes(Side(asked, counted(asked, one)), Side(asked, counted(asked, two)))
    assert seen == changes(Side(asked, one), Side(asked, two))
