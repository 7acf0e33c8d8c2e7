"""Mail against a server that speaks SMTP, by Django's own backend."""

from datetime import timedelta

import pytest

from atensi.notices.models import Delivery
from atensi.notices.services.delivering import deliver_due
from atensi.notices.states import DeliveryState
from tests.clock import standing_at
from tests.notices.factories import DeliveryFactory, person
from tests.notices.sinks import smtp_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def smtp(settings):
    with smtp_running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 2
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server


def waiting(count=1):
    return [DeliveryFactory(notice__recipient=person()) for _ in range(count)]


def test_a_letter_carries_its_id_and_tells_machines_that_a_machine_wrote_it(smtp):
    [row] = waiting()
    with standing_at(2027, 3, 1):
        assert deliver_due() == {"sent": 1}

    [letter] = smtp.taken
    assert letter["Message-ID"] == row.message_id
    assert letter["To"] == row.notice.recipient.email
    assert letter["Auto-Submitted"] == "auto-generated"
    assert row.notice.reference in letter["Subject"]
    assert str(row.notice.recipient) not in letter.as_string()


def test_one_connection_carries_many(smtp):
    rows = waiting(10)
    with standing_at(2027, 3, 1):
        assert deliver_due() == {"sent": 10}

    assert smtp.connections == 1
    assert sorted(smtp.ids) == sorted(row.message_id for row in rows)


def test_a_lost_answer_repeats_the_letter_under_the_same_id(smtp):
    [row] = waiting()
    smtp.silent = True
    with standing_at(2027, 3, 1) as clock:
        assert deliver_due() == {"failed": 1}
        clock.moment += timedelta(minutes=1)
        assert deliver_due() == {"sent": 1}

    assert smtp.ids == [row.message_id] * 2  # a mailbox that drops repeats holds one


def test_an_unknown_address_is_parked_and_stops_no_other(smtp):
    [row] = waiting()
    smtp.refuse = "550 no such user"
    with standing_at(2027, 3, 1):
        assert deliver_due() == {"parked": 1}
        smtp.refuse = ""
        waiting()
        assert deliver_due() == {"sent": 1}

    row.refresh_from_db()
    assert row.last_error == "Ditolak: 550 no such user"


def test_a_server_that_is_away_loses_and_doubles_nothing(smtp, settings):
    rows = waiting(3)
    settings.EMAIL_PORT = 9
    with standing_at(2027, 3, 1) as clock:
        assert deliver_due() == {"failed": 3}
        settings.EMAIL_PORT = smtp.port
        clock.moment += timedelta(minutes=1)
        assert deliver_due() == {"sent": 3}

    assert sorted(smtp.ids) == sorted(row.message_id for row in rows)
    assert not Delivery.objects.exclude(state=DeliveryState.SENT).exists()
