"""Issue 4.3: at least once with a stable Message-ID, marked after acceptance, retried with back-off, parked at last."""

import smtplib
import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from atensi.notices.models import Delivery
from atensi.notices.services import mark_acted
from atensi.notices.services.delivering import back_off, deliver_due
from atensi.notices.states import Channel, DeliveryState
from atensi.notices.tasks import deliver
from tests.clock import standing_at
from tests.notices.factories import DeliveryFactory, NoticeChoiceFactory, person

REFUSED = ConnectionRefusedError(111, "Connection refused")


def waiting(user=None, *, kind="contoh", channel=Channel.EMAIL, **fields):
    """A delivery that is due."""
    user = user or person()
    required = kind == "contoh_wajib"
    return DeliveryFactory(
        notice__recipient=user, notice__kind=kind, notice__is_required=required, channel=channel, **fields
    )


@pytest.mark.django_db
def test_what_is_due_is_sent_and_marked(settings):
    settings.SITE_URL = "https://atensi.contoh.invalid"
    row = waiting()
    with standing_at(2027, 3, 1) as clock:
        deliver()

    [sent] = mail.outbox
    assert sent.to == [row.notice.recipient.email]
    assert sent.subject == f"[ATENSI] Contoh {row.notice.reference}"
    assert f"https://atensi.contoh.invalid/pemberitahuan/{row.notice_id}/buka/" in sent.body
    assert sent.message()["Message-ID"] == row.message_id
    row.refresh_from_db()
    assert (row.state, row.sent_at, row.attempts) == (DeliveryState.SENT, clock.now(), 1)


@pytest.mark.django_db
def test_nothing_is_sent_twice_or_early():
    waiting()
    waiting(next_try_at=timezone.now() + timedelta(days=400))
    with standing_at(2027, 3, 1):
        assert deliver_due() == {"sent": 1}
        assert deliver_due() == {}

    assert len(mail.outbox) == 1


def test_killed_between_sending_and_marking_the_same_message_goes_again(committed_db, sink):
    row = waiting()
    with standing_at(2027, 3, 1) as clock:
        sink.after = SystemExit("kill -9")
        with pytest.raises(SystemExit):
            deliver_due()
        row.refresh_from_db()
        assert (row.state, row.sent_at) == (DeliveryState.PENDING, None)

        sink.after = None
        assert deliver_due() == {}  # its next try has been put off
        clock.moment += timedelta(minutes=1)
        assert deliver_due() == {"sent": 1}

    assert sink.ids == [row.message_id, row.message_id]
    assert len(set(sink.ids)) == 1


def test_a_kill_repeats_the_one_that_was_in_flight_and_no_other(committed_db, sink):
    rows = [waiting() for _ in range(5)]
    with standing_at(2027, 3, 1) as clock:
        sink.after = SystemExit("kill -9")
        with pytest.raises(SystemExit):
            deliver_due()
        sink.after = None
        clock.moment += timedelta(minutes=1)
        deliver_due()

    assert len(sink.ids) == 6
    assert sorted(set(sink.ids)) == sorted(row.message_id for row in rows)


def test_two_workers_send_each_once(committed_db, sink):
    rows = [waiting() for _ in range(20)]
    barrier, counts = threading.Barrier(2), []

    def run():
        barrier.wait()
        counts.append(deliver_due()["sent"])
        connection.close()

    with standing_at(2027, 3, 1):
        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)

    assert sum(counts) == 20
    assert sorted(sink.ids) == sorted(row.message_id for row in rows)


@pytest.mark.django_db
def test_a_server_that_is_down_neither_loses_nor_doubles(sink):
    rows = [waiting() for _ in range(3)]
    with standing_at(2027, 3, 1) as clock:
        sink.broken = REFUSED
        assert deliver_due() == {"failed": 3}
        assert deliver_due() == {}
        sink.broken = None
        clock.moment += timedelta(minutes=1)
        assert deliver_due() == {"sent": 3}

    assert sorted(sink.ids) == sorted(row.message_id for row in rows)


def test_back_off_grows_to_an_hour():
    minutes = [back_off(attempts) / timedelta(minutes=1) for attempts in range(1, 8)]

    assert minutes == [1, 5, 15, 60, 60, 60, 60]


