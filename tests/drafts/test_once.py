"""A second click, a reload or a try after a broken line makes nothing a second time."""

import threading
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.urls import reverse

from atensi import once
from cases.models import FamilyMember
from cases.states import Stage
from tests.accounts.factories import UserFactory
from tests.cases.factories import CaseFactory

MEMBER = {"name": "Sari Rekaan", "relation": "AUNT_UNCLE", "is_alive": "on"}


@pytest.fixture
def page(client, db) -> str:
    case = CaseFactory(stage=Stage.ASSESSMENT)
    client.force_login(case.worker)
    return reverse("cases:family_add", args=[case.pk])


def test_the_second_click_leads_where_the_first_led(client, page):
    data = MEMBER | {"form_id": str(uuid.uuid4())}
    first, second = client.post(page, data), client.post(page, data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert FamilyMember.objects.count() == 1


def test_another_form_makes_another_row(client, page):
    for _time in range(2):
        client.post(page, MEMBER | {"form_id": str(uuid.uuid4())})
    assert FamilyMember.objects.count() == 2


def test_other_words_under_the_same_key_are_no_second_click(client, page):
    """A draft that was opened in two tabs has one key; nobody's words are taken for the other's."""
    form_id = str(uuid.uuid4())
    for name in ("Sari Rekaan", "Wati Rekaan"):
        client.post(page, MEMBER | {"form_id": form_id, "name": name})
    assert FamilyMember.objects.count() == 2


def test_a_refused_form_may_be_sent_again_corrected(client, page):
    form_id = str(uuid.uuid4())
    assert client.post(page, {"relation": "AUNT_UNCLE", "form_id": form_id}).status_code == 422
    assert client.post(page, MEMBER | {"form_id": form_id}).status_code == 302
    assert FamilyMember.objects.count() == 1


def test_two_people_never_share_a_key(client, page):
    data = MEMBER | {"form_id": str(uuid.uuid4())}
    client.post(page, data)
    client.force_login(UserFactory())
    assert client.post(page, data).status_code in (403, 404)


def request_of(user, form_id):
    request = RequestFactory().post("/contoh/", {"form_id": form_id})
    request.user = user
    return request


def test_a_click_beside_the_running_one_waits_for_it(db):
    user, form_id, done, began = UserFactory(), str(uuid.uuid4()), threading.Event(), threading.Event()
    made = []

    def view(request):
        made.append(1)
        began.set()
        done.wait(5)
        return HttpResponseRedirect("/selesai/")

    first = threading.Thread(target=lambda: once.OnceMiddleware(view)(request_of(user, form_id)))
    first.start()
    began.wait(5)
    threading.Timer(0.3, done.set).start()
    answer = once.OnceMiddleware(view)(request_of(user, form_id))
    first.join()
    assert (answer.status_code, answer.headers["Location"], made) == (302, "/selesai/", [1])
    connection.close_if_unusable_or_obsolete()


@pytest.mark.rule("still_running")
def test_one_that_takes_too_long_says_so(db, monkeypatch):
    monkeypatch.setattr(once, "WAIT_SECONDS", 0)
    user, form_id = UserFactory(), str(uuid.uuid4())
    request = request_of(user, form_id)
    cache.set(once._key(request), once.RUNNING, 5)
    answer = once.OnceMiddleware(lambda request: HttpResponse())(request)
    assert answer.status_code == 409
    assert "masih diproses" in answer.content.decode()


def test_a_failure_frees_the_key(db):
    user, form_id = UserFactory(), str(uuid.uuid4())

    def fails(request):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once.OnceMiddleware(fails)(request_of(user, form_id))
    answer = once.OnceMiddleware(lambda request: HttpResponseRedirect("/selesai/"))(request_of(user, form_id))
    assert answer.status_code == 302
