"""Log lines that help to find a failure and tell nothing about a person: an id of the request, no values. A leaf.

An exception's own words are left out everywhere: a database quotes the row that broke its rule, a parser the text it
could not read. What remains is its kind and where it came from; the rest is found by trying again.
"""

import logging
import re
import traceback
import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
FORMAT = "{asctime} {levelname} {name} {request_id} {message}"
# A calendar link, and the key of a mailed link to a new password.
SECRET = re.compile(r"(/kalender/)[^/\s]+(?=\.ics)|(/akun/sandi/lupa/[0-9A-Za-z]+-)[^/\s]+")
current_request: ContextVar[str] = ContextVar("current_request", default="-")


def masked(text: str) -> str:
    """The text with secrets that stand in addresses written as dots."""
    return SECRET.sub(lambda found: f"{found.group(1) or found.group(2)}...", text)


class RequestIdMiddleware:
    """An id for each request: on the request, in each of its log lines, in the answer, on the page of a failure."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex
        token = current_request.set(request.request_id)
        try:
            response = self.get_response(request)
        finally:
            current_request.reset(token)
        response.headers[HEADER] = request.request_id
        return response


class LineFormatter(logging.Formatter):
    """One line, and for an exception the way it took, without a value in either."""

    def __init__(self) -> None:
        super().__init__(FORMAT, style="{")

    def format(self, record: logging.LogRecord) -> str:
        quiet = logging.makeLogRecord(vars(record) | {"exc_text": None, "request_id": _request_of(record)})
        quiet.msg, quiet.args = _without_values(record)
        return masked(super().format(quiet))

    def formatException(self, ei) -> str:
        """Kinds and places of an exception and those it came from, oldest first."""
        found, error, seen = [], ei[1], set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            frames = traceback.extract_tb(error.__traceback__)
            places = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            found.insert(0, "\n".join([type(error).__qualname__, *places]))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(found)


def _request_of(record: logging.LogRecord) -> str:
    """The id of the request that the line is about; Django writes some after the request has gone."""
    own = getattr(getattr(record, "request", None), "request_id", "")
    return own or current_request.get()


def _without_values(record: logging.LogRecord) -> tuple[str, object]:
    """Message and arguments; of a statement only how long it took, of a task only which, and the kind of its error."""
    if record.name.startswith("django.db.backends"):
        return "statement, %.3f s", (getattr(record, "duration", None) or 0,)
    if record.name.startswith("celery") and isinstance(record.args, Mapping):
        kind = record.exc_info[0].__qualname__ if record.exc_info and record.exc_info[0] else "-"
        hidden = dict.fromkeys({"exc", "traceback", "args", "kwargs", "return_value", "argsrepr", "kwargsrepr"}, "")
        return record.msg, {**record.args, **hidden, "exc": kind}
    return record.msg, record.args
