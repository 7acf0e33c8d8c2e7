"""Questionnaires for tests: one of ours, and any that hypothesis thinks of, with answers to them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from atensi.instruments.definition import Band, Definition, Domain, Option, Question, Rule, Scale, Text
from atensi.instruments.states import DECIDING, NO, YES, Kind

SCALE = Scale("three", Text("Tiga"), tuple(Option(str(n), Text(f"Pilihan {n}"), n) for n in range(3)))
SIGNS = (Option("A", Text("a")), Option("B", Text("b")))
# `weeks` waits for a question that waits for another one.
SMALL = Definition(
    domains=(
        Domain(
            "home",
            Text("Rumah", "Home"),
            questions=(
                Question("pregnant", Kind.YES_NO, Text("Hamil?"), is_required=True),
                Question("weeks_known", Kind.YES_NO, Text("Umur tahu?"), shown_when=(Rule("pregnant", (YES,)),)),
                Question(
                    "weeks", Kind.NUMBER, Text("Minggu"), shown_when=(Rule("weeks_known", (YES,)),), least=0, most=45
                ),
            ),
        ),
        Domain(
            "safety",
            Text("Keselamatan", "Safety"),
            is_scored=True,
            bands=(Band(0, Text("Bahaya"), "stop"), Band(50, Text("Aman"), "ok")),
            questions=(
                Question("harm", Kind.SCALE, Text("Ancaman"), scale="three", is_required=True),
                Question("food", Kind.SCALE, Text("Makan"), scale="three", shown_when=(Rule("pregnant", (YES, NO)),)),
                Question(
                    "signs", Kind.CHOICES, Text("Tanda"), options=(Option("A", Text("a")), Option("B", Text("b")))
                ),
            ),
        ),
    ),
    scales=(SCALE,),
)

KINDS = st.sampled_from(list(Kind))
POINTS = st.one_of(st.none(), st.integers(-5, 9))


@st.composite
def definitions(draw: Any) -> Definition:
    """A questionnaire without faults: each skip rule waits for an earlier question."""
    scale = Scale(
        "scale", Text("Skala"), tuple(Option(f"S{n}", Text(f"s{n}"), draw(st.integers(-5, 9))) for n in range(3))
    )
    questions: list[Question] = []
    for n in range(draw(st.integers(1, 8))):
        questions.append(_question(draw, n, questions))
    cut = draw(st.integers(0, len(questions)))
    parts = [part for part in (questions[:cut], questions[cut:]) if part]
    domains = tuple(_domain(scale, n, part, draw(st.booleans())) for n, part in enumerate(parts))
    return Definition(domains, (scale,))


def _domain(scale: Scale, n: int, questions: list[Question], wanted: bool) -> Domain:
    bare = Definition((Domain("x", Text("x"), questions=tuple(questions)),), (scale,))
    scored = wanted and any(bare.points_of(one) for one in questions)
    bands = (Band(0, Text("rendah")), Band(60, Text("tinggi"))) if scored else ()
    return Domain(f"d{n}", Text(f"Ranah {n}"), questions=tuple(questions), is_scored=scored, bands=bands)


def _question(draw: Any, n: int, before: list[Question]) -> Question:
    kind = draw(KINDS)
    options: tuple[Option, ...] = ()
    if kind in (Kind.CHOICE, Kind.CHOICES):
        points = POINTS if kind == Kind.CHOICE else st.none()
        options = tuple(Option(f"O{k}", Text(f"o{k}"), draw(points)) for k in range(draw(st.integers(2, 4))))
    awaited = [one for one in before if one.kind in DECIDING]
    rules = []
    if awaited and draw(st.booleans()):
        first = draw(st.sampled_from(awaited))
        rules = [Rule(first.code, tuple(draw(st.lists(st.sampled_from(codes_of(first)), min_size=1, unique=True))))]
    return Question(
        f"q{n}",
        kind,
        Text(f"Pertanyaan {n}"),
        scale="scale" if kind == Kind.SCALE else "",
        options=options,
        is_required=draw(st.booleans()),
        shown_when=tuple(rules),
    )


def codes_of(question: Question) -> list[str]:
    if question.kind == Kind.YES_NO:
        return [YES, NO]
    return ["S0", "S1", "S2"] if question.kind == Kind.SCALE else [option.code for option in question.options]


def answers_to(question: Question) -> st.SearchStrategy[Any]:
    """What may be answered, as it is kept."""
    if question.kind == Kind.TEXT:
        return (
            st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)
            .map(str.strip)
            .filter(bool)
        )
    if question.kind == Kind.NUMBER:
        return st.integers(-1000, 1000)
    if question.kind == Kind.DATE:
        return st.dates().map(lambda day: day.isoformat())
    codes = codes_of(question)
    if question.kind == Kind.CHOICES:
        return st.lists(st.sampled_from(codes), min_size=1, unique=True).map(
            lambda chosen: sorted(chosen, key=codes.index)
        )
    return st.sampled_from(codes)


@st.composite
def answered(draw: Any) -> tuple[Definition, dict[str, Any]]:
    """A questionnaire and answers to any of its questions, shown or not."""
    asked = draw(definitions())
    return asked, draw(answers_for(asked))


def answers_for(asked: Definition) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={one.code: answers_to(one) for one in asked.questions})


@st.composite
def answered_twice(draw: Any) -> tuple[Definition, dict[str, Any], dict[str, Any]]:
    asked = draw(definitions())
    return asked, draw(answers_for(asked)), draw(answers_for(asked))
