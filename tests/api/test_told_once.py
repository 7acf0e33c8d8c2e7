"""Secrets that a program gets: told once, kept nowhere, and by a token only for its own membership."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from atensi.api.models import KeptAnswer
from atensi.deadlines.models import CalendarFeed
from atensi.deadlines.services.feeds import make_feed, revoke_feed
from atensi.errors import NotAllowed
from atensi.notices.models import Notice, NoticeChoice
from atensi.notices.states import DeliveryState as Parked
from atensi.webhooks.models import Webhook
from atensi.webhooks.states import DeliveryState
from institutions.states import Role
from tests.api.client import fresh_key
from tests.api.people import program_of
from tests.api.test_keeping import codes_of, status_of
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region
from tests.notices.factories import DeliveryFactory, NoticeFactory
from tests.webhooks.factories import WebhookDeliveryFactory, WebhookFactory

pytestmark = pytest.mark.django_db
URL = "https://sistem.contoh.invalid/atensi"


@pytest.fixture
def worker():
    return MembershipFactory()


@pytest.fixture
def keeper():
    return MembershipFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def elsewhere(worker):
    """The same person works in another office, too."""
    return MembershipFactory(user=worker.user, institution=InstitutionFactory(region=region("14.04")))


# Calendar links


def test_the_address_of_a_link_is_told_once_and_kept_nowhere(worker):
    program, key = program_of(worker), fresh_key()
    made = program.tell("feeds_write", key=key, name="Ponsel (rekaan)")
    assert Client().get(made["address"]).status_code == 200
    again = program.tell("feeds_write", key=key, name="Ponsel (rekaan)")
    assert again == made | {"address": ""}
    assert program.last.headers["Idempotency-Replayed"] == "true"
    secret = made["address"].rstrip("/").split("/")[-1]
    assert secret not in KeptAnswer.objects.get().body
    assert CalendarFeed.objects.get().membership == worker
    [listed] = program.ask("feeds_read")["results"]
    assert "address" not in listed
    assert program.tell("feed_revocation_write", made["id"])["revoked_at"]
    assert Client().get(made["address"]).status_code == 404
    assert program.ask("feeds_read")["results"] == []


def test_a_link_of_another_membership_is_not_found(worker, elsewhere):
    made = program_of(worker).tell("feeds_write", name="Ponsel (rekaan)")
    other = program_of(elsewhere)
    assert other.ask("feeds_read")["results"] == []
    assert status_of(other.tell, "feed_revocation_write", made["id"]) == 404
    assert status_of(program_of(MembershipFactory()).tell, "feed_revocation_write", made["id"]) == 404


def test_who_works_on_no_case_has_no_deadlines_to_link(keeper):
    assert status_of(program_of(keeper).tell, "feeds_write", name="x") == 403


def test_a_token_takes_back_nothing_of_another_membership(worker, elsewhere):
    feed, _token = make_feed(name="Ponsel (rekaan)", by=actor_of(worker))
    with pytest.raises(NotAllowed):
        revoke_feed(feed=feed, by=replace(actor_of(elsewhere), is_bound=True))
    revoke_feed(feed=feed, by=actor_of(elsewhere))  # in person it is one's own
    feed.refresh_from_db()
    assert feed.revoked_at


# Webhooks


def test_the_secret_of_a_webhook_is_told_once_and_kept_in_no_answer(keeper):
    program, key = program_of(keeper), fresh_key()
    made = program.tell("webhooks_write", key=key, url=URL)
    assert made["secret"] == Webhook.objects.get().secret
    assert program.tell("webhooks_write", key=key, url=URL) == made | {"secret": ""}
    assert made["secret"] not in KeptAnswer.objects.get().body
    shown = {name: value for name, value in made.items() if name != "secret"}
    assert program.ask("webhooks_read")["results"] == [shown]
    assert program.ask("webhook_detail_read", made["id"]) == shown
    assert Webhook.objects.count() == 1
    assert codes_of(program.tell, "webhooks_write", url="http://127.0.0.1/") == {"webhook_address"}


def test_a_webhook_is_switched_off_and_on(keeper):
    program = program_of(keeper)
    webhook = WebhookFactory(institution=keeper.institution)
    waiting = WebhookDeliveryFactory(webhook=webhook)
    off = program.tell("webhook_switch_write", webhook.pk, on=False)
    assert (off["is_on"], off["off_at"] is None) == (False, False)
    waiting.refresh_from_db()
    assert waiting.state == DeliveryState.DROPPED
    assert program.tell("webhook_switch_write", webhook.pk, on=True)["is_on"] is True


def test_what_was_given_up_is_sent_again(keeper):
    program = program_of(keeper)
    webhook = WebhookFactory(institution=keeper.institution)
    parked = WebhookDeliveryFactory(webhook=webhook, state=DeliveryState.PARKED, attempts=9)
    [row] = program.ask("webhook_deliveries_read", webhook.pk)["results"]
    assert (row["id"], row["event_id"], row["state"]) == (parked.pk, str(parked.event_id), "PARKED")
    assert program.tell("webhook_resend_write", parked.pk)["attempts"] == 0
    assert codes_of(program.tell, "webhook_resend_write", parked.pk) == {"webhook_delivery_not_parked"}


def test_a_webhook_is_kept_by_a_token_of_its_institution_alone(keeper):
    webhook = WebhookFactory(institution=keeper.institution)
    other = program_of(MembershipFactory(user=keeper.user, role=Role.ADMINISTRATOR, institution__provincial=True))
    assert other.ask("webhooks_read")["results"] == []
    assert status_of(other.ask, "webhook_deliveries_read", webhook.pk) == 404
    assert status_of(other.tell, "webhook_switch_write", webhook.pk, on=False) == 404
    staff = program_of(MembershipFactory(institution=keeper.institution, role=Role.SUPERVISOR))
    assert status_of(staff.ask, "webhooks_read") == 403


# Notices


def test_all_notices_of_a_membership_are_marked_and_no_other(worker, elsewhere):
    cases = [CaseFactory(worker=worker.user, office=one.institution) for one in (worker, elsewhere)]
    here, there = (NoticeFactory(recipient=worker.user, subject=f"case:{case.pk}") for case in cases)
    assert program_of(worker).tell("notices_open_write") == {"opened": 1}
    unread = Notice.objects.filter(opened_at=None)
    assert [notice.pk for notice in unread] == [there.pk]
    browser = Client()
    browser.force_login(worker.user)
    assert browser.post(reverse("api:notices_open")).json() == {"opened": 1}
    assert here.pk != there.pk
    assert not unread.all().exists()


def test_one_says_by_which_channels_one_is_told(worker):
    program = program_of(worker)
    assert program.ask("notice_channels_read")["channels"] == [{"channel": "EMAIL", "is_on": True}]
    off = [{"channel": "EMAIL", "is_on": False}]
    assert program.tell("notice_channels_write", channels=off)["channels"] == off
    assert not NoticeChoice.objects.get(user=worker.user).is_on
    gateway = [{"channel": "GATEWAY", "is_on": True}]  # leads nowhere here
    assert status_of(program.tell, "notice_channels_write", channels=gateway) == 400
    assert program.tell("notice_channels_write", channels=[])["channels"] == off


def test_what_could_not_be_delivered_is_sent_again_or_dropped(keeper):
    program = program_of(keeper)
    colleague = MembershipFactory(institution=keeper.institution).user
    parked = [DeliveryFactory(notice__recipient=colleague, state=Parked.PARKED) for _n in range(2)]
    DeliveryFactory(state=Parked.PARKED)  # to somebody whom another keeps
    rows = program.ask("deliveries_parked_read")["results"]
    assert {(row["id"], row["recipient"]["id"]) for row in rows} == {(one.pk, colleague.pk) for one in parked}
    assert program.tell("delivery_retry_write", parked[0].pk)["state"] == "PENDING"
    assert program.tell("delivery_drop_write", parked[1].pk)["state"] == "DROPPED"
    assert codes_of(program.tell, "delivery_retry_write", parked[1].pk) == {"delivery_not_parked"}
