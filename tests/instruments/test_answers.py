"""Skip rules, what is missing, what is kept: a hidden answer is never lost and never counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atensi.instruments.answers import counted, missing, normal, progress, shown, told, words
from atensi.instruments.definition import Definition, Domain, Question, Text
from atensi.instruments.states import Kind
from tests.instruments.questionnaires import SMALL, answered


def codes(questions) -> list[str]:
    return [question.code for question in questions]


def test_a_question_is_asked_only_when_the_answer_it_waits_for_is_given_and_asked_itself():
    assert codes(shown(SMALL, {})) == ["pregnant", "harm", "signs"]
    assert codes(shown(SMALL, {"pregnant": "YES"})) == ["pregnant", "weeks_known", "harm", "food", "signs"]
    both = {"pregnant": "YES", "weeks_known": "YES"}
    assert "weeks" in codes(shown(SMALL, both))
    assert "weeks" not in codes(shown(SMALL, {**both, "pregnant": "NO"})), "its own condition is hidden"


def test_a_hidden_answer_is_kept_and_counts_again_when_it_is_shown():
    answers, _faults = normal(SMALL, {"pregnant": "NO", "weeks_known": "YES", "weeks": "12"})
    assert answers["weeks"] == 12
    assert counted(SMALL, answers) == {"pregnant": "NO"}
    assert counted(SMALL, {**answers, "pregnant": "YES"})["weeks"] == 12


def test_a_choice_of_several_meets_a_rule_by_any_of_its_answers():
    assert codes(missing(SMALL, {})) == ["pregnant", "harm"]
    assert codes(missing(SMALL, {"pregnant": "NO", "harm": "0"})) == []


def test_progress_counts_what_is_shown():
    rows = progress(SMALL, {"pregnant": "YES", "harm": "1"})
    assert [(row.domain.code, row.answered, row.shown, row.missing) for row in rows] == [
        ("home", 1, 2, 0),
        ("safety", 1, 3, 0),
    ]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"weeks": " 12,5 "}, {"weeks": 12.5}),
        ({"weeks": 12.0}, {"weeks": 12}),
        ({"signs": ["B", "A"]}, {"signs": ["A", "B"]}),
        ({"harm": ""}, {}),
        ({"signs": []}, {}),
        ({"pregnant": None}, {}),
    ],
)
def test_answers_are_kept_in_one_form(given, kept):
    assert normal(SMALL, given) == (kept, [])


@pytest.mark.parametrize(
    "given",
    [
        {"weeks": "banyak"},
        {"weeks": "46"},
        {"weeks": -1},
        {"weeks": "1.500"},
        {"weeks": "1.500,5"},
        {"weeks": "nan"},
        {"weeks": "1e9999999"},
        {"weeks": "-1e9999999"},
        {"weeks": True},
        {"harm": "9"},
        {"harm": ["0"]},
        {"signs": "A"},
        {"signs": [["A"]]},
        {"pregnant": {"YES": 1}},
        {"unknown": "x"},
        {"\ud800": "x"},
    ],
)
def test_what_is_no_answer_is_told_and_not_kept(given):
    kept, faults = normal(SMALL, given)
    assert kept == {}
    assert len(faults) == 1
    faults[0].text.encode()


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "x" * 10_001])
def test_a_text_that_cannot_be_kept_is_refused(text):
    asked = Definition((Domain("d", Text("D"), questions=(Question("q", Kind.TEXT, Text("Q")),)),))
    assert normal(asked, {"q": text})[1] != []


def test_thousands_are_never_taken_for_decimals():
    """Whoever writes "1.500" means one and a half thousand; 1.5 would be kept in silence."""
    asked = Definition((Domain("x", Text("x"), questions=(Question("income", Kind.NUMBER, Text("Pendapatan")),)),))
    _kept, [fault] = normal(asked, {"income": "1.500"})
    assert "titik ribuan" in fault.text
    for written, kept in (("1500", 1500), ("1.5", 1.5), ("1,125", 1.125), ("0.125", 0.125), (1.125, 1.125)):
        assert normal(asked, {"income": written}) == ({"income": kept}, [])
    assert normal(asked, {"income": "1.125"}, {"income": 1.125}) == ({"income": 1.125}, [])


def test_a_text_of_before_stays_whatever_its_length():
    asked = Definition((Domain("d", Text("D"), questions=(Question("q", Kind.TEXT, Text("Q")),)),))
    stored = {"q": " a\n" + "x" * 20_000}
    assert normal(asked, {"q": "a\r\n" + "x" * 20_000}, stored) == (stored, [])
    assert normal(asked, {"q": stored["q"] + "y"}, stored)[1] != []
    assert normal(asked, {"q": ""}, stored) == ({}, [])


def test_answers_are_read_in_words():
    assert [
        (domain.code, [said for _q, said in rows]) for domain, rows in told(SMALL, {"pregnant": "NO", "harm": "2"})
    ] == [
        ("home", ["Tidak"]),
        ("safety", ["Pilihan 2"]),
    ]
    assert words(SMALL, SMALL.question("signs"), ["A", "B"]) == "a; b"
    asked = Question("day", Kind.DATE, Text("Hari"))
    assert words(SMALL, asked, "2026-01-31") == "31-01-2026"


@given(answered())
def test_normalising_kept_answers_changes_nothing(case):
    asked, answers = case
    assert normal(asked, answers) == (answers, [])


@given(answered())
def test_hidden_answers_show_nothing_and_miss_nothing(case):
    asked, answers = case
    seen = counted(asked, answers)
    assert shown(asked, seen) == shown(asked, answers)
    assert missing(asked, seen) == missing(asked, answers)
    assert told(asked, seen) == told(asked, answers)
    assert sum(row.answered for row in progress(asked, answers)) == len(seen)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
CODES = st.sampled_from([question.code for question in SMALL.questions]) | st.text(max_size=4)


@given(st.dictionaries(CODES, ANYTHING, max_size=6))
def test_whatever_is_sent_is_kept_or_told(given_answers):
    kept, faults = normal(SMALL, given_answers)
    assert normal(SMALL, kept) == (kept, [])
    assert len(kept) + len(faults) <= len(given_answers)
    told(SMALL, kept)
    for fault in faults:
        f"{fault.where} {fault.text}".encode()
