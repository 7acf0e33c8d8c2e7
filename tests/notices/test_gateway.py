"""Issue 4.3: an adapter for a WhatsApp/SMS gateway over HTTP, tried against a local server."""

from datetime import timedelta

import pytest

from atensi.notices.channels.gateway import international
from atensi.notices.services.delivering import deliver_due
from atensi.notices.states import Channel, DeliveryState
from tests.clock import standing_at
from tests.notices.factories import DeliveryFactory, person

pytestmark = pytest.mark.django_db


def waiting():
    return DeliveryFactory(
        notice__recipient=person(phone="0812-3456-7890"), channel=Channel.GATEWAY, message_id="<satu@contoh.invalid>"
    )


def test_the_gateway_gets_number_text_and_a_stable_id(gateway, settings):
    settings.SITE_URL = "https://atensi.contoh.invalid"
    row = waiting()
    with standing_at(2027, 3, 1):
        assert deliver_due() == {"sent": 1}

    [(headers, body)] = gateway.requests
    assert body == {
        "to": "+6281234567890",
        "text": f"ATENSI: Contoh {row.notice.reference}. "
        f"https://atensi.contoh.invalid/pemberitahuan/{row.notice_id}/buka/",
        "id": row.message_id,
    }
    assert headers["idempotency-key"] == row.message_id
    assert headers["authorization"] == "Bearer rahasia-contoh"
    assert headers["content-type"] == "application/json"


@pytest.mark.parametrize("status", [500, 503, 429, 408, 302])
def test_what_may_pass_later_is_tried_again_with_the_same_id(gateway, status):
    row = waiting()
    gateway.answers = [status]
    with standing_at(2027, 3, 1) as clock:
        assert deliver_due() == {"failed": 1}
        row.refresh_from_db()
        assert row.last_error.startswith(f"Belum diterima: {status}")
        clock.moment += timedelta(minutes=1)
        assert deliver_due() == {"sent": 1}

    assert [body["id"] for _headers, body in gateway.requests] == [row.message_id] * 2


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_what_the_gateway_refuses_is_parked_at_once_with_its_reason(gateway, status):
    row = waiting()
    gateway.answers = [status]
    with standing_at(2027, 3, 1):
        assert deliver_due() == {"parked": 1}

    row.refresh_from_db()
    assert row.state == DeliveryState.PARKED
    said = "400 nomor tidak dikenal" if status == 400 else status
    assert row.last_error == f"Ditolak: {said}"


def test_a_gateway_that_does_not_answer_in_time_is_tried_again(gateway, settings):
    settings.GATEWAY_TIMEOUT = 0.2
    row = waiting()
    gateway.slow = 5
    with standing_at(2027, 3, 1):
        assert deliver_due() == {"failed": 1}

    row.refresh_from_db()
    assert row.state == DeliveryState.PENDING
    assert row.last_error.startswith("Tidak dapat dihubungi: TimeoutError")


def test_a_gateway_that_is_away_is_asked_once_a_run(settings):
    settings.GATEWAY_URL = "http://127.0.0.1:9/"
    rows = [DeliveryFactory(notice__recipient=person(phone="0812"), channel=Channel.GATEWAY) for _ in range(2)]
    with standing_at(2027, 3, 1):
        assert deliver_due() == {"failed": 2}

    for row in rows:
        row.refresh_from_db()
        assert "refused" in row.last_error


def test_a_gateway_that_is_away_does_not_hold_up_the_mail(settings, sink):
    settings.GATEWAY_URL = "http://127.0.0.1:9/"
    user = person(phone="0812")
    DeliveryFactory(notice__recipient=user, channel=Channel.GATEWAY)
    letter = DeliveryFactory(notice__recipient=user)
    with standing_at(2027, 3, 1):
        assert deliver_due() == {"failed": 1, "sent": 1}

    assert sink.ids == [letter.message_id]


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("0812-3456 7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("62812", "+62812"),
        ("(0761) 12345", "+6276112345"),
    ],
)
def test_numbers_go_out_in_their_international_form(written, sent):
    assert international(written) == sent
