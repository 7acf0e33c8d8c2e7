"""Issue 6.4: what a killed worker had in hand goes out again under its id; two workers send each once."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from atensi.webhooks.services import delivering
from atensi.webhooks.services.delivering import deliver_due
from atensi.webhooks.states import DeliveryState
from tests.clock import standing_at
from tests.webhooks.factories import WebhookDeliveryFactory

KILLED = SystemExit("kill -9")


def waiting(receiver):
    return WebhookDeliveryFactory(webhook__url=receiver.url)


def test_killed_between_sending_and_marking_it_goes_again(committed_db, receiver, monkeypatch):
    def killed(*_args):
        raise KILLED

    with standing_at(2027, 3, 1) as clock:
        row = waiting(receiver)
        with monkeypatch.context() as patch:
            patch.setattr(delivering, "_mark_taken", killed)
            with pytest.raises(SystemExit):
                deliver_due()
        row.refresh_from_db()
        assert row.state == DeliveryState.PENDING
        clock.moment += timedelta(minutes=1)
        assert deliver_due() == {"sent": 1}

    assert receiver.ids == [str(row.event_id)] * 2


def test_two_workers_send_each_once(committed_db, receiver):
    rows, done = [waiting(receiver) for _ in range(8)], []

    def work():
        try:
            done.append(deliver_due())
        finally:
            connection.close()

    with standing_at(2027, 3, 1):
        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(timeout=60)

    assert sum(done, Counter()) == {"sent": 8}
    assert sorted(receiver.ids) == sorted(str(row.event_id) for row in rows)
