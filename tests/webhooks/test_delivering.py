"""Issue 6.4: signed, at least once, with back-off, given up after a day; tried against a receiver over TLS."""

import json
from datetime import timedelta

import pytest
from django.db import transaction

from atensi.audit.actor import system_actor
from atensi.webhooks.models import WebhookDelivery
from atensi.webhooks.services import delivering
from atensi.webhooks.services.delivering import back_off, deliver_due
from atensi.webhooks.services.pruning import prune_deliveries
from atensi.webhooks.states import DeliveryState
from tests.clock import standing_at
from tests.webhooks.factories import SECRET, WebhookDeliveryFactory, WebhookFactory
from tests.webhooks.receiver import is_genuine, receiving, write_certificate

pytestmark = pytest.mark.django_db


def waiting(receiver, **fields):
    return WebhookDeliveryFactory(webhook__url=receiver.url, **fields)


def test_a_delivery_is_signed_and_the_receiver_can_tell(receiver):
    with standing_at(2027, 3, 1) as clock:
        row = waiting(receiver)
        assert deliver_due() == {"sent": 1}

    [(headers, body)] = receiver.taken
    assert is_genuine(headers, body, SECRET)
    assert not is_genuine(headers, body, "lain")
    assert not is_genuine(headers, body + b" ", SECRET)
    assert not is_genuine({**headers, "atensi-timestamp": "1"}, body, SECRET)
    assert headers["atensi-event-id"] == str(row.event_id)
    assert headers["atensi-timestamp"] == str(int(clock.moment.timestamp()))
    assert json.loads(body) == row.payload
    row.refresh_from_db()
    assert (row.state, row.status, row.attempts) == (DeliveryState.SENT, 204, 1)


@pytest.mark.parametrize("status", [500, 302, 404, 429])
def test_what_was_not_taken_goes_again_under_the_same_id(receiver, status):
    receiver.answers = [status]
    with standing_at(2027, 3, 1) as clock:
        row = waiting(receiver)
        assert deliver_due() == {"failed": 1}
        row.refresh_from_db()
        assert (row.state, row.status) == (DeliveryState.PENDING, status)
        assert deliver_due() == {}  # not before its time
        clock.moment += timedelta(minutes=1)
        assert deliver_due() == {"sent": 1}

    assert receiver.ids == [str(row.event_id)] * 2  # a redirect was not followed
    assert receiver.taken[0][1] == receiver.taken[1][1]


def test_what_another_worker_has_claimed_is_left_alone(receiver):
    with standing_at(2027, 3, 1):
        row = waiting(receiver)
        assert delivering._take_up(row.pk)[0] == row
        assert delivering._take_up(row.pk) == (None, "")


def test_after_a_day_it_is_parked(receiver):
    receiver.answers = [500] * 100
    with standing_at(2027, 3, 1) as clock:
        row = waiting(receiver)
        outcomes = []
        while row.state == DeliveryState.PENDING:
            outcomes.append(dict(deliver_due()))
            clock.moment += timedelta(hours=1)
            row.refresh_from_db()

    assert outcomes == [{"failed": 1}] * 24 + [{"parked": 1}]
    assert (row.attempts, row.status) == (25, 500)


def test_the_pauses_double_up_to_an_hour():
    assert [back_off(n) // timedelta(minutes=1) for n in (1, 2, 3, 4, 5, 6, 7, 8, 60)] == [
        *(1, 2, 4, 8, 16, 32, 60, 60, 60),
    ]


def test_an_address_that_fails_is_asked_once_a_run_and_holds_up_nobody(receiver):
    down = WebhookFactory(url="https://localhost:9999/")
    with standing_at(2027, 3, 1):
        for _ in range(3):
            WebhookDeliveryFactory(webhook=down)
        waiting(receiver)
        assert deliver_due() == {"failed": 1, "sent": 1}

    assert sorted(down.deliveries.values_list("attempts", flat=True)) == [0, 0, 1]


def test_a_receiver_that_answers_byte_by_byte_holds_nobody_for_long(receiver, settings):
    settings.WEBHOOK_TIMEOUT = 0.5
    receiver.drip = 0.2  # each byte comes in time; the answer never ends
    with standing_at(2027, 3, 1):
        row = waiting(receiver)
        assert deliver_due() == {"failed": 1}
    row.refresh_from_db()
    assert row.status is None
    assert row.last_error.startswith("Tidak dapat dihubungi")


def test_a_certificate_of_another_name_is_refused(receiver, settings, tmp_path):
    wrong = write_certificate(tmp_path / "lain.pem", "lain.contoh.invalid")
    settings.WEBHOOK_CA_FILE = str(wrong)
    with receiving(wrong) as other, standing_at(2027, 3, 1):
        row = waiting(other)
        assert deliver_due() == {"failed": 1}
        assert other.taken == []
    row.refresh_from_db()
    assert row.last_error == "Tidak dapat dihubungi: SSLCertVerificationError"


def test_a_certificate_nobody_vouches_for_is_refused(receiver, settings):
    settings.WEBHOOK_CA_FILE = ""
    with standing_at(2027, 3, 1):
        waiting(receiver)
        assert deliver_due() == {"failed": 1}
    assert receiver.taken == []


def test_nothing_goes_to_loopback_unless_a_test_says_so(receiver, settings):
    settings.WEBHOOK_LOOPBACK = False
    with standing_at(2027, 3, 1):
        row = waiting(receiver)
        assert deliver_due() == {"failed": 1}
    assert receiver.taken == []
    row.refresh_from_db()
    assert row.last_error == "Alamat tidak berada di internet."


def test_a_name_is_looked_up_anew_and_connected_to_as_it_was_looked_at(receiver, monkeypatch):
    """A name that answers with a public address first and an inner one the next time gets no second question."""
    asked = []

    def answers(*args, **_kwargs):
        asked.append(args)
        return [(2, 1, 6, "", ("127.0.0.1", args[1]))]

    monkeypatch.setattr("atensi.webhooks.addresses.socket.getaddrinfo", answers)
    connected = []
    monkeypatch.setattr(
        "atensi.webhooks.posting.socket.create_connection",
        lambda address, **_kwargs: connected.append(address[0]) or (_ for _ in ()).throw(ConnectionRefusedError()),
    )
    with standing_at(2027, 3, 1):
        waiting(receiver)
        assert deliver_due() == {"failed": 1}
    assert (len(asked), connected) == (1, ["127.0.0.1"])


def test_one_that_was_switched_off_meanwhile_is_dropped(receiver):
    with standing_at(2027, 3, 1) as clock:
        row = waiting(receiver)
        hook = row.webhook
        hook.off_at, hook.off_by = clock.moment, hook.created_by
        hook.save()
        assert deliver_due() == {"dropped": 1}
    assert receiver.taken == []


def test_what_is_rolled_back_is_never_sent(receiver):
    with standing_at(2027, 3, 1):
        with transaction.atomic():
            waiting(receiver)
            transaction.set_rollback(True)
        assert deliver_due() == {}
    assert receiver.taken == []


def test_the_log_forgets_what_is_done_with_and_keeps_what_is_parked():
    with standing_at(2027, 3, 1) as clock:
        old = [_written(clock, state) for state in ("PENDING", "PARKED", "DROPPED")]
        clock.moment += timedelta(days=91)
        new = _written(clock, "DROPPED")
        assert prune_deliveries(before=clock.moment - timedelta(days=90), by=system_actor()) == 1
    assert set(WebhookDelivery.objects.all()) == {old[0], old[1], new}


def _written(clock, state):
    return WebhookDeliveryFactory(state=state, created_at=clock.moment)
