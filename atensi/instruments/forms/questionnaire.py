"""A questionnaire as a form: one native field for each question, hidden while its skip rules do not hold.

Every question is in the page, shown or not, so that no answer is lost when another one hides it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, TypeVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, CheckField, DateField, RadioField

from ..answers import LONGEST_ANSWER, Progress, normal, progress, shown
from ..definition import Definition, Question
from ..states import Kind

PREFIX = "q_"
Form = TypeVar("Form", bound="QuestionnaireForm")


def name_of(code: str) -> str:
    """The field of a question."""
    return f"{PREFIX}{code}"


def initial_of(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The form's first values from kept answers: of every question, so that none, too, can be gone back to."""
    return {name_of(one.code): answers.get(one.code) for one in definition.questions}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on the page. is_long: its options need a line each. when: its skip rules as JSON, for the script
    that follows them while one types."""

    field: BoundField
    is_shown: bool
    is_required: bool
    is_long: bool
    when: str


@dataclass(frozen=True, slots=True)
class Part:
    """One domain on the page."""

    progress: Progress
    asked: list[Asked]

    @property
    def is_shown(self) -> bool:
        return any(one.is_shown for one in self.asked)


class QuestionnaireForm(AtensiForm):
    """`of(definition)` makes the form of a questionnaire."""

    definition: ClassVar[Definition] = Definition()

    @classmethod
    def of(cls: type[Form], definition: Definition) -> type[Form]:
        fields = {name_of(one.code): field_of(definition, one) for one in definition.questions}
        return type(cls.__name__, (cls,), {**fields, "definition": definition})

    def clean(self) -> dict[str, Any]:
        """Each answer as it is kept, or what is wrong with it at its field. What is wrong at a question that is not
        asked stands in nobody's way: it is not kept."""
        data = super().clean() or self.cleaned_data
        given = {one.code: plain(data.get(name_of(one.code))) for one in self.definition.questions}
        kept, faults = normal(self.definition, given, self.stored)
        asked = {question.code for question in shown(self.definition, kept)}
        for fault in faults:
            if fault.where in asked:
                self.add_error(name_of(fault.where), fault.text)
        for code in given:
            data[name_of(code)] = kept.get(code)
            if code not in asked:
                self.errors.pop(name_of(code), None)
        return data

    @property
    def was_asked(self) -> bool:
        """Whether what was sent comes from a page with these questions: fields that a browser always sends are there,
        answered or not."""
        boxes = (forms.RadioSelect, forms.CheckboxSelectMultiple)
        names = [name for name in map(name_of, self.stored) if not isinstance(self.fields[name].widget, boxes)]
        return not names or any(name in self.data for name in names)

    @property
    def stored(self) -> dict[str, Any]:
        """The answers that the form began with."""
        return {one.code: self.initial.get(name_of(one.code)) for one in self.definition.questions}

    @property
    def answers(self) -> dict[str, Any]:
        """The cleaned answers, those of hidden questions, too."""
        named = {one.code: self.cleaned_data.get(name_of(one.code)) for one in self.definition.questions}
        return {code: answer for code, answer in named.items() if answer is not None}

    def standing(self) -> dict[str, Any]:
        """The answers as the page shows them: typed, restored or stored; what is no answer left out."""
        given = {one.code: plain(self[name_of(one.code)].value()) for one in self.definition.questions}
        return normal(self.definition, given, self.stored)[0]

    def domains(self) -> list[Part]:
        """The questions as the page asks them, by domain."""
        answers = self.standing()
        asked = {question.code for question in shown(self.definition, answers)}
        return [
            Part(row, [self._asked(one, one.code in asked) for one in row.domain.questions])
            for row in progress(self.definition, answers)
        ]

    def _asked(self, question: Question, is_shown: bool) -> Asked:
        rules = [[name_of(rule.question), list(rule.values)] for rule in question.shown_when]
        when = json.dumps(rules) if rules else ""
        return Asked(self[name_of(question.code)], is_shown, question.is_required, question.kind == Kind.CHOICES, when)


def plain(value: Any) -> Any:
    """A field's value as an answer: days by their ISO name."""
    return value.isoformat() if isinstance(value, date) else value


def field_of(definition: Definition, question: Question) -> forms.Field:
    """The native field that fits: options in sight where an answer is required, a list to choose from elsewhere."""
    common = {"label": str(question.text), "help_text": str(question.guidance), "required": False}
    options = [(option.code, str(option.text)) for option in definition.options_of(question)]
    if question.kind == Kind.TEXT:
        # No max_length: `normal` counts, and lets a text of before stay that is longer.
        return forms.CharField(widget=forms.Textarea(attrs={"maxlength": LONGEST_ANSWER}), **common)
    if question.kind == Kind.NUMBER:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "w-s"})
        return forms.CharField(widget=widget, max_length=20, **common)
    if question.kind == Kind.DATE:
        return DateField(**common)
    if question.kind == Kind.CHOICES:
        return CheckField(choices=options, **common)
    if question.is_required:
        return RadioField(choices=options, **common)
    return forms.ChoiceField(choices=[("", _("Belum dijawab")), *options], **common)
