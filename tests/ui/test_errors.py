"""Refusals and failures: our pages, our words, the right status, no query."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory

from atensi import views

PAGES = [
    ("/coba/suspicious/", 400, "tidak bisa dibaca"),
    ("/coba/not_allowed/", 403, "Hanya pejabat pemutus yang menandatangani."),
    ("/tidak-ada/", 404, "tidak ditemukan"),
    ("/coba/only_post/", 405, "Tidak ada yang berubah."),
    ("/coba/broken_rule/", 409, "Izin lembaga contoh berakhir."),
    ("/coba/too_big/", 413, "terlalu besar"),
    ("/coba/bug/", 500, "Ada gangguan di pihak kami"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status", "words"), PAGES)
def test_error_page_is_ours(path, status, words, django_assert_num_queries):
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        response = client.get(path)
    html = response.content.decode()
    assert response.status_code == status
    assert words in html
    assert "<h1>" in html
    assert "Content-Security-Policy" in response.headers


@pytest.mark.django_db
def test_conflict_lists_every_problem_with_its_source(client):
    html = client.get("/coba/broken_rule/").content.decode()
    assert html.index("Wajib") < html.index("Izin lembaga") < html.index("Standar LKSA")
    assert "Saudara kandung akan terpisah." in html


@pytest.mark.django_db
def test_wrong_method_says_which_is_right(client):
    assert client.get("/coba/only_post/").headers["Allow"] == "POST"
    assert client.post("/coba/only_post/").content == b"ya"


@pytest.mark.django_db
def test_form_without_token_gets_our_page():
    response = Client(enforce_csrf_checks=True).post("/coba/only_post/")
    assert response.status_code == 403
    assert "sudah kedaluwarsa" in response.content.decode()


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (lambda request: views.server_error(request), 500),
        (lambda request: views.bad_request(request, Exception()), 400),
        (lambda request: views.permission_denied(request, PermissionDenied()), 403),
        (lambda request: views.page_not_found(request, Http404()), 404),
        (lambda request: views.too_many_requests(request), 429),
        (lambda request: views.csrf_failure(request), 403),
    ],
)
def test_error_page_comes_without_a_database(page, status):
    """No database mark: a query would fail the test."""
    assert page(RequestFactory().get("/")).status_code == status


@pytest.mark.django_db
def test_oversized_form_gets_our_page(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post(
        "/akun/masuk/", {"login": "x" * 2000, "password": "y"}, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert "Tidak ada yang tersimpan" in response.content.decode()
