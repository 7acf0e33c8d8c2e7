"""Whatever leaves the application or meets an eye: pages, API, files, mail, notices, calendars, webhooks, numbers."""

from collections.abc import Iterator
from datetime import timedelta

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atensi.deadlines.ical import calendar
from atensi.deadlines.models import Deadline
from atensi.deadlines.services.telling import tell
from atensi.notices.models import Notice
from atensi.notices.services.delivering import deliver_due
from atensi.webhooks.models import WebhookDelivery
from cases.models import Case
from institutions.models import Membership
from reports.exports.rows import Reader, table_of
from reports.services.counting import count_cases
from tests.flows.given import Field
from tests.institutions.factories import actor_of

LISTS = [
    *(("home", ""), ("notices:list", "?status=semua"), ("reports:numbers", "")),
    *(("cases:list", f"?tab={tab}&keadaan=semua") for tab in ("saya", "kantor", "dibagikan")),
    *(("cases:response_list", f"?tab={tab}") for tab in ("saya", "kantor")),
    *((name, "") for name in ("referrals:inbox", "referrals:sent", "referrals:review_list", "reentry_list")),
    *(("api:cases", f"?scope={scope}&state=all&limit=100") for scope in ("mine", "office", "shared")),
    *((f"api:{name}", "?limit=100") for name in ("deadlines", "notices", "outbox", "exports")),
]
TABS = ("case", "beneficiary", "family", "documents", "timeline", "tasks", "justice", "plan", "services")


def client_of(person: Membership) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def what_is_seen_by(person: Membership, case: Case, words: str) -> Iterator[tuple[str, str]]:
    """Address and answer of every list and page of the case, and of the search for `words`."""
    client = client_of(person)
    for name, query in LISTS:
        yield f"{name}{query}", client.get(reverse(name) + query).content.decode()
    for name in TABS:
        yield name, client.get(reverse(f"cases:{name}", args=[case.pk])).content.decode()
    for name in ("case", "case_timeline", "justice", "tasks"):
        yield f"api {name}", client.get(reverse(f"api:{name}", args=[case.pk])).content.decode()
    found = client.post(reverse("cases:search"), {"q": words}, follow=True).content.decode()
    # The box says again what was typed into it
    yield "search", found.replace(f'value="{words}"', "")


def what_leaves(field: Field) -> Iterator[tuple[str, str]]:
    """What is made of the cases for others than the reader of a page: told by numbers, whoever it is for."""
    count_cases()
    for name, person in field.people.items():
        reader = Reader(person.user, actor_of(person), person.institution, lambda _cases: None)
        for kind in ("CASES", "PLACEMENTS", "NUMBERS"):
            rows = [row for chunk in table_of(kind, {"keadaan": "semua"}, reader).chunks for row in chunk]
            yield f"file {kind} of {name}", str(rows)
    tell(timezone.now() + timedelta(days=40))
    deliver_due()
    yield "mail", " ".join(f"{one.subject} {one.body} {one.alternatives}" for one in mail.outbox)
    yield "notices", str(list(Notice.objects.values()))
    yield "webhooks", str(list(WebhookDelivery.objects.values()))
    yield "calendar", calendar(Deadline.objects.all())
