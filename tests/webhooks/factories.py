import uuid

import factory

from atensi.webhooks.models import Webhook, WebhookDelivery
from institutions.states import Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory

SECRET = "rahasia-contoh"


class WebhookFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Webhook

    institution = factory.SubFactory(InstitutionFactory)
    url = "https://sistem.contoh.invalid/atensi"
    secret = SECRET
    created_by = factory.LazyAttribute(
        lambda row: MembershipFactory(institution=row.institution, role=Role.ADMINISTRATOR).user
    )


class WebhookDeliveryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WebhookDelivery

    webhook = factory.SubFactory(WebhookFactory)
    event_id = factory.LazyFunction(uuid.uuid4)
    kind = "CASE_OPENED"
    case_id = 1
    payload = factory.LazyAttribute(lambda row: {"id": str(row.event_id), "kind": row.kind})
