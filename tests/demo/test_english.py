"""Who reads English reads it everywhere; what is kept stays Indonesian."""

import re
from collections import Counter
from html import unescape

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import translation

from atensi.accounts.models import User
from atensi.catalogue import LANGUAGE, catalogue_of, read_catalogue
from cases.models import Case, CaseEvent
from tests import databases

PEOPLE = ("dewi", "hendra", "farida", "admin")
PAGES = (
    "home",
    "help",
    "data_protection",
    "cases:list",
    "cases:response_list",
    "cases:response_create",
    "referrals:inbox",
    "referrals:review_list",
    "referrals:decision_list",
    "institutions:list",
    "institutions:parameter_list",
    "institutions:holiday_list",
    "notices:list",
    "notices:choices",
    "deadlines:clocks",
    "deadlines:feeds",
    "webhooks:list",
)


def told() -> Counter[str]:
    """The words of the timeline. Its numbers are days of the demo, which may have been loaded before midnight."""
    return Counter(re.sub(r"\d+", "#", text) for text in CaseEvent.objects.values_list("text", flat=True))


@pytest.fixture
def indonesian_texts() -> list[str]:
    """Texts of the catalogue that differ in English and are long enough to be nothing else."""
    catalogue = read_catalogue(catalogue_of(settings.BASE_DIR, LANGUAGE), LANGUAGE)
    texts = [entry.id for entry in catalogue if entry.id and isinstance(entry.id, str) and entry.id != entry.string]
    return [text for text in texts if " " in text and len(text) > 12 and "%" not in text and "<" not in text]


def test_a_demo_loaded_by_somebody_who_reads_english_tells_the_same(demo, template_database):
    expected = told()
    owner, _web = databases.roles()
    name = connection.settings_dict["NAME"]
    with databases.clone(template_database, owner), translation.override("en"):
        call_command("load_demo", crowd=False, verbosity=0)
        found = told()
    assert connection.settings_dict["NAME"] == name
    assert len(found) > 50
    assert set(found) <= set(expected)


def words(page: str) -> str:
    """What is read on a page: no markup, and nothing that the database says."""
    page = re.sub(r"<(script|style|template)\b.*?</\1>", " ", page, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("username", PEOPLE)
def test_pages_are_english_throughout(demo, client, username, indonesian_texts):
    client.force_login(User.objects.get(username=username))
    client.post(reverse("set_language"), {"language": "en"})
    left = {}
    for name in PAGES:
        page = client.get(reverse(name))
        if page.status_code != 200:
            assert page.status_code == 403, name
            continue
        html = page.content.decode()
        assert '<html lang="en"' in html
        read = words(html)
        left[name] = [text for text in indonesian_texts if text in read]
    assert {name: texts for name, texts in left.items() if texts} == {}


def test_the_pages_of_a_case_are_english(demo, client):
    client.force_login(User.objects.get(username="dewi"))
    client.post(reverse("set_language"), {"language": "en"})
    case = Case.objects.visible_to(User.objects.get(username="dewi")).first()
    page = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "Case" in words(page)
    assert '<html lang="en"' in page


def test_a_telephone_set_to_english_still_reads_indonesian_until_somebody_chooses(demo, client):
    page = client.get(reverse("help"), headers={"accept-language": "en"})
    assert page.headers["Content-Language"] == "id"
    client.post(reverse("set_language"), {"language": "en"})
    assert client.get(reverse("help")).headers["Content-Language"] == "en"
    client.post(reverse("set_language"), {"language": "xx"})
    assert client.get(reverse("help")).headers["Content-Language"] == "en"
    client.post(reverse("set_language"), {"language": "id"})
    assert client.get(reverse("help")).headers["Content-Language"] == "id"


def test_the_choice_is_kept_a_year_and_no_script_reads_it(client, db):
    answer = client.post(reverse("set_language"), {"language": "en", "next": "https://contoh.invalid/"})
    assert answer.headers["Location"] == "/"
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (365 * 24 * 3600, True, "Lax")
