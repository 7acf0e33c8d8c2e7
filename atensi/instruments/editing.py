"""Changes to a questionnaire: put, move and remove its parts. Pure; each gives the changed questionnaire.

What then stands against publishing it, `checking.faults_of` says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from .definition import Definition, Domain, Question, Rule, Scale

Part = Domain | Question | Scale
Coded = TypeVar("Coded", Domain, Question, Scale)


class Do(StrEnum):
    UP, DOWN, REMOVE = "up", "down", "remove"


class PartKind(StrEnum):
    DOMAIN, QUESTION, SCALE = "domain", "question", "scale"


def kind_of(part: Part) -> PartKind:
    return {Domain: PartKind.DOMAIN, Question: PartKind.QUESTION, Scale: PartKind.SCALE}[type(part)]


def part_of(definition: Definition, kind: str, code: str) -> Part | None:
    """The part of this kind (`PartKind`) and code."""
    found: dict[str, Callable[[str], Part | None]] = {
        PartKind.DOMAIN: definition.domain,
        PartKind.QUESTION: definition.question,
        PartKind.SCALE: definition.scale,
    }
    return found[kind](code)


def home_of(definition: Definition, question: str) -> str:
    """The domain that a question stands in."""
    return next((one.code for one in definition.domains if any(q.code == question for q in one.questions)), "")


def put_scale(definition: Definition, scale: Scale, *, instead_of: str = "") -> Definition:
    """Add a scale, or put it in another's place; its questions follow a new code."""

    def follow(question: Question) -> Question:
        return replace(question, scale=scale.code) if instead_of and question.scale == instead_of else question

    changed = replace(definition, scales=_put(definition.scales, scale, instead_of))
    return _each_question(changed, follow)


def put_domain(definition: Definition, domain: Domain, *, instead_of: str = "") -> Definition:
    """Add a domain, or change one; its questions stay."""
    before = definition.domain(instead_of)
    kept = replace(domain, questions=before.questions) if before else domain
    return replace(definition, domains=_put(definition.domains, kept, instead_of))


def put_question(definition: Definition, question: Question, *, domain: str, instead_of: str = "") -> Definition:
    """Add a question at the end of a domain, or put it in another's place; skip rules follow a new code."""
    changed = _each_question(definition, lambda one: _renamed(one, instead_of, question.code))
    question = _renamed(question, instead_of, question.code)
    stays = bool(instead_of) and home_of(definition, instead_of) == domain

    def placed(one: Domain) -> Domain:
        if stays and one.code == domain:
            return replace(one, questions=_put(one.questions, question, instead_of))
        rest = tuple(other for other in one.questions if other.code != instead_of)
        return replace(one, questions=(*rest, question) if one.code == domain else rest)

    return replace(changed, domains=tuple(placed(one) for one in changed.domains))


def arrange(definition: Definition, kind: str, code: str, do: Do) -> Definition:
    """Move a part up or down, or remove it. A question at the edge of its domain goes on into the next one."""
    if kind == PartKind.SCALE:
        return replace(definition, scales=_arranged(definition.scales, code, do))
    if kind == PartKind.DOMAIN:
        return replace(definition, domains=_arranged(definition.domains, code, do))
    return _arrange_question(definition, code, do)


def _arrange_question(definition: Definition, code: str, do: Do) -> Definition:
    domains = list(definition.domains)
    at = next(place for place, one in enumerate(domains) if one.code == home_of(definition, code))
    arranged = _arranged(domains[at].questions, code, do)
    other = at + (1 if do == Do.DOWN else -1)
    if arranged == domains[at].questions and 0 <= other < len(domains):
        question = next(one for one in arranged if one.code == code)
        domains[at] = replace(domains[at], questions=tuple(one for one in arranged if one is not question))
        there = domains[other].questions
        domains[other] = replace(domains[other], questions=(question, *there) if do == Do.DOWN else (*there, question))
    else:
        domains[at] = replace(domains[at], questions=arranged)
    return replace(definition, domains=tuple(domains))


def _arranged(parts: Sequence[Coded], code: str, do: Do) -> tuple[Coded, ...]:
    rows = list(parts)
    at = next(place for place, part in enumerate(rows) if part.code == code)
    part = rows.pop(at)
    if do != Do.REMOVE:
        rows.insert(max(0, at + (1 if do == Do.DOWN else -1)), part)
    return tuple(rows)


def _put(parts: Sequence[Coded], part: Coded, instead_of: str) -> tuple[Coded, ...]:
    if any(one.code == instead_of for one in parts):
        return tuple(part if one.code == instead_of else one for one in parts)
    return (*parts, part)


def _each_question(definition: Definition, change: Callable[[Question], Question]) -> Definition:
    domains = (replace(one, questions=tuple(map(change, one.questions))) for one in definition.domains)
    return replace(definition, domains=tuple(domains))


def _renamed(question: Question, old: str, new: str) -> Question:
    """Its skip rules with the new code of the question they wait for."""
    rules = tuple(Rule(new, rule.values) if old and rule.question == old else rule for rule in question.shown_when)
    return replace(question, shown_when=rules)
