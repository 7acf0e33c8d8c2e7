"""A program that speaks to the API and knows nothing of it but its description: it finds each address by the name of
its operation, and holds every answer against what the description promises."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client
from django.urls import reverse


class Refused(Exception):
    """An answer that says no. status; codes: of the problems."""

    def __init__(self, told: dict[str, Any]):
        self.status, self.told = told["status"], told
        self.codes = {problem["code"] for problem in told["problems"]}
        super().__init__(f"{told['status']} {told['title']} {told['detail']} {sorted(self.codes)} {told['errors']}")


class Program:
    """One token's holder. Lists and lookups are `ask`ed, changes are `tell`ed."""

    def __init__(self, secret: str, client: Client | None = None):
        self.client, self.secret = client or Client(), secret
        self.told = self.client.get(reverse("api:schema")).json()
        self.etags: dict[str, str] = {}

    def operation(self, name: str) -> tuple[str, str, dict[str, Any]]:
        return next(
            (path, method, told)
            for path, item in self.told["paths"].items()
            for method, told in item.items()
            if isinstance(told, dict) and told.get("operationId") == name
        )

    def ask(self, name: str, /, *ids: int, **query: Any) -> Any:
        return self._send(name, ids, query=query)

    def tell(self, name: str, /, *ids: int, key: str = "", match: str = "", **body: Any) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        headers |= {"If-Match": match} if match else {}
        return self._send(name, ids, body=body, headers=headers)

    def _send(
        self, name: str, ids: tuple[int, ...], *, query: Any = None, body: Any = None, headers: Any = None
    ) -> Any:
        path, method, told = self.operation(name)
        for one in ids:
            before, _brace, after = path.partition("{")
            path = before + str(one) + after.partition("}")[2]
        more = self._body(body, told) if body is not None else {"data": query}
        headers = {"Authorization": f"Bearer {self.secret}", **(headers or {})}
        response = getattr(self.client, method)(path, headers=headers, **more)
        self.last = response
        assert str(response.status_code) in told["responses"], (name, response.status_code, response.content)
        content = told["responses"][str(response.status_code)]["content"]
        kind = response.headers["Content-Type"].partition(";")[0]
        assert kind in content, (name, kind)
        if "json" not in kind:
            return b"".join(response) if response.streaming else response.content
        data = response.json()
        self.conforms(data, content[kind]["schema"])
        if response.status_code >= 400:
            raise Refused(data)
        return data

    def _body(self, body: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
        """A form where the description says so; what is an object goes as a part of JSON."""
        if "multipart/form-data" not in told.get("requestBody", {}).get("content", {}):
            return {"data": body, "content_type": "application/json"}
        return {"data": {name: json.dumps(one) if isinstance(one, dict) else one for name, one in body.items()}}

    def conforms(self, data: Any, schema: dict[str, Any]) -> None:
        whole = {**schema, "components": self.told["components"]}
        jsonschema_rs.Draft202012Validator(_plain(whole)).validate(data)


def _plain(schema: Any) -> Any:
    """OpenAPI 3.0's `nullable` as JSON Schema says it."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _plain(value) for key, value in schema.items() if key != "nullable"}
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") is True else plain


def fresh_key() -> str:
    return uuid.uuid4().hex


@contextmanager
def refused_with(status: int, *codes: str) -> Iterator[None]:
    """The block is answered with `status` and the problems `codes`."""
    with pytest.raises(Refused) as found:
        yield
    assert (found.value.status, found.value.codes) == (status, set(codes))
