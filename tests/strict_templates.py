"""An undefined variable in one of our templates is an error, in `{{ }}` and in `{% if %}` alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Any
from unittest import mock

from django.conf import settings
from django.template.base import FilterExpression, Variable, VariableDoesNotExist
from django.template.context import BaseContext


class UndefinedTemplateVariable(BaseException):
    """A template asks for something that its view did not give it.

    Not an `Exception`: the operators of `{% if %}` swallow those.
    """


def _current_name(context: BaseContext) -> str:
    template = getattr(context, "render_context", None) and context.render_context.template
    return str(template.origin.name) if template else ""


def _is_ours(name: str) -> bool:
    return name.startswith(str(settings.BASE_DIR)) and "site-packages" not in name


def _is_optional_key(error: VariableDoesNotExist) -> bool:
    """`{% if errors.name %}`: whether a mapping has a key may be asked; whether a variable exists may not."""
    holder = error.params[-1] if error.params else None
    return isinstance(holder, Mapping) and not isinstance(holder, BaseContext)


def _strict(original: Any) -> Any:
    def resolve(self: FilterExpression, context: Any, ignore_failures: bool = False) -> Any:
        name = _current_name(context) if isinstance(self.var, Variable) else ""
        if not _is_ours(name):
            return original(self, context, ignore_failures)
        known = copy(self)
        known.is_var = False
        try:
            known.var = self.var.resolve(context)
        except VariableDoesNotExist as error:
            if not (ignore_failures and _is_optional_key(error)):
                raise UndefinedTemplateVariable(f"{self.var} in {name}") from error
            known.var = None
        return original(known, context, ignore_failures)

    return resolve


@contextmanager
def strict_templates() -> Iterator[None]:
    with mock.patch.object(FilterExpression, "resolve", _strict(FilterExpression.resolve)):
        yield
