"""Scores stay within their bounds and look at nothing that is hidden."""

import pytest
from hypothesis import given

from atensi.instruments.answers import counted
from atensi.instruments.scoring import band_of, kept_scores, percent_of, scores, scores_of
from tests.instruments.questionnaires import SMALL, answered


def test_points_of_the_answered_questions_are_added():
    [score] = scores(SMALL, {"pregnant": "YES", "harm": "2", "food": "1"})
    assert (score.points, score.least, score.most, score.percent) == (3, 0, 4, 75)
    assert str(score.band.text) == "Aman"


def test_an_unanswered_question_lowers_no_score():
    [score] = scores(SMALL, {"harm": "2"})
    assert (score.points, score.most, score.percent) == (2, 2, 100)


def test_a_hidden_question_scores_nothing():
    [score] = scores(SMALL, {"harm": "0", "food": "2"})
    assert (score.points, score.most) == (0, 2)
    assert score.band.tone == "stop"


def test_a_domain_without_a_scoring_answer_has_no_score():
    assert scores(SMALL, {"signs": ["A"]}) == []


@pytest.mark.parametrize(("percent", "code"), [(0, "stop"), (49, "stop"), (50, "ok"), (100, "ok")])
def test_a_band_begins_at_its_per_cent(percent, code):
    assert band_of(SMALL.domain("safety"), percent).tone == code


def test_half_a_per_cent_is_rounded_up():
    assert [percent_of(1, 0, 8), percent_of(1, 0, 3), percent_of(0, 0, 0)] == [13, 33, 0]


@given(answered())
def test_a_score_is_within_its_bounds(case):
    for score in scores(*case):
        assert score.least <= score.points <= score.most
        assert 0 <= score.percent <= 100


@given(answered())
def test_hidden_answers_never_count(case):
    asked, answers = case
    assert scores(asked, counted(asked, answers)) == scores(asked, answers)


@given(answered())
def test_what_a_signed_paper_keeps_is_the_score(case):
    assert scores_of(case[0], kept_scores(*case)) == scores(*case)
