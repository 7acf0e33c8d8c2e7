"""The description of the API: for programs as OpenAPI, for people as a page of ours, without any script."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .schema import schema

METHODS = ("get", "post", "put")


@login_not_required
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    return JsonResponse(schema(), content_type="application/vnd.oai.openapi+json")


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation by its room, with what it takes and answers."""
    whole = schema()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, item in whole["paths"].items():
        for method in METHODS:
            if method in item:
                groups.setdefault(item[method]["tags"][0], []).append(_operation(path, method, item[method], whole))
    forms = [_form(name, form) for name, form in sorted(whole["components"]["schemas"].items())]
    return render(request, "api/docs.html", {"groups": sorted(groups.items()), "forms": forms})


def _operation(path: str, method: str, told: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    body = _shape(told.get("requestBody", {}))
    answers = {status: answer for status, answer in told["responses"].items() if status.startswith("2")}
    [(status, answer)] = answers.items()
    shape = _shape(answer)
    return {
        "id": told["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": told.get("summary", ""),
        "parameters": [
            {
                "name": one["name"],
                "where": one["in"],
                "kind": _kind(one["schema"]),
                "required": one.get("required", False),
            }
            for one in told.get("parameters", [])
        ],
        "takes": _kind(body) if body else "",
        "status": status,
        "answers": _kind(shape),
        "refusals": ", ".join(sorted(set(told["responses"]) - {status})),
    }


def _shape(told: dict[str, Any]) -> dict[str, Any]:
    """The form of a body, whatever kind it is sent as."""
    return next((kind.get("schema", {}) for kind in told.get("content", {}).values()), {})


def _form(name: str, form: dict[str, Any]) -> dict[str, Any]:
    required = set(form.get("required", []))
    fields = [
        {"name": field, "kind": _kind(kind), "required": field in required}
        for field, kind in form.get("properties", {}).items()
    ]
    return {"name": name, "text": form.get("description", ""), "fields": fields}


def _kind(told: dict[str, Any]) -> str:
    """A type in a few words: "integer", "A | B", "[GoalSent]"."""
    if "$ref" in told:
        return told["$ref"].rpartition("/")[2]
    for way in ("allOf", "oneOf", "anyOf"):
        if way in told:
            return " | ".join(dict.fromkeys(_kind(one) for one in told[way]))
    if "enum" in told:
        return " | ".join('""' if one == "" else str(one) for one in told["enum"])
    if told.get("type") == "array":
        return f"[{_kind(told.get('items', {}))}]"
    kind = str(told.get("type", "any"))
    return f"{kind} ({told['format']})" if "format" in told else kind
