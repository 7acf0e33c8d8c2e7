"""A questionnaire goes into a document and comes out the same; what is wrong with a document is told all at once."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atensi.instruments.checking import faults_of
from atensi.instruments.loading import documents
from atensi.instruments.reading import document_of, read
from tests.instruments.questionnaires import SMALL, definitions

KEYS = ["domains", "scales", "code", "text", "id", "kind", "questions", "options", "bands", "shown_when", "values"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=15,
)


@given(definitions())
def test_a_questionnaire_survives_its_document(asked):
    assert read(document_of(asked)) == (asked, [])


@given(definitions())
def test_a_questionnaire_that_can_be_asked_has_no_fault(asked):
    assert faults_of(asked) == []


@given(JSON)
def test_whatever_a_document_holds_it_is_read_and_its_faults_are_told(document):
    asked, unread = read(document)
    faults_of(asked)
    assert read(document_of(asked))[0] == asked
    assert unread or isinstance(document, dict)


@pytest.mark.parametrize("file", documents(), ids=lambda file: file["code"])
def test_what_comes_with_the_application_has_no_fault(file):
    asked, unread = read(file["definition"])
    assert [*unread, *faults_of(asked)] == []
    assert document_of(asked) == file["definition"]


@pytest.mark.parametrize("file", documents(), ids=lambda file: file["code"])
def test_what_comes_with_the_application_is_said_in_both_languages(file):
    texts = list(texts_of(file["definition"]))
    assert len(texts) > 20
    assert [text for text in texts if set(text) != {"id", "en"}] == []


def texts_of(part):
    if isinstance(part, dict):
        if "id" in part:
            yield part
        for inner in part.values():
            yield from texts_of(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from texts_of(inner)


def broken(change):
    document = copy.deepcopy(document_of(SMALL))
    change(document)
    asked, unread = read(document)
    return [fault.code for fault in [*unread, *faults_of(asked)]]


def question(document, code):
    return next(one for domain in document["domains"] for one in domain["questions"] if one["code"] == code)


CHANGES = {
    "code_malformed": lambda d: question(d, "signs").update(code="Tanda!"),
    "code_twice": lambda d: question(d, "signs").update(code="harm"),
    "no_question": lambda d: d["domains"][0].update(questions=[]),
    "too_few_options": lambda d: question(d, "signs")["options"].pop(),
    "option_malformed": lambda d: question(d, "signs")["options"][0].update(code="a b"),
    "option_twice": lambda d: question(d, "signs")["options"][0].update(code="B"),
    "text_missing": lambda d: question(d, "signs").pop("text"),
    "points_missing": lambda d: d["scales"][0]["options"][0].pop("points"),
    "nothing_scored": lambda d: d["domains"][0].update(scored=True),
    "bands_unscored": lambda d: d["domains"][0].update(bands=[{"least": 0, "text": {"id": "x"}}]),
    "bands_broken": lambda d: d["domains"][1]["bands"].reverse(),
    "tone_unknown": lambda d: d["domains"][1]["bands"][0].update(tone="merah"),
    "scale_unknown": lambda d: question(d, "harm").update(scale="lain"),
    "options_unused": lambda d: question(d, "weeks").update(options=[{"code": "A", "text": {"id": "a"}}]),
    "points_unused": lambda d: question(d, "signs")["options"][0].update(points=1),
    "bounds_unused": lambda d: question(d, "harm").update(least=1),
    "bounds_reversed": lambda d: question(d, "weeks").update(least=50),
    "rule_ahead": lambda d: d["domains"].reverse(),
    "rule_undecided": lambda d: question(d, "harm").update(shown_when=[{"question": "weeks", "values": ["1"]}]),
    "rule_value_unknown": lambda d: question(d, "food").update(
        shown_when=[{"question": "pregnant", "values": ["MAYBE"]}]
    ),
    "shape": lambda d: d.update(colour="red"),
    "too_long": lambda d: d["domains"][0]["questions"].extend(
        {"code": f"more_{n}", "kind": "TEXT", "text": {"id": "?"}} for n in range(200)
    ),
}


@pytest.mark.parametrize("code", CHANGES)
def test_each_fault_is_told_by_its_code(code):
    assert code in broken(CHANGES[code])


def test_every_fault_is_told_at_once():
    def change(document):
        for code in ("text_missing", "scale_unknown", "tone_unknown"):
            CHANGES[code](document)

    assert sorted(broken(change)) == ["scale_unknown", "text_missing", "tone_unknown"]
