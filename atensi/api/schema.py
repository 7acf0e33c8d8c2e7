"""The OpenAPI description, drawn from the views; every operation says how it may be refused."""

from functools import cache
from threading import Lock
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

_DRAWING = Lock()
METHODS = {"get": "read", "post": "write", "put": "change"}


class ApiSchema(AutoSchema):
    """One operation, named after its view."""

    def get_operation_id(self) -> str:
        name = type(self.view).__name__
        words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
        return f"{words}_{METHODS[self.method.lower()]}"

    def get_tags(self) -> list[str]:
        return [type(self.view).__module__.split(".api")[0].rpartition(".")[2]]


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "atensi.api.authentication.BoundAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token of one membership, made at /akun/token/."}


def only_api(endpoints: list[tuple[str, str, str, Any]], **_kwargs: Any) -> list[tuple[str, str, str, Any]]:
    """The probes of load balancers speak JSON too, and are no part of the API."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


def answers_are_whole(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """What is only ever answered always has all its parts: a client need not ask whether one is there."""
    schemas = result["components"]["schemas"]
    sent = _named([body for path in result["paths"].values() for body in path.values() if isinstance(body, dict)])
    todo = set(sent)
    while todo:
        todo = _refs(schemas[todo.pop()]) - sent | todo
        sent |= todo
    for name, schema in schemas.items():
        if name not in sent and "properties" in schema:
            schema["required"] = sorted(schema["properties"])
    return result


def _named(operations: list[dict[str, Any]]) -> set[str]:
    return {name for operation in operations for name in _refs(operation.get("requestBody", {}))}


def _refs(node: Any) -> set[str]:
    """Names of the components that `node` points to."""
    if isinstance(node, dict):
        own = {node["$ref"].rpartition("/")[2]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(_refs(value) for value in node.values()))
    return set().union(*(_refs(value) for value in node)) if isinstance(node, list) else set()


def schema() -> dict[str, Any]:
    """The whole description; the same for everybody, made once. Of two first readers one waits: drf-spectacular cannot
    draw for both."""
    with _DRAWING:
        return _drawn()


@cache
def _drawn() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)
