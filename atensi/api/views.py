"""What every address of the API shares: input, answer, version, page, the trace of who saw it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import cache, wraps
from typing import Any

from django.db.models import Model, QuerySet
from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import UnsupportedMediaType, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.serializers import CharField, Serializer
from rest_framework.views import APIView

from atensi.audit.services import record_view
from atensi.versions import version_of

from .paging import PageQuery, page_of
from .problems import CONTENT_TYPE, Refusal, VersionMissing
from .services import if_unchanged, once, whole
from .uploads import Multipart, fingerprint, parts_of

KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same key with the same request acts once, for a day; the kept answer comes back.",
)
MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="ETag of what was read; `*` overwrites unread."
)
LONGEST_KEY = 200
# How an operation may be refused.
WORDS = {
    400: "The input cannot be read or lacks something; `errors` says what.",
    401: "Not signed in, or the token has ended.",
    403: "The acting membership may not do this.",
    404: "No such record for this membership.",
    409: "Rules stand against it; `problems` says which. A soft one passes with a written reason.",
    412: "Changed since it was read.",
    413: "The body is too large.",
    415: "The body is of another kind than the one that is described.",
    422: "The key was used for another request.",
    428: "If-Match is missing.",
    429: "Too many requests; Retry-After says how long to wait.",
}
ALWAYS = (400, 401, 403, 404, 429)


def operation(
    summary: str,
    answer: type[Serializer] | Serializer | None,
    *,
    takes: type[Serializer] | None = None,
    query: type[Serializer] | None = None,
    status: int = 200,
    tag: str = "",
    files: Iterable[str] = (),
) -> Callable:
    """Describe a method for the schema. One that answers 201 takes an `Idempotency-Key` and acts once for it; every
    other one that changes something runs whole or not at all. files: the kinds of file that it answers, in place of
    `answer`."""

    def decorate(method: Callable) -> Callable:
        parameters: list[Any] = [query] if query else []
        changes = method.__name__ != "get"
        if status == 201:
            parameters.append(KEY)
        if method.__name__ == "put":
            parameters.append(MATCH)

        @wraps(method)
        def answering(self: ApiView, request: Any, *args: Any, **kwargs: Any) -> Response:
            if status == 201 and request.headers.get("Idempotency-Key"):
                return self.answer_once(lambda: method(self, request, *args, **kwargs))
            if changes:
                return whole(lambda: method(self, request, *args, **kwargs), by=request.actor)
            return method(self, request, *args, **kwargs)

        described = extend_schema(
            summary=summary,
            request=takes,
            responses={**_answers(answer, status, files), **refusals(method.__name__, status)},
            parameters=parameters,
            tags=[tag] if tag else None,
        )
        return described(answering)

    return decorate


def _answers(answer: Any, status: int, files: Iterable[str]) -> dict[Any, Any]:
    return {(status, kind): OpenApiTypes.BINARY for kind in files} or {status: answer}


def refusals(method: str, status: int) -> dict[tuple[int, str], OpenApiResponse]:
    """The refusals that every operation of this kind says it may answer."""
    codes = [*ALWAYS, *((409, 413, 415) if method != "get" else ())]
    codes += [422] if status == 201 else []
    codes += [412, 428] if method == "put" else []
    return {(code, CONTENT_TYPE): OpenApiResponse(Refusal, description=WORDS[code]) for code in sorted(codes)}


def tag_of(data: Any) -> str:
    """The version of what was shown: a strong ETag."""
    return '"' + hashlib.sha256(JSONRenderer().render(data)).hexdigest()[:32] + '"'


def tag_of_row(form: type[Serializer], row: Any, data: Any) -> str:
    """The version of a row and of `data`, which tells of it. A form names in `versioned` the fields whose change is
    another version although nobody is told them."""
    names = getattr(form, "versioned", ())
    return tag_of([data, version_of(row, names)] if names else data)


class ApiView(APIView):
    """An address of the API. Who may open it stands in atensi/access/, what they see in `visible_to`."""

    def given(self, form: type[Serializer], **context: Any) -> dict[str, Any]:
        """What was sent, checked for shape. Raises ValidationError, UnsupportedMediaType."""
        return dict(self.read(form, **context))

    def read(self, form: type[Serializer], **context: Any) -> Any:
        """What `form` makes of what was sent. Raises as `given`."""
        self._require_parsed()
        sent = self.request.data
        if not isinstance(sent, dict):
            raise ValidationError({"": ["JSON object expected."]})
        sent = parts_of(form, sent) if isinstance(sent, QueryDict) else sent
        read = form(data=sent, context={"request": self.request, **context})
        read.is_valid(raise_exception=True)
        return read.validated_data

    def _require_parsed(self) -> None:
        """DRF asks this too, except of a form that the CSRF check of a session has read before."""
        asked = self.request
        sent = asked.content_type and asked.META.get("CONTENT_LENGTH") not in (None, "", "0")
        if sent and asked.negotiator.select_parser(asked, asked.parsers) is None:
            raise UnsupportedMediaType(asked.content_type)

    def asked(self, form: type[Serializer]) -> dict[str, Any]:
        """The query string, checked. Raises ValidationError."""
        read = form(data=self.request.query_params, context={"request": self.request})
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def shape(self, form: type[Serializer], row: Any, **context: Any) -> Any:
        return form(row, context={"request": self.request, **context}).data

    def show(self, form: type[Serializer], row: Any, *, verb: str, subject: Model | str | None = None, **context: Any):
        """One row, its version, and the trace of who saw it."""
        data = self.shape(form, row, **context)
        response = Response(data, headers={"ETag": tag_of_row(form, row, data)})
        record_view(verb, row if subject is None else subject, by=self.request.actor)
        return response

    def plain(self, form: type[Serializer], rows: Iterable[Any], **context: Any) -> Response:
        """A short list that needs no pages."""
        return Response({"results": form(rows, many=True, context={"request": self.request, **context}).data})

    def plain_row(self, form: type[Serializer], row: Any, **context: Any) -> Response:
        """One row that tells of nobody: nothing is recorded."""
        data = self.shape(form, row, **context)
        return Response(data, headers={"ETag": tag_of(data)})

    def done(self, form: type[Serializer], row: Any, status: int = 200, **context: Any) -> Response:
        """What a service made of it. A form names in `told_once` the secrets that are told on this answer alone."""
        data = self.shape(form, row, **context)
        response = Response(data, status=status, headers={"ETag": tag_of_row(form, row, data)})
        response.told_once = getattr(form, "told_once", ())
        return response

    def change(
        self,
        form: type[Serializer],
        row: Model,
        act: Callable[[Any], Any],
        *,
        under: Model | None = None,
        **context: Any,
    ) -> Response:
        """Change `row` by `act`, if it is still what the client read. under: see `if_unchanged`. Raises VersionMissing,
        Stale."""
        wanted = self.request.headers.get("If-Match", "").strip()
        if not wanted:
            raise VersionMissing
        changed = if_unchanged(
            row=row,
            wanted=wanted,
            tag_of=lambda fresh: tag_of_row(form, fresh, self.shape(form, fresh, **context)),
            by=self.request.actor,
            act=act,
            under=under,
        )
        return self.done(form, changed, **context)

    def page(
        self,
        form: type[Serializer],
        rows: QuerySet[Any],
        *,
        field: str,
        newest_first: bool = False,
        verb: str = "",
        subject: Model | str = "",
        context: Callable[[list[Any]], dict[str, Any]] | None = None,
        seen: Callable[[list[Any]], Iterable[Model]] | None = None,
        query: type[Serializer] = PageQuery,
        keep: Callable[[list[Any]], list[Any]] | None = None,
    ) -> Response:
        """A page of `rows` by key, and the trace of what it showed. context: rows -> what their form needs besides.
        seen: rows -> the records that the trail names instead. keep: rows -> those of them that may be told."""
        asked = self.asked(query)
        shown, after, before = page_of(rows, asked, self.request.query_params, field=field, newest_first=newest_first)
        shown = keep(shown) if keep else shown
        more = context(shown) if context else {}
        data = form(shown, many=True, context={"request": self.request, **more}).data
        if verb:
            record_view(verb, subject, by=self.request.actor, shown=seen(shown) if seen else shown)
        return Response({"results": data, "next": after, "previous": before})

    def answer_once(self, act: Callable[[], Response]) -> Response:
        """`act`, or what it answered when the same key asked the same before, without what is told once: a secret is
        kept nowhere, whoever lost it makes another."""
        request = self.request
        key = request.headers["Idempotency-Key"]
        if len(key) > LONGEST_KEY or not key.isprintable():
            raise ValidationError({"Idempotency-Key": ["At most 200 printable letters."]})
        sent = fingerprint(request.data) if Multipart in self.parser_classes else request.body
        asked = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + sent).hexdigest()

        made: list[Response] = []

        def kept() -> tuple[int, str]:
            made.append(act())
            data = made[0].data | dict.fromkeys(made[0].told_once, "")
            return made[0].status_code, JSONRenderer().render(data).decode()

        status, body, again = once(key=key, asked=asked, by=request.actor, act=kept)
        if again:
            return Response(json.loads(body), status=status, headers={"Idempotency-Replayed": "true"})
        return made[0]


@cache
def page_form(form: type[Serializer]) -> type[Serializer]:
    """The form of a page of `form`, for the schema."""
    name = f"{form.__name__}Page"
    fields = {
        "results": form(many=True),
        "next": CharField(allow_null=True, help_text="Query string of the next page, null on the last."),
        "previous": CharField(allow_null=True),
    }
    return type(name, (Serializer,), fields)
