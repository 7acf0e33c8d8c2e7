"""A page must come through a weak signal: the first load at most 100 KB, later pages at most 25 KB, compressed."""

import re

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.institutions.factories import MembershipFactory

pytestmark = pytest.mark.django_db
FIRST_LOAD, LATER_PAGE = 100 * 1024, 25 * 1024


def compressed(content: bytes) -> int:
    return len(brotli.compress(content, quality=9))


def static_files_of(html: str) -> set[str]:
    return {path.partition("#")[0] for path in re.findall(r'(?:href|src)="/static/([^"]+)"', html)}


def test_first_load_of_the_sign_in_page_is_light(client):
    html = client.get(reverse("account_login")).content
    files = static_files_of(html.decode())
    assert {"atensi.css", "atensi.js", "icons.svg", "django_htmx/htmx-2.min.js"} <= files
    weight = compressed(html)
    for path in files:
        with open(finders.find(path), "rb") as file:
            weight += compressed(file.read())
    assert weight <= FIRST_LOAD


def test_later_page_is_light(client):
    client.force_login(MembershipFactory().user)
    assert compressed(client.get(reverse("help")).content) <= LATER_PAGE


def test_stylesheet_stays_small():
    with open(finders.find("atensi.css"), "rb") as file:
        assert compressed(file.read()) <= 12 * 1024


def test_no_page_loads_anything_from_elsewhere(client):
    html = client.get(reverse("account_login")).content.decode()
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)
