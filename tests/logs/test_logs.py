"""No name and no number of a person stands in any log, whatever happens; each line says which request it is about."""

import io
import logging
from collections.abc import Iterator

import pytest
from celery import shared_task
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from atensi.logs import HEADER, LineFormatter
from cases.models import CaseResponse
from tests.cases.factories import CaseFactory, code
from tests.cases.intake import DISTRICT, worker_at
from tests.cases.test_response_pages import typed
from tests.institutions.factories import region

pytestmark = pytest.mark.django_db
NAME, NIK, STORY = "Umpama Rahasiawati", "1401054403170001", "dipukul oleh pamannya"
SIGN_IN, PASSWORD = "rekaan.masuk", "sandi-yang-rahasia"
TELLING = ["Umpama", "Rahasiawati", NIK, "pamannya", SIGN_IN, PASSWORD]


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What every logger says, at its most talkative, with every statement on record, as our handler writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LineFormatter())
    handler.addFilter(lambda record: not record.name.startswith("factory"))  # a tool of the tests alone
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in list(logging.root.manager.loggerDict))]
    before = [(logger, logger.level, logger.propagate, logger.disabled) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.propagate, logger.disabled = True, False
    logging.getLogger().addHandler(handler)
    connection.force_debug_cursor = True
    yield written
    connection.force_debug_cursor = False
    logging.getLogger().removeHandler(handler)
    for logger, level, propagate, disabled in before:
        logger.setLevel(level)
        logger.propagate, logger.disabled = propagate, disabled


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@shared_task(name="tests.logs.fails")
def fails(name: str) -> None:
    raise ValueError(f"cannot read {name}")


def told(lines: io.StringIO) -> str:
    text = lines.getvalue()
    assert [word for word in TELLING if word.lower() in text.lower()] == []
    return text


def test_a_report_and_a_search_leave_no_name(client, lines, worker):
    client.force_login(worker.user)
    data = typed(name=NAME, nik=NIK, what_happened=STORY)
    answer = client.post(reverse("cases:response_create"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert CaseResponse.objects.exists()
    for words in (NAME, NIK):
        assert client.post(reverse("cases:search"), {"q": words}, follow=True).status_code == 200
        client.get(f"/tidak-ada/?q={words}")
    client.post(reverse("drafts:save"), {"draft": "palsu", "name": NAME})
    assert "statement," in told(lines)


def test_a_failed_sign_in_leaves_no_name(client, lines):
    client.post(reverse("account_login"), {"login": SIGN_IN, "password": PASSWORD})
    assert "statement," in told(lines)


def test_a_failure_says_where_and_not_what(client, lines, worker, monkeypatch):
    def broken(**kwargs):
        try:
            raise KeyError(NAME)
        except KeyError as error:
            raise ValueError(f"{NIK} {STORY}") from error

    monkeypatch.setattr("cases.views.responses.log_response", broken)
    client.force_login(worker.user)
    data = typed(name=NAME, nik=NIK, what_happened=STORY)
    answer = client.post(reverse("cases:response_create"), data)
    assert answer.status_code == 500
    text = told(lines)
    assert "KeyError" in text
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert f"ERROR django.request {answer.headers[HEADER]} " in text
    assert answer.headers[HEADER] in answer.content.decode()


def test_the_row_that_broke_a_rule_is_not_quoted(lines):
    child = CaseFactory(beneficiary__name=NAME).beneficiary
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO cases_beneficiary SELECT * FROM cases_beneficiary WHERE id = %s", [child.pk])
    except IntegrityError:
        logging.getLogger("cases").exception("Not entered")
    assert "UniqueViolation" in told(lines)


def test_a_failed_task_tells_neither_its_arguments_nor_its_error(lines):
    fails.apply(args=[NAME])
    text = told(lines)
    assert "tests.logs.fails" in text
    assert "ValueError" in text


def test_the_settings_use_that_formatter_for_every_handler():
    assert settings.LOGGING["formatters"] == {"line": {"()": "atensi.logs.LineFormatter"}}
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"line"}
    named = [logger for logger in settings.LOGGING["loggers"].values() if logger.get("handlers")]
    assert named == []


def test_every_answer_names_its_request_another_each_time(client):
    first, second = (client.get("/healthz").headers[HEADER] for _time in range(2))
    assert len(first) == len(second) == 32
    assert first != second


@pytest.fixture
def worker():
    region(DISTRICT)
    code("AMPK", "MALTREATED")
    return worker_at()
