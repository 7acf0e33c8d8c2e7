"""The description: whole, without a warning, told to programs and people."""

import json
import re
import warnings

import pytest
from django.urls import get_resolver, reverse
from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from atensi.api.schema import schema
from tests.architecture.test_access import patterns


def test_it_is_drawn_without_a_warning_and_is_openapi():
    reset_generator_stats()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = SchemaGenerator().get_schema(request=None, public=True)
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache
    validate_schema(found)


def test_every_address_of_the_api_is_described():
    addresses = {
        "/" + re.sub(r"<\w+:(\w+)>", "{}", str(pattern.pattern))
        for name, pattern in patterns(get_resolver())
        if name and name.startswith("api:") and name not in ("api:schema", "api:docs", "api:docs_of_room")
    }
    assert {re.sub(r"{\w+}", "{}", path.removeprefix("/api/v1")) for path in schema()["paths"]} == addresses


def operations():
    for path, item in sorted(schema()["paths"].items()):
        for method in ("get", "post", "put"):
            if method in item:
                yield path, method, item[method]


def test_every_operation_has_a_name_of_its_own_and_says_how_it_may_be_refused():
    names = [told["operationId"] for _path, _method, told in operations()]
    assert len(names) == len(set(names)) > 80
    for path, method, told in operations():
        wanted = {"400", "401", "403", "404", "429"} | ({"409", "413", "415"} if method != "get" else set())
        wanted |= {"412", "428"} if method == "put" else set()
        wanted |= {"422"} if "201" in told["responses"] else set()
        refused = {status for status in told["responses"] if not status.startswith("2")}
        assert refused == wanted, (path, method)
        for status in refused:
            [(kind, shape)] = told["responses"][status]["content"].items()
            assert (kind, shape["schema"]["$ref"]) == ("application/problem+json", "#/components/schemas/Refusal")


def test_what_creates_takes_a_key_and_what_changes_a_version():
    for path, method, told in operations():
        headers = {one["name"] for one in told.get("parameters", []) if one["in"] == "header"}
        assert ("Idempotency-Key" in headers) is ("201" in told["responses"]), path
        assert ("If-Match" in headers) is (method == "put"), path


@pytest.mark.django_db
def test_programs_and_people_read_it_without_signing_in(client):
    told = client.get(reverse("api:schema"))
    assert json.loads(told.content)["openapi"].startswith("3.")
    page = client.get(reverse("api:docs"))
    assert page.status_code == 200
    html = page.content.decode()
    assert "/api/v1/cases/{id}/plans" in html or "/api/v1/cases/{pk}/plans" in html
    assert "<script" not in re.sub(r'<script[^>]+src="[^"]+"[^>]*></script>', "", html)
    assert 'style="' not in html


@pytest.mark.django_db
def test_the_page_of_a_room_tells_each_of_its_operations_and_their_forms(client):
    html = client.get(reverse("api:docs")).content.decode()
    links = re.findall(r'href="(/api/v1/docs/\w+/)#(\w+)"', html)
    assert {name for _page, name in links} == {told["operationId"] for _path, _method, told in operations()}
    pages = {page: client.get(page).content.decode() for page, _name in links}
    for page, name in links:
        assert f'id="{name}"' in pages[page], name
    forms = set(schema()["components"]["schemas"])
    for page, told in pages.items():
        assert set(re.findall(r'href="#(\w+)"', told)) & forms <= set(re.findall(r'id="(\w+)"', told)), page
    assert client.get(reverse("api:docs_of_room", args=["tidak-ada"])).status_code == 404
