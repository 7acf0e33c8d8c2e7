"""The language of what is kept, whatever the person reads who writes it. A leaf: it imports no app."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.utils.translation import ngettext, override

# Files and official papers are Indonesian (UU 24/2009 art. 27).
RECORD_LANGUAGE = "id"

Service = TypeVar("Service", bound=Callable[..., Any])


def in_record_language(service: Service) -> Service:
    """Run `service` in the language of the record: the words it keeps are read by colleagues and courts.

    What it refuses is told by lazy texts, which become words on the page of the person who asked.
    """

    @wraps(service)
    def inner(*args: Any, **kwargs: Any) -> Any:
        # Not `override` as a decorator: one object would keep the language before for all threads.
        with override(RECORD_LANGUAGE):
            return service(*args, **kwargs)

    return inner  # type: ignore[return-value]


def counted(text: str, **values: Any) -> str:
    """`text` with `values`, in the plural that the first of them asks for: Indonesian has one form, English two."""
    return ngettext(text, text, next(iter(values.values()))) % values
