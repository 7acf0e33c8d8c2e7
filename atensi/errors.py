"""What can go wrong between a user's wish and the rules. A leaf: anyone may import it, it imports no app."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise

Tag = Literal["hard", "soft"]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason against an action.

    code: stable English code, for the API, the log and `docs/rules.md`.
    text: what is wrong and what to do, in the user's language.
    tag: "hard" blocks; "soft" lets the action through with a written reason.
    source: the article or setting the rule comes from.
    field: the form field it belongs to, if any.
    """

    code: str
    text: str | Promise
    tag: Tag = "hard"
    source: str | Promise = ""
    field: str = ""

    @property
    def is_hard(self) -> bool:
        return self.tag == "hard"


class RuleViolation(Exception):
    """A rule stands against the action; `problems` says which. Pages show them, the API answers 409.

    told: (verb, subject) of what the refusal itself tells about records out of the person's sight; it goes into the
    trail although the action is undone (`audit.services.tells_when_refused`).
    """

    def __init__(self, problems: Iterable[Problem] | Problem, *, told: Iterable[tuple[str, str]] = ()):
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        self.told = tuple(told)
        super().__init__(", ".join(problem.code for problem in self.problems))


class NotAllowed(PermissionDenied):
    """The acting membership may see the object but may not do this to it: 403."""


class StaleWrite(RuleViolation):
    """The row changed since the user read it; nothing was written."""


def require(allowed: bool, text: str | Promise = "") -> None:
    """Raise `NotAllowed` unless `allowed`."""
    if not allowed:
        raise NotAllowed(str(text))


def require_no_problems(problems: Iterable[Problem], *, reasons: dict[str, str] | None = None) -> dict[str, str]:
    """Raise `RuleViolation` for hard problems and for soft ones without a written reason.

    reasons: problem code -> the user's reason. Returns the reasons that answer a present soft problem,
    to be stored beside the action.
    """
    found = list(problems)
    given = {code: text.strip() for code, text in (reasons or {}).items() if text and text.strip()}
    open_ = [problem for problem in found if problem.is_hard or problem.code not in given]
    if open_:
        raise RuleViolation(found)
    return {problem.code: given[problem.code] for problem in found}


def attempt(action: Callable[[], Result]) -> tuple[Result | None, list[Problem]]:
    """Run a service; the problems that stand against it, empty when it did its work."""
    try:
        return action(), []
    except RuleViolation as violation:
        return None, violation.problems
