"""Issue 4.3: one row each, unique by subject, kind, recipient and due date, written with the change it tells of."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.notices.models import Delivery, Notice
from atensi.notices.services import (
    NewNotice,
    mark_acted,
    mark_all_opened,
    mark_many_acted,
    mark_opened,
    notify,
    notify_many,
)
from atensi.notices.states import Channel, DeliveryState
from tests.accounts.factories import UserFactory
from tests.clock import standing_at
from tests.institutions.factories import InstitutionFactory, MembershipFactory
from tests.notices.factories import NoticeChoiceFactory, NoticeFactory, person

DUE = date(2026, 7, 2)


def tell(*people, kind="contoh", subject="case:1", due_on=DUE, **data):
    return notify(
        kind=kind,
        subject=subject,
        recipients=[one.pk for one in people],
        due_on=due_on,
        reference="14.01/2026/00118",
        path="/kasus/1/",
        data=data,
    )


@pytest.mark.django_db
def test_each_person_is_told_once():
    one, two = person(), person()

    assert tell(one, day=3) == 1
    assert tell(one, two) == 1
    assert tell(one, two) == 0
    assert tell(one, one, due_on=DUE + timedelta(days=1)) == 1
    assert Notice.objects.count() == 3
    assert Delivery.objects.count() == 3


@pytest.mark.django_db
def test_a_notice_keeps_what_it_was_given():
    one = person()
    tell(one, kind="contoh:late_7", day=7)

    notice = Notice.objects.get()
    assert (notice.kind, notice.subject, notice.recipient, notice.due_on) == ("contoh:late_7", "case:1", one, DUE)
    assert (notice.path, notice.is_required, notice.is_unread) == ("/kasus/1/", False, True)
    assert notice.title == "Contoh 14.01/2026/00118 hari ke-7"
    assert notice.outside == "Contoh 14.01/2026/00118"


@pytest.mark.django_db
def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        tell(person(), kind="tak_dikenal:late_7")

    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_nobody_to_tell_costs_nothing():
    with CaptureQueriesContext(connection) as asked:
        assert tell() == 0

    assert len(asked) == 0


def test_two_at_once_tell_each_person_once(committed_db):
    people = [person() for _ in range(20)]
    told, barrier = [], threading.Barrier(2)

    def run(order):
        barrier.wait()
        with transaction.atomic():
            told.append(tell(*people[::order]))
        connection.close()

    threads = [threading.Thread(target=run, args=(order,)) for order in (1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(told) == [0, 20]
    assert Notice.objects.count() == Delivery.objects.count() == 20


def test_what_is_undone_tells_nobody(committed_db):
    one = person()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(one)
        raise ZeroDivisionError

    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_five_hundred_rows_cost_as_many_queries_as_one():
    office = InstitutionFactory()
    people = [MembershipFactory(institution=office).user for _ in range(25)]

    def rows(count, subject):
        return [
            NewNotice("contoh", f"{subject}:{n}", people[n % 25].pk, DUE, f"14.01/2026/{n:05}", "/bantuan/")
            for n in range(count)
        ]

    with CaptureQueriesContext(connection) as few:
        assert notify_many(rows(1, "case")) == 1
    with CaptureQueriesContext(connection) as many:
        assert notify_many(rows(500, "referral")) == 500

    assert len(many) == len(few) <= 6
    assert Delivery.objects.count() == 501


@pytest.mark.django_db
def test_a_delivery_has_a_stable_id(settings):
    settings.NOTICE_HOST = "contoh.invalid"
    tell(person())

    delivery = Delivery.objects.get()
    assert delivery.message_id == f"<notice-{delivery.notice_id}-email@contoh.invalid>"
    assert (delivery.state, delivery.attempts) == (DeliveryState.PENDING, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("situation", ["no membership", "ended", "inactive", "no address"])
def test_who_gets_nothing_outside(situation):
    user = {
        "no membership": lambda: UserFactory(),
        "ended": lambda: MembershipFactory(ended=True).user,
        "inactive": lambda: MembershipFactory(user=UserFactory(is_active=False)).user,
        "no address": lambda: person(email=""),
    }[situation]()

    assert tell(user) == 1
    assert not Delivery.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "phone", "expected"),
    [
        ("", "0812", {Channel.EMAIL}),
        ("http://127.0.0.1:1/", "", {Channel.EMAIL}),
        ("http://127.0.0.1:1/", "0812", {Channel.EMAIL, Channel.GATEWAY}),
    ],
)
def test_the_gateway_is_used_when_there_is_one_and_a_phone(settings, url, phone, expected):
    settings.GATEWAY_URL = url
    tell(person(phone=phone))

    assert set(Delivery.objects.values_list("channel", flat=True)) == expected


@pytest.mark.django_db
def test_a_channel_switched_off_stays_silent_unless_the_law_asks(settings):
    settings.GATEWAY_URL = "http://127.0.0.1:1/"
    user = person(phone="0812")
    for channel in Channel:
        NoticeChoiceFactory(user=user, channel=channel)

    tell(user)
    assert not Delivery.objects.exists()

    tell(user, kind="contoh_wajib")
    assert [row.channel for row in Delivery.objects.all()] == [Channel.EMAIL]
    assert Notice.objects.get(kind="contoh_wajib").is_required


@pytest.mark.django_db
def test_without_mail_what_the_law_asks_goes_by_phone(settings):
    settings.GATEWAY_URL = "http://127.0.0.1:1/"
    user = person(phone="0812", email="")
    NoticeChoiceFactory(user=user, channel=Channel.GATEWAY)

    tell(user, kind="contoh_wajib")

    assert [row.channel for row in Delivery.objects.all()] == [Channel.GATEWAY]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "hour", "hours_to_wait"),
    [
        # `standing_at` gives hours of Jakarta (WIB); quiet hours are 21 to 6 where the person works.
        ("Asia/Jakarta", 20, 0),
        ("Asia/Jakarta", 21, 9),
        ("Asia/Jakarta", 23, 7),
        ("Asia/Jakarta", 5, 1),
        ("Asia/Jakarta", 6, 0),
        ("Asia/Makassar", 19, 0),
        ("Asia/Makassar", 20, 9),
        ("Asia/Makassar", 4, 1),
        ("Asia/Makassar", 5, 0),
        ("Asia/Jayapura", 18, 0),
        ("Asia/Jayapura", 19, 9),
        ("Asia/Jayapura", 3, 1),
        ("Asia/Jayapura", 4, 0),
    ],
)
def test_at_night_a_mail_waits_for_the_morning_of_its_reader(zone, hour, hours_to_wait):
    user = person(zone=zone)
    with standing_at(2027, 3, 1, hour) as clock:
        tell(user)
        tell(user, kind="contoh_segera")

    ordinary, urgent = (Delivery.objects.get(notice__kind=kind) for kind in ("contoh", "contoh_segera"))
    assert ordinary.next_try_at - clock.now() == timedelta(hours=hours_to_wait)
    assert urgent.next_try_at == clock.now()


@pytest.mark.django_db
def test_the_matter_is_done_for_everybody_and_no_mail_leaves_late():
    one, two, other = person(), person(), person()
    tell(one, two)
    tell(other, subject="case:12")
    by = Actor(user_id=one.pk)

    assert mark_acted("case:1", by=by) == 2
    assert mark_acted("case:1", by=by) == 0

    assert set(Notice.objects.filter(subject="case:1").values_list("acted_by", flat=True)) == {one.pk}
    states = dict(Delivery.objects.values_list("notice__recipient", "state"))
    assert states == {one.pk: "DROPPED", two.pk: "DROPPED", other.pk: "PENDING"}


@pytest.mark.django_db
def test_the_clock_may_say_that_matters_are_done():
    at = timezone.now() - timedelta(hours=1)
    first, second, third = NoticeFactory.create_batch(3)

    assert mark_many_acted([first.subject, second.subject], at=at) == 2
    assert set(Notice.objects.values_list("pk", "acted_at", "acted_by")) == {
        (first.pk, at, None),
        (second.pk, at, None),
        (third.pk, None, None),
    }


@pytest.mark.django_db
def test_news_stay_when_the_matter_is_done():
    """What a service tells at the end of a matter is not itself done with it."""
    one = person()
    tell(one)
    tell(one, kind="contoh_kabar")
    mark_acted("case:1")

    assert [notice.kind for notice in Notice.objects.unread()] == ["contoh_kabar"]
    assert Delivery.objects.get(state=DeliveryState.PENDING).notice.kind == "contoh_kabar"


@pytest.mark.django_db
def test_one_matter_of_a_subject_may_be_done_and_another_not():
    one = person()
    tell(one)
    tell(one, kind="contoh_segera")

    assert mark_many_acted(["case:1"], kinds=["contoh"]) == 1
    assert [notice.kind for notice in Notice.objects.unread()] == ["contoh_segera"]


@pytest.mark.django_db
def test_a_mail_that_left_stays_sent():
    tell(person())
    Delivery.objects.update(state=DeliveryState.SENT, sent_at=timezone.now())

    mark_acted("case:1")

    assert Delivery.objects.get().state == DeliveryState.SENT


@pytest.mark.django_db
def test_opening_counts_once_and_for_the_recipient_only():
    notice = NoticeFactory()
    mark_opened(notice=notice, by=Actor(user_id=UserFactory().pk))
    notice.refresh_from_db()
    assert notice.opened_at is None

    with standing_at(2027, 3, 1) as clock:
        mark_opened(notice=notice, by=Actor(user_id=notice.recipient_id))
        first = clock.now()
        clock.moment += timedelta(hours=1)
        mark_opened(notice=notice, by=Actor(user_id=notice.recipient_id))

    notice.refresh_from_db()
    assert notice.opened_at == first


@pytest.mark.django_db
def test_all_of_a_persons_notices_can_be_marked_as_read():
    mine, _other = NoticeFactory(), NoticeFactory()
    NoticeFactory(recipient=mine.recipient)

    assert mark_all_opened(by=Actor(user_id=mine.recipient_id)) == 2
    assert Notice.objects.unread().count() == 1
