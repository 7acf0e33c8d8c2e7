"""Issue 6.4: who is told of what happens in a case: whoever may see it at that moment, and numbers only."""

import pytest
from django.db import transaction

from atensi.webhooks.models import WebhookDelivery
from atensi.webhooks.states import DeliveryState
from cases.event_states import EventKind
from cases.models import CaseEvent, CaseGroupObjectPermission
from cases.querysets import WORK_PERMISSION
from cases.services.events import add_event, announce_events
from cases.services.shares import share_case, unshare_case
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, actor_of
from tests.webhooks.factories import WebhookDeliveryFactory, WebhookFactory

pytestmark = pytest.mark.django_db
QUIET = 2  # the line of the timeline, and who listens


@pytest.fixture
def case():
    return CaseFactory(beneficiary__name="Contoh Rahasia")


@pytest.fixture
def home():
    return InstitutionFactory(lksa=True)


def by(case):
    return actor_of(case.worker.memberships.get())


def happens(case, **fields):
    return add_event(case=case, kind=EventKind.PLAN_SIGNED, by=by(case), text="Kata-kata rahasia", **fields)


def test_the_office_is_told_numbers_and_nothing_else(case):
    webhook = WebhookFactory(institution=case.office)
    event = happens(case)

    row = WebhookDelivery.objects.get()
    assert (row.webhook, row.kind, row.case_id) == (webhook, "PLAN_SIGNED", case.pk)
    assert row.payload == {
        "id": str(row.event_id),
        "kind": "PLAN_SIGNED",
        "happened_at": event.happened_at.isoformat(),
        "case": {"id": case.pk, "number": case.number},
        "event": event.pk,
    }


def test_an_institution_without_a_share_hears_nothing(case, home):
    WebhookFactory(institution=home)
    happens(case)
    assert not WebhookDelivery.objects.exists()


def test_a_share_is_told_from_its_beginning_to_its_end(case, home):
    webhook = WebhookFactory(institution=home)
    happens(case)
    share_case(case=case, institution=home, by=by(case))
    happens(case)
    sent = webhook.deliveries.get()
    sent.state, sent.sent_at = DeliveryState.SENT, sent.created_at
    sent.save()
    happens(case)
    parked = WebhookDeliveryFactory(webhook=webhook, case_id=case.pk, state=DeliveryState.PARKED)
    other = WebhookDeliveryFactory(webhook=webhook, case_id=case.pk + 1)
    unshare_case(case=case, institution=home, by=by(case))
    happens(case)

    states = list(webhook.deliveries.order_by("pk").values_list("state", flat=True))
    assert states == ["SENT", "DROPPED", "DROPPED", "PENDING"]  # what waited was taken back; the last is another case's
    parked.refresh_from_db()
    assert parked.state == DeliveryState.DROPPED
    assert webhook.deliveries.get(state="PENDING") == other


def test_a_restricted_case_is_told_to_those_who_work_on_it(case, home):
    shared, seeing = WebhookFactory(institution=home), WebhookFactory()
    for institution in (home, seeing.institution):
        share_case(case=case, institution=institution, by=by(case))
    CaseGroupObjectPermission.objects.filter(
        group=seeing.institution.group, permission__codename=WORK_PERMISSION
    ).delete()
    case.restricted = True
    case.save()
    happens(case)

    assert WebhookDelivery.objects.get().webhook == shared
    assert "rahasia" not in str(WebhookDelivery.objects.get().payload).lower()


def test_one_that_is_off_is_not_told(case):
    webhook = WebhookFactory(institution=case.office)
    webhook.off_at, webhook.off_by = webhook.created_at, webhook.created_by
    webhook.save()
    happens(case)
    assert not WebhookDelivery.objects.exists()


def test_two_addresses_get_the_same_event_id(case):
    for _ in range(2):
        WebhookFactory(institution=case.office)
    happens(case)
    assert WebhookDelivery.objects.count() == 2
    assert len(set(WebhookDelivery.objects.values_list("event_id", flat=True))) == 1


def test_what_is_undone_tells_nobody(case):
    WebhookFactory(institution=case.office)
    with transaction.atomic():
        happens(case)
        transaction.set_rollback(True)
    assert not WebhookDelivery.objects.exists()


def test_it_costs_one_query_and_two_more_where_somebody_listens(case, django_assert_num_queries):
    actor = by(case)
    with django_assert_num_queries(QUIET):
        add_event(case=case, kind=EventKind.PLAN_SIGNED, by=actor)
    for _ in range(3):
        WebhookFactory(institution=case.office)
    with django_assert_num_queries(QUIET + 1):
        add_event(case=case, kind=EventKind.PLAN_SIGNED, by=actor)


def test_rows_written_in_bulk_are_told_too_at_the_cost_of_one(case, home, django_assert_num_queries):
    cases = [case, CaseFactory(), CaseFactory()]
    share_case(case=case, institution=home, by=by(case))
    events = [
        CaseEvent(case_id=one.pk, kind=EventKind.REVIEW_MOVED, happened_at=one.opened_at) for one in [*cases, case]
    ]
    rows = CaseEvent.objects.bulk_create(events)
    with django_assert_num_queries(1):
        announce_events(rows)
    webhooks = {WebhookFactory(institution=one.office).pk: one for one in cases}
    webhooks[WebhookFactory(institution=home).pk] = case
    with django_assert_num_queries(2):
        announce_events(rows)
    told = set(WebhookDelivery.objects.values_list("webhook_id", "payload__event", "payload__case__number"))
    assert told == {(pk, row.pk, one.number) for pk, one in webhooks.items() for row in rows if row.case_id == one.pk}
    assert WebhookDelivery.objects.count() == 6
    assert WebhookDelivery.objects.values("event_id").distinct().count() == len(rows)
