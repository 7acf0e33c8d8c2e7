"""Answers to a questionnaire: how they are kept, which questions they show, what is missing. Pure.

Answers are JSON: code of a question -> what was written (TEXT), chosen (SCALE, CHOICE, YES_NO: a code; CHOICES: codes),
counted (NUMBER) or dated (DATE: ISO). An answer to a question that is not shown is kept and never counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .definition import Definition, Domain, Question
from .reading import Fault
from .states import Kind

Answers = Mapping[str, Any]
LONGEST_ANSWER = 10_000
LARGEST_ANSWER = 10**9
SMALLEST_STEP = 3
# "1.500" is one and a half thousand to whoever writes it; taken for a decimal point it would be kept as 1.5.
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]*)?")


def normal(definition: Definition, given: Answers, stored: Answers | None = None) -> tuple[dict[str, Any], list[Fault]]:
    """The answers as they are kept, without empty ones, and what of `given` is no answer. stored: what is kept already;
    a text of before that stays as it is may be of any length, a number of before of any shape."""
    kept: dict[str, Any] = {}
    faults = []
    for code, value in given.items():
        question = definition.question(code)
        if question is None:
            told = ascii(code)[1:41]
            faults.append(Fault("question_unknown", told, _("Pertanyaan “%(code)s” tidak ada.") % {"code": told}))
            continue
        if stored and _is_same(question, value, stored.get(code)):
            kept[code] = stored[code]
            continue
        answer, why = _normal(definition, question, value)
        if why:
            faults.append(Fault("answer_malformed", code, f"{question.text}: {why}"))
        elif answer not in (None, "", []):
            kept[code] = answer
    return kept, faults


def _normal(definition: Definition, question: Question, value: Any) -> tuple[Any, str]:
    """One answer, or why it is none."""
    if value in (None, "") or value == []:
        return None, ""
    if question.kind == Kind.NUMBER:
        return _number(question, value)
    if question.kind == Kind.CHOICES:
        return _choices(definition, question, value)
    if not isinstance(value, str) or not _can_be_kept(value):
        return None, _("bukan tulisan.")
    if question.kind == Kind.TEXT:
        return value.strip(), "" if len(value) <= LONGEST_ANSWER else _("terlalu panjang.")
    if question.kind == Kind.DATE:
        return _date(value)
    known = any(option.code == value for option in definition.options_of(question))
    return value, "" if known else _("tidak ada di antara pilihan.")


def _is_same(question: Question, value: Any, stored: Any) -> bool:
    """Whether an answer came back as it is kept. Of a text a browser ends its lines otherwise, and a field strips it; a
    number comes back as the text that it was shown by."""
    if question.kind == Kind.NUMBER:
        return stored is not None and isinstance(value, str) and value.strip() == str(stored)
    if question.kind != Kind.TEXT:
        return False
    texts = isinstance(value, str) and isinstance(stored, str) and stored.strip()
    return bool(texts) and _lines(value) == _lines(stored)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _can_be_kept(text: str) -> bool:
    """Neither NUL nor half a character, which the database does not take."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _number(question: Question, value: Any) -> tuple[int | float | None, str]:
    try:
        if isinstance(value, bool):
            raise InvalidOperation
        if isinstance(value, str) and THOUSANDS.fullmatch(value.strip()):
            return None, _("tulis tanpa titik ribuan, misalnya 1500 atau 1,5.")
        exact = Decimal(str(value).strip().replace(",", "."))
    except (InvalidOperation, ValueError):
        return None, _("bukan angka.")
    # Compared, not reckoned with: `abs` of a number with a huge exponent overflows.
    if not exact.is_finite() or not -LARGEST_ANSWER <= exact <= LARGEST_ANSWER:
        return None, _("bukan angka.")
    if question.least is not None and exact < question.least:
        return None, _("paling sedikit %(n)s.") % {"n": question.least}
    if question.most is not None and exact > question.most:
        return None, _("paling banyak %(n)s.") % {"n": question.most}
    exact = round(exact, SMALLEST_STEP)
    return (int(exact) if exact == exact.to_integral_value() else float(exact)), ""


def _choices(definition: Definition, question: Question, value: Any) -> tuple[list[str] | None, str]:
    """Chosen codes in the order of the options."""
    options = [option.code for option in definition.options_of(question)]
    if not isinstance(value, list | tuple) or any(not isinstance(one, str) or one not in options for one in value):
        return None, _("tidak ada di antara pilihan.")
    return [code for code in options if code in value], ""


def _date(value: str) -> tuple[str | None, str]:
    try:
        return date.fromisoformat(value).isoformat(), ""
    except ValueError:
        return None, _("bukan tanggal.")


def shown(definition: Definition, answers: Answers) -> list[Question]:
    """The questions that these answers ask, in order. A rule looks only at earlier questions that are shown."""
    found: dict[str, Question] = {}
    for question in definition.questions:
        if all(
            rule.question in found and _meets(answers.get(rule.question), rule.values) for rule in question.shown_when
        ):
            found[question.code] = question
    return list(found.values())


def _meets(answer: Any, values: tuple[str, ...]) -> bool:
    return any(one in values for one in answer) if isinstance(answer, list) else answer in values


def counted(definition: Definition, answers: Answers) -> dict[str, Any]:
    """The answers to questions that are shown: all that is read, scored, compared and signed."""
    return {
        question.code: answers[question.code] for question in shown(definition, answers) if question.code in answers
    }


def missing(definition: Definition, answers: Answers) -> list[Question]:
    """Required questions that are shown and not answered."""
    asked = shown(definition, answers)
    return [question for question in asked if question.is_required and question.code not in answers]


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a domain is answered, of the questions that are shown."""

    domain: Domain
    answered: int
    shown: int
    missing: int

    @property
    def is_done(self) -> bool:
        return self.missing == 0 and self.answered > 0


def progress(definition: Definition, answers: Answers) -> list[Progress]:
    asked = {question.code for question in shown(definition, answers)}
    lacking = {question.code for question in missing(definition, answers)}
    rows = []
    for domain in definition.domains:
        codes = [question.code for question in domain.questions if question.code in asked]
        answered = sum(code in answers for code in codes)
        rows.append(Progress(domain, answered, len(codes), len(lacking.intersection(codes))))
    return rows


def words(definition: Definition, question: Question, answer: Any) -> str:
    """An answer as a person reads it; "" for none."""
    if answer in (None, "", []):
        return ""
    options = {option.code: str(option.text) for option in definition.options_of(question)}
    if question.kind == Kind.CHOICES:
        return "; ".join(options.get(code, code) for code in answer)
    if question.kind == Kind.DATE:
        return f"{date.fromisoformat(answer):%d-%m-%Y}"
    if question.kind == Kind.NUMBER:
        return number_format(answer)
    return options.get(str(answer), str(answer))


def told(definition: Definition, answers: Answers) -> list[tuple[Domain, list[tuple[Question, str]]]]:
    """What was answered, in words, by domain; domains and questions without an answer left out."""
    given = counted(definition, answers)
    parts = [
        (domain, [(one, words(definition, one, given[one.code])) for one in domain.questions if one.code in given])
        for domain in definition.domains
    ]
    return [(domain, said) for domain, said in parts if said]
