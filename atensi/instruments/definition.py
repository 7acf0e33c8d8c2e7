"""A questionnaire as data: domains, questions, scales, skip rules, guidance. Pure; `reading.py` reads one.

A text is said in Indonesian, in English where it has been translated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language

from .states import NO, SCORING, YES, Good, Kind


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the questionnaire by language; a missing translation falls back to Indonesian."""

    id: str = ""
    en: str = ""

    def __str__(self) -> str:
        return self.en if self.en and (get_language() or "").startswith("en") else self.id

    def __bool__(self) -> bool:
        return bool(self.id)


@dataclass(frozen=True, slots=True)
class Option:
    """points: what choosing it counts, None where it does not score."""

    code: str
    text: Text
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """Options that several questions share, least first."""

    code: str
    text: Text
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Holds when the earlier question is shown and answered by one of `values`."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """shown_when: asked when every rule holds. is_required: before a signature. least, most: bounds of a NUMBER."""

    code: str
    kind: Kind
    text: Text
    guidance: Text = Text()
    scale: str = ""
    options: tuple[Option, ...] = ()
    is_required: bool = False
    shown_when: tuple[Rule, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """What a score from `least` per cent on means."""

    least: int
    text: Text
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of the questionnaire with a heading of its own. is_scored: its points are added up."""

    code: str
    title: Text
    guidance: Text = Text()
    questions: tuple[Question, ...] = ()
    is_scored: bool = False
    good: Good = Good.HIGH
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Definition:
    domains: tuple[Domain, ...] = ()
    scales: tuple[Scale, ...] = ()
    _questions: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = {question.code: question for domain in self.domains for question in domain.questions}
        object.__setattr__(self, "_questions", found)

    @property
    def questions(self) -> Iterator[Question]:
        """Every question in the order in which it is asked."""
        return (question for domain in self.domains for question in domain.questions)

    def question(self, code: str) -> Question | None:
        return self._questions.get(code)

    def domain(self, code: str) -> Domain | None:
        return next((domain for domain in self.domains if domain.code == code), None)

    def scale(self, code: str) -> Scale | None:
        return next((scale for scale in self.scales if scale.code == code), None)

    def options_of(self, question: Question) -> tuple[Option, ...]:
        """What can be chosen; nothing for a question that is answered freely."""
        if question.kind == Kind.YES_NO:
            points = {option.code: option.points for option in question.options}
            return (
                Option(YES, Text("Ya", "Yes"), points.get(YES)),
                Option(NO, Text("Tidak", "No"), points.get(NO)),
            )
        if question.kind == Kind.SCALE:
            scale = self.scale(question.scale)
            return scale.options if scale else ()
        return question.options

    def points_of(self, question: Question) -> dict[str, int]:
        """Code of an option -> points, for a question that scores."""
        if question.kind not in SCORING:
            return {}
        return {option.code: option.points for option in self.options_of(question) if option.points is not None}
