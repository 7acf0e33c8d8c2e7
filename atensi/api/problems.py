"""Refusals in one shape, `application/problem+json` (RFC 9457): the same words and codes that the pages show."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

from atensi.errors import Problem, RuleViolation

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: _("Isian tidak dapat dibaca atau tidak lengkap."),
    401: _("Belum masuk, atau token tidak berlaku."),
    403: _("Tidak diizinkan."),
    404: _("Tidak ditemukan."),
    405: _("Metode ini tidak dikenal di sini."),
    409: _("Aturan menghalangi."),
    412: _("Sudah diubah sejak dibaca."),
    413: _("Terlalu besar."),
    415: _("Jenis isi ini tidak dibaca di sini."),
    422: _("Kunci ini sudah dipakai untuk permintaan lain."),
    428: _("Sebutkan versi yang dibaca dengan If-Match."),
    429: _("Terlalu banyak permintaan."),
    500: _("Terjadi kesalahan pada aplikasi."),
}


class Stale(exceptions.APIException):
    status_code = 412


class VersionMissing(exceptions.APIException):
    status_code = 428


class KeyUsed(exceptions.APIException):
    status_code = 422


class ProblemShown(serializers.Serializer):
    """One reason against an action. `code` is stable; a soft one passes with a written reason in `reasons`."""

    code = serializers.CharField()
    text = serializers.CharField()
    tag = serializers.ChoiceField(choices=["hard", "soft"])
    source = serializers.CharField(allow_blank=True)
    field = serializers.CharField(allow_blank=True)


class Refusal(serializers.Serializer):
    """Why a request was not done. `problems`: rules against it (409). `errors`: what of the input is wrong (400)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(allow_blank=True)
    problems = ProblemShown(many=True)
    errors = serializers.DictField(child=serializers.JSONField())


def refusal(status: int, detail: str = "", *, problems: list[Problem] = (), errors: Any = None) -> dict[str, Any]:
    """The body of a refusal."""
    return {
        "type": "about:blank",
        "title": str(TITLES.get(status, status)),
        "status": status,
        "detail": detail,
        "problems": [
            {"code": one.code, "text": str(one.text), "tag": one.tag, "source": str(one.source), "field": one.field}
            for one in problems
        ],
        "errors": errors or {},
    }


def problem_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER. None: a real error, which becomes a 500."""
    if isinstance(exc, RuleViolation):
        return Response(refusal(409, problems=exc.problems), status=409, content_type=CONTENT_TYPE)
    detail = str(exc) if isinstance(exc, PermissionDenied) else ""
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    response = exception_handler(exc, context)
    if response is None:
        return None
    errors = exc.detail if isinstance(exc, exceptions.ValidationError) else None
    if isinstance(exc, exceptions.AuthenticationFailed | exceptions.ParseError):
        detail = str(exc.detail)
    if isinstance(errors, list):
        errors = {"": errors}
    response.data = refusal(response.status_code, detail, errors=errors)
    response.content_type = CONTENT_TYPE
    return response


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def refused(status: int, detail: str = "") -> JsonResponse:
    """The same shape where no view of the API was reached: an unknown address, a role without a right, a fault."""
    return JsonResponse(refusal(status, detail), status=status, content_type=CONTENT_TYPE)