@pytest.mark.django_db
def test_it_is_tried_later_and_later_and_parked_after_a_day(sink):
    row = waiting(kind="contoh_segera")  # at night, too
    sink.broken = REFUSED
    tries = []
    with standing_at(2027, 3, 1) as clock:
        start = clock.now()
        while row.state == DeliveryState.PENDING:
            tries.append((clock.now() - start) // timedelta(minutes=1))
            assert deliver_due()
            row.refresh_from_db()
            clock.moment = max(clock.moment, row.next_try_at)

    assert tries[:6] == [0, 1, 6, 21, 81, 141]
    assert {later - earlier for earlier, later in pairwise(tries[4:])} == {60}
    assert tries[-1] == 24 * 60 + 21  # the first hourly try after a whole day
    assert (row.state, row.attempts) == (DeliveryState.PARKED, len(tries))
    assert "ConnectionRefusedError" in row.last_error


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"a@contoh.invalid": (550, b"no such user")}), DeliveryState.PARKED),
        (smtplib.SMTPRecipientsRefused({"a@contoh.invalid": (450, b"busy")}), DeliveryState.PENDING),
        (smtplib.SMTPDataError(554, b"too much"), DeliveryState.PENDING),
        (smtplib.SMTPServerDisconnected("gone"), DeliveryState.PENDING),
        (TimeoutError("timed out"), DeliveryState.PENDING),
        (RuntimeError("a mistake of ours"), DeliveryState.PENDING),
    ],
)
def test_why_a_mail_was_not_taken_is_kept(sink, error, state):
    row = waiting()
    sink.refusing = error
    with standing_at(2027, 3, 1):
        deliver_due()

    row.refresh_from_db()
    assert row.state == state
    assert row.last_error


@pytest.mark.django_db
def test_one_bad_row_does_not_stand_in_the_way_of_others(sink, monkeypatch):
    bad, good = waiting(), waiting()
    taking = sink.send_messages

    def send_messages(messages):
        if messages[0].extra_headers["Message-ID"] == bad.message_id:
            raise ValueError
        return taking(messages)

    monkeypatch.setattr(sink, "send_messages", send_messages)
    with standing_at(2027, 3, 1):
        assert deliver_due() == {"failed": 1, "sent": 1}

    assert sink.ids == [good.message_id]


@pytest.mark.django_db
@pytest.mark.parametrize("situation", ["membership ended", "account closed", "acted", "switched off", "no address"])
def test_what_nobody_wants_any_more_is_dropped(sink, situation):
    row = waiting()
    user = row.notice.recipient
    if situation == "membership ended":
        user.memberships.update(valid_until=timezone.localdate())
    elif situation == "account closed":
        user.is_active = False
    elif situation == "acted":
        row.notice.acted_at = timezone.now()
        row.notice.save()
    elif situation == "switched off":
        NoticeChoiceFactory(user=user)
    else:
        user.email = ""
    user.save()

    with standing_at(2027, 3, 1):
        assert deliver_due() == {"dropped": 1}

    row.refresh_from_db()
    assert row.state == DeliveryState.DROPPED
    assert row.last_error
    assert sink.taken == []


@pytest.mark.django_db
def test_what_the_law_asks_is_sent_although_the_channel_is_off(sink):
    row = waiting(kind="contoh_wajib")
    NoticeChoiceFactory(user=row.notice.recipient)
    with standing_at(2027, 3, 1):
        assert deliver_due() == {"sent": 1}


@pytest.mark.django_db
def test_what_comes_due_at_night_waits_for_the_morning(sink):
    """An outage that ends at two o'clock wakes nobody."""
    row, urgent = waiting(), waiting(kind="contoh_segera")
    with standing_at(2027, 3, 1, 2) as clock:
        assert deliver_due() == {"postponed": 1, "sent": 1}
        assert sink.ids == [urgent.message_id]
        row.refresh_from_db()
        assert (row.attempts, row.next_try_at - clock.now()) == (0, timedelta(hours=4))
        clock.moment += timedelta(hours=4)
        assert deliver_due() == {"sent": 1}


def test_a_matter_done_while_its_mail_leaves_waits_for_nobody(committed_db, sink, monkeypatch):
    """The claim is committed before the server is asked: whoever acts meanwhile is not held up by it."""
    row = waiting()
    taking = sink.send_messages

    def act_meanwhile(messages):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1s'")
            assert mark_acted(row.notice.subject) == 1
        return taking(messages)

    monkeypatch.setattr(sink, "send_messages", act_meanwhile)
    with standing_at(2027, 3, 1):
        deliver_due()

    row.refresh_from_db()
    assert row.state == DeliveryState.SENT  # it is out, and says so


@pytest.mark.django_db
def test_a_run_ends_in_time():
    for _ in range(3):
        waiting()
    with standing_at(2027, 3, 1):
        assert deliver_due(seconds=-1) == {}

    assert Delivery.objects.filter(state=DeliveryState.PENDING).count() == 3
