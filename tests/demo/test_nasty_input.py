"""Every form of the application takes whatever is sent: no failure of ours, and an answer that people can read.

What programs send is tried by tests/api."""

import re
from copy import deepcopy
from html import unescape

import pytest
from django.db import transaction
from django.test import Client

from tests.demo import matrix, nasty, people

SPEAKS = {200, 302, 400, 403, 404, 409, 413, 422}
ENGLISH = re.compile(
    r"\b(This field|Enter a|Ensure this|Select a valid|required|(?<![.@])invalid|characters are not allowed)\b"
)


@pytest.fixture(scope="module")
def world(clients, addresses):
    return clients, addresses


def forms_with_their_people() -> list[tuple[str, str]]:
    """(URL name, column of the matrix) of every page with a form of ours: the first who may send it."""
    columns, found = list(people.COLUMNS), []
    for got, posted, names in matrix.MATRIX:
        get, post = got.replace(" ", ""), posted.replace(" ", "")
        both = [place for place in range(len(columns)) if get[place] == "o" and post[place] == "o"]
        if both and columns[both[0]] != "anonymous":
            found += [(name, columns[both[0]]) for name in names.split() if not name.startswith("api:")]
    return sorted(found)


# Pages that take a button, or a form that is not one of Django's.
# A photo is a file alone; what is sent as one is tried in tests/cases/test_persons.py.
WITHOUT_FIELDS = {"guide", "help", "data_protection", "cases:photo_edit", "carers:submit", "carers:care_process"}
QUERIES = {"referrals:referral_create": ["&jenis=SERVICE", "&jenis=ADMISSION", "&jenis=CARE_DECISION&bentuk=LKSA"]}
PAGES = [(name, who, query) for name, who in forms_with_their_people() for query in QUERIES.get(name, [""])]


@pytest.mark.parametrize(("name", "who", "query"), PAGES, ids=[name + query for name, _who, query in PAGES])
def test_a_form_takes_whatever_is_sent(world, name, who, query):
    clients, addresses = world
    client, address, wrong = clients[who], addresses[name] + query, []
    if name not in WITHOUT_FIELDS:
        assert fields_of(client, address, {"text": "Contoh"}), "no form was found on the page"
    for kind, values in nasty.KINDS.items():
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            wrong += complaints(client, address, kind, values)
            transaction.set_rollback(True)
        client.cookies = cookies
    assert wrong == []


def fields_of(client: Client, address: str, values: dict[str, str]) -> dict[str, object]:
    data: dict[str, object] = {}
    for form in nasty.forms_of(client.get(address).context):
        data |= nasty.filled(form, values)
    return data


def complaints(client: Client, address: str, kind: str, values: dict[str, str]) -> list[str]:
    answer = client.post(address, fields_of(client, address, values))
    if answer.status_code not in SPEAKS:
        return [f"{kind}: {answer.status_code}"]
    if answer.status_code == 302:
        return []
    html = answer.content.decode()
    found = [f"{kind}: {word}" for word in {"<script>alert", "Traceback"} if word in html]
    said = unescape(re.sub(r"<[^>]+>", " ", html))
    found += [f"{kind}: English: {hit.group(0)}" for hit in [ENGLISH.search(said)] if hit]
    silent = answer.status_code == 422 and 'class="errors"' not in html and 'class="msg"' not in html
    return [*found, *([f"{kind}: says nothing"] if silent else [])]


def test_there_are_forms_to_send():
    assert len(PAGES) > 25
