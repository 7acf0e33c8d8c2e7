"""What changed between two sets of answers, to the same version or an earlier and a later one. Pure.

Questions and domains are matched by their code; only answers that count are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .answers import Answers, counted, words
from .definition import Definition, Domain, Question
from .scoring import Score, scores
from .states import Good


@dataclass(frozen=True, slots=True)
class Change:
    """One question that is answered otherwise. before, after: in words, "" where there was no answer."""

    domain: Domain
    question: Question
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """The score of one domain then and now; None where it has none."""

    domain: Domain
    before: Score | None
    after: Score | None

    @property
    def moved(self) -> int:
        """In per cent; 0 where one of the two is missing."""
        return self.after.percent - self.before.percent if self.before and self.after else 0

    @property
    def is_better(self) -> bool:
        return self.moved != 0 and (self.moved > 0) == (self.domain.good == Good.HIGH)

    @property
    def is_worse(self) -> bool:
        return self.moved != 0 and not self.is_better


@dataclass(frozen=True, slots=True)
class Side:
    """A questionnaire and the answers to it."""

    definition: Definition
    answers: Answers

    def told(self) -> dict[str, Told]:
        """Code -> the answer that counts to the question of that code."""
        given = counted(self.definition, self.answers)
        return {
            question.code: Told(
                domain, question, given[question.code], words(self.definition, question, given[question.code])
            )
            for domain in self.definition.domains
            for question in domain.questions
            if question.code in given
        }


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it is kept and in words, with the question and where that stands."""

    domain: Domain
    question: Question
    answer: Any
    words: str


def changes(before: Side, after: Side) -> list[Change]:
    """Every answer that differs: in the order of the later questionnaire, then what only the earlier one tells."""
    old, new = before.told(), after.told()
    found = [
        Change(one.domain, one.question, old[code].words if code in old else "", one.words)
        for code, one in new.items()
        if code not in old or _differs(old[code], one)
    ]
    return found + [Change(one.domain, one.question, one.words, "") for code, one in old.items() if code not in new]


def grouped(found: Sequence[Change]) -> list[tuple[str, list[Change]]]:
    """The changes by what happened: "changed" answers first, then what only one of the two tells; empty groups out."""
    rows = {
        "changed": [row for row in found if row.before and row.after],
        "new": [row for row in found if not row.before],
        "gone": [row for row in found if not row.after],
    }
    return [(kind, changed) for kind, changed in rows.items() if changed]


def _differs(old: Told, new: Told) -> bool:
    """Same kind: by what is kept, so that a reworded option is no change. Another kind: by the words."""
    if old.question.kind == new.question.kind:
        return _bare(old.answer) != _bare(new.answer)
    return old.words != new.words


def _bare(answer: Any) -> Any:
    """An answer without the order of its options, which is the questionnaire's and nobody's answer."""
    return set(answer) if isinstance(answer, list) else answer


def steps(before: Side, after: Side) -> list[Step]:
    """The scores then and now, by domain, in the order of the later questionnaire."""
    old = {score.domain.code: score for score in scores(before.definition, before.answers)}
    new = {score.domain.code: score for score in scores(after.definition, after.answers)}
    return [
        Step(domain, old.get(domain.code), new.get(domain.code)) for domain in _domains(before, after, {*old, *new})
    ]


def _domains(before: Side, after: Side, codes: set[str]) -> Iterator[Domain]:
    later = [domain for domain in after.definition.domains if domain.code in codes]
    yield from later
    known = {domain.code for domain in later}
    yield from (one for one in before.definition.domains if one.code in codes and one.code not in known)
