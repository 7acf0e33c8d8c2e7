"""Parts of a draft are put, moved and removed; what refers to a part follows its new code."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atensi.instruments.checking import faults_of
from atensi.instruments.definition import Domain, Question, Scale, Text
from atensi.instruments.editing import Do, arrange, home_of, put_domain, put_question, put_scale
from atensi.instruments.states import Kind
from tests.instruments.questionnaires import SMALL, definitions

NEW = Question("visits", Kind.NUMBER, Text("Kunjungan"))


def order(asked) -> list[list[str]]:
    return [[question.code for question in domain.questions] for domain in asked.domains]


def test_a_new_question_stands_at_the_end_of_its_domain():
    assert order(put_question(SMALL, NEW, domain="home"))[0][-1] == "visits"


def test_a_changed_question_keeps_its_place():
    changed = put_question(SMALL, replace(SMALL.question("weeks"), most=40), domain="home", instead_of="weeks")
    assert order(changed) == order(SMALL)
    assert changed.question("weeks").most == 40


def test_a_question_moves_to_another_domain():
    moved = put_question(SMALL, SMALL.question("pregnant"), domain="safety", instead_of="pregnant")
    assert (home_of(moved, "pregnant"), order(moved)[0]) == ("safety", ["weeks_known", "weeks"])


def test_skip_rules_follow_a_new_code():
    renamed = put_question(
        SMALL, replace(SMALL.question("pregnant"), code="expecting"), domain="home", instead_of="pregnant"
    )
    assert renamed.question("weeks_known").shown_when[0].question == "expecting"
    assert faults_of(renamed) == []


def test_questions_follow_the_new_code_of_their_scale():
    renamed = put_scale(SMALL, replace(SMALL.scales[0], code="levels"), instead_of="three")
    assert renamed.question("harm").scale == "levels"
    assert faults_of(renamed) == []


def test_a_changed_domain_keeps_its_questions():
    changed = put_domain(SMALL, Domain("house", Text("Rumah tinggal")), instead_of="home")
    assert order(changed) == order(SMALL)
    assert changed.domains[0].code == "house"


def test_new_domains_and_scales_stand_last():
    assert put_domain(SMALL, Domain("more", Text("Lain"))).domains[-1].code == "more"
    assert put_scale(SMALL, Scale("more", Text("Lain"))).scales[-1].code == "more"


@pytest.mark.parametrize(
    ("code", "do", "first", "second"),
    [
        ("weeks", Do.UP, ["pregnant", "weeks", "weeks_known"], ["harm", "food", "signs"]),
        ("weeks", Do.DOWN, ["pregnant", "weeks_known"], ["weeks", "harm", "food", "signs"]),
        ("harm", Do.UP, ["pregnant", "weeks_known", "weeks", "harm"], ["food", "signs"]),
        ("pregnant", Do.UP, ["pregnant", "weeks_known", "weeks"], ["harm", "food", "signs"]),
        ("food", Do.REMOVE, ["pregnant", "weeks_known", "weeks"], ["harm", "signs"]),
    ],
)
def test_a_question_moves_step_by_step_and_over_the_edge_of_its_domain(code, do, first, second):
    assert order(arrange(SMALL, "question", code, do)) == [first, second]


def test_domains_and_scales_move_and_go():
    assert [one.code for one in arrange(SMALL, "domain", "safety", Do.UP).domains] == ["safety", "home"]
    assert [one.code for one in arrange(SMALL, "domain", "safety", Do.REMOVE).domains] == ["home"]
    assert arrange(SMALL, "scale", "three", Do.REMOVE).scales == ()


@given(definitions(), st.data())
def test_moving_loses_no_question(asked, data):
    code = data.draw(st.sampled_from([question.code for question in asked.questions]))
    moved = arrange(asked, "question", code, data.draw(st.sampled_from([Do.UP, Do.DOWN])))
    assert sorted(question.code for question in moved.questions) == sorted(
        question.code for question in asked.questions
    )
