"""Issue 6.4: an administrator registers an address, sees the secret once, switches, reads the log and sends again."""

import pytest
from django.db import connection
from django.urls import reverse

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from atensi.webhooks.models import Webhook, WebhookDelivery
from atensi.webhooks.services.keeping import register_webhook, resend_delivery, switch_webhook
from atensi.webhooks.states import DeliveryState
from institutions.states import Role
from tests.institutions.factories import MembershipFactory, actor_of
from tests.webhooks.factories import WebhookDeliveryFactory, WebhookFactory

pytestmark = pytest.mark.django_db
QUERIES = {"list": 5, "detail": 7}
LIST, URL = reverse("webhooks:list"), "https://sistem.contoh.invalid/masuk"


@pytest.fixture
def admin(client):
    membership = MembershipFactory(role=Role.ADMINISTRATOR)
    client.force_login(membership.user)
    return membership


def detail(webhook):
    return reverse("webhooks:detail", args=[webhook.pk])


def test_the_secret_is_shown_once_and_kept_encrypted(client, admin):
    answer = client.post(LIST, {"url": URL})
    webhook = Webhook.objects.get()

    assert answer.status_code == 200
    assert webhook.secret in answer.content.decode()
    assert len(webhook.secret) >= 40
    assert webhook.secret not in client.get(LIST).content.decode()
    assert webhook.secret not in client.get(detail(webhook)).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM webhooks_webhook")
        assert webhook.secret not in cursor.fetchone()[0]
    event = AuditEvent.objects.get(verb="webhook.register")
    assert webhook.secret not in str(event.data)


@pytest.mark.rule("webhook_address")
def test_an_address_that_nothing_may_be_sent_to_is_refused_with_its_reason(client, admin):
    answer = client.post(LIST, {"url": "http://sistem.contoh.invalid/"})
    assert answer.status_code == 422
    assert "Alamat harus diawali https://." in answer.content.decode()
    with pytest.raises(RuleViolation) as refused:
        register_webhook(url="https://10.0.0.1/", by=actor_of(admin))
    assert [problem.code for problem in refused.value.problems] == ["webhook_address"]
    assert not Webhook.objects.exists()


def test_an_empty_page_says_what_will_stand_here(client, admin):
    assert "Belum ada alamat" in client.get(LIST).content.decode()
    webhook = WebhookFactory(institution=admin.institution)
    assert "Belum ada kiriman" in client.get(detail(webhook)).content.decode()


def test_switched_off_what_waits_is_dropped_and_on_again_nothing_comes_back(client, admin):
    webhook = WebhookFactory(institution=admin.institution)
    rows = [WebhookDeliveryFactory(webhook=webhook, state=state) for state in ("PENDING", "PARKED")]
    switch = reverse("webhooks:switch", args=[webhook.pk])
    for form in ({}, {}, {"nyala": "1"}):
        client.post(switch, form)
        webhook.refresh_from_db()
        assert webhook.is_on == bool(form)
        assert client.get(detail(webhook)).status_code == 200
    assert {row.state for row in WebhookDelivery.objects.filter(pk__in=[row.pk for row in rows])} == {"DROPPED"}
    assert AuditEvent.objects.filter(verb="webhook.switch").count() == 2


def test_what_is_parked_is_sent_again_with_a_new_day(client, admin):
    webhook = WebhookFactory(institution=admin.institution)
    row = WebhookDeliveryFactory(webhook=webhook, state="PARKED", attempts=30, status=500, last_error="Belum diterima.")
    log = client.get(detail(webhook)).content.decode()
    assert all(words in log for words in (str(row.event_id), "CASE_OPENED", "500", "Tertahan", "Kirim ulang"))

    client.post(reverse("webhooks:resend", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, row.attempts, row.first_tried_at) == (DeliveryState.PENDING, 0, None)
    assert AuditEvent.objects.filter(verb="webhook.resend").exists()


@pytest.mark.rule("webhook_delivery_not_parked")
@pytest.mark.parametrize("state", ["PENDING", "DROPPED"])
def test_what_is_not_held_up_is_left_alone(client, admin, state):
    row = WebhookDeliveryFactory(webhook__institution=admin.institution, state=state)
    answer = client.post(reverse("webhooks:resend", args=[row.pk]), follow=True)
    assert "tidak lagi tertahan" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == state


def test_another_institutions_webhooks_are_out_of_sight(client, admin):
    row = WebhookDeliveryFactory(webhook__url="https://lain.contoh.invalid/", state="PARKED")
    assert "lain.contoh.invalid" not in client.get(LIST).content.decode()
    assert client.get(detail(row.webhook)).status_code == 404
    assert client.post(reverse("webhooks:switch", args=[row.webhook.pk])).status_code == 404
    assert client.post(reverse("webhooks:resend", args=[row.pk])).status_code == 404


def test_only_administrators_of_the_institution_keep_them(admin):
    row = WebhookDeliveryFactory(state="PARKED")
    supervisor = actor_of(MembershipFactory(institution=row.webhook.institution, role=Role.SUPERVISOR))
    for actor in (supervisor, actor_of(admin)):
        with pytest.raises(NotAllowed):
            switch_webhook(webhook=row.webhook, on=False, by=actor)
        with pytest.raises(NotAllowed):
            resend_delivery(delivery=row, by=actor)
    with pytest.raises(NotAllowed):
        register_webhook(url=URL, by=supervisor)


@pytest.mark.parametrize("page", ["list", "detail"])
def test_the_pages_ask_a_fixed_number_of_queries(client, admin, page, django_assert_num_queries):
    webhook = WebhookFactory(institution=admin.institution)
    address = LIST if page == "list" else detail(webhook)
    client.get(address)
    for _ in range(2):
        for _more in range(5):
            WebhookDeliveryFactory(webhook=webhook, state="PARKED")
            WebhookFactory(institution=admin.institution)
        with django_assert_num_queries(QUERIES[page]):
            client.get(address)
