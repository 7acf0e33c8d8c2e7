"""The description of the API: for programs as OpenAPI, for people as a page of ours, without any script."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .schema import schema

METHODS = ("get", "post", "put")

# Path, method, what the description tells of it.
Operation = tuple[str, str, dict[str, Any]]


@login_not_required
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    return JsonResponse(schema(), content_type="application/vnd.oai.openapi+json")


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation by its room, each a line that leads to its description."""
    return render(request, "api/docs.html", {"groups": sorted(_rooms(schema()).items())})


@login_not_required
@require_safe
def docs_of_room(request: HttpRequest, room: str) -> HttpResponse:
    """The operations of one room, with what each takes and answers, and the forms of those."""
    whole = schema()
    rooms = _rooms(whole)
    if room not in rooms:
        raise Http404
    schemas = whole["components"]["schemas"]
    forms = [_form(name, schemas[name]) for name in sorted(_named_by(rooms[room], schemas))]
    operations = [_operation(path, method, told) for path, method, told in rooms[room]]
    return render(request, "api/docs_of_room.html", {"room": room, "operations": operations, "forms": forms})


def _rooms(whole: dict[str, Any]) -> dict[str, list[Operation]]:
    """Room -> its operations."""
    rooms: dict[str, list[Operation]] = {}
    for path, item in whole["paths"].items():
        for method in METHODS:
            if method in item:
                rooms.setdefault(item[method]["tags"][0], []).append((path, method, item[method]))
    return rooms


def _named_by(told: Any, schemas: dict[str, Any]) -> set[str]:
    """The forms that a part of the description names, and those that these are made of."""
    found: set[str] = set()
    parts = [told]
    while parts:
        part = parts.pop()
        if isinstance(part, list | tuple):
            parts += part
        elif isinstance(part, dict):
            parts += part.values()
            name = str(part.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                parts.append(schemas[name])
    return found


def _operation(path: str, method: str, told: dict[str, Any]) -> dict[str, Any]:
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
