"""Names, places and categories of restricted cases never reach somebody who does not work on them (design.md 3).

Every case of the demo is made restricted and filled with words that occur nowhere else. Each person then walks all
their lists and the pages of cases and referrals; no answer, header, title, link or log line may hold a word that is not
theirs to read.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atensi.accounts.models import User
from atensi.notices.models import Delivery, Notice
from atensi.notices.services.delivering import deliver_due
from atensi.notices.states import DeliveryState
from institutions.models import Institution, Parameter
from referrals.models import CareDecision, Placement, PlacementReview, Referral
from referrals.states import OPEN_REFERRALS
from tests.demo import people, secrets
from tests.demo.secrets import CATEGORY, Secret
from tests.notices.factories import DeliveryFactory

# Pages that ask for a category or a district offer all of them, whoever's case it is.
CHOICES = {
    "cases:response_create",
    "cases:response_duplicates",
    "referrals:resident_create",
    "referrals:resident_sheet",
}
LISTS = [
    ("home", ""),
    ("notices:list", "?status=semua"),
    ("cases:list", "?tab=saya&keadaan=semua"),
    ("cases:list", "?tab=kantor&keadaan=semua"),
    ("cases:list", "?tab=dibagikan&keadaan=semua"),
    ("cases:response_list", "?tab=saya"),
    ("cases:response_list", "?tab=kantor"),
    ("cases:services_kept", ""),
    ("referrals:inbox", ""),
    ("referrals:inbox", "?status=diterima"),
    ("referrals:inbox", "?status=ditolak"),
    ("referrals:inbox", "?status=selesai"),
    ("referrals:sent", ""),
    ("referrals:sent", "?status=diterima"),
    ("referrals:sent", "?status=ditolak"),
    ("referrals:sent", "?status=selesai"),
    ("referrals:decision_list", ""),
    ("referrals:decision_list", "?status=diputuskan"),
    ("referrals:review_list", ""),
    ("reentry_list", ""),
    ("reentry_list", "?dari=lain"),
    ("institutions:list", ""),
    ("institutions:person_list", ""),
    ("institutions:mandate_list", ""),
    ("cases:response_create", ""),
    ("referrals:resident_create", ""),
    ("verification:form", ""),
    *(("api:cases", f"?scope={scope}&state=all&limit=100") for scope in ("mine", "office", "shared")),
    *(("api:responses", f"?scope={scope}&limit=100") for scope in ("mine", "office")),
    *(("api:inbox", f"?state={state}&limit=100") for state in ("SENT", "ACCEPTED")),
    *(
        (f"api:{name}", "?limit=100")
        for name in ("outbox", "receipts", "decisions", "extensions", "deadlines", "notices")
    ),
    *(("api:reviews", f"?scope={scope}&limit=100") for scope in ("mine", "office", "shared")),
    *(
        ("api:board", f"?clock={clock}&scope={scope}")
        for clock in ("", "all")
        for scope in ("own", "waiting", "shared")
    ),
    *(("api:reentries", f"?from_elsewhere={elsewhere}") for elsewhere in ("true", "false")),
    *((f"api:{name}", "?limit=100") for name in ("services_kept", "incoming_reports", "exports", "resident_sheets")),
]
# Pages of one case, asked for a handful of cases in different situations.
SITUATIONS = 3
# Columns of the access matrix that see something of a case, or might; the others are refused before they see a page.
WALKERS = [
    "worker",
    "deputy_idle",
    "sentra",
    "foreign_supervisor",
    "province_supervisor",
    "home",
    "anonymous",
]
ONE_CASE = [
    "cases:family",
    "cases:beneficiary",
    "cases:beneficiary_edit",
    "cases:health_edit",
    "cases:assessments",
    "cases:plan",
    "cases:services",
    "cases:placements",
    "cases:documents",
    "cases:timeline",
    "cases:stage_move",
    "cases:close",
    "cases:assign_worker",
    "cases:transfer_offer",
    "cases:conference_new",
    "case_trail",
    "referrals:placement_court",
    "api:case",
    "api:case_beneficiary",
    "api:case_timeline",
    "api:case_family",
    "api:agreements",
    "api:assessments",
    "api:social_reports",
    "api:conferences",
    "api:plans",
    "api:services",
    "api:visits",
    "api:case_placements",
    "api:case_trail",
    "api:case_transfers",
    "api:case_readers",
]
POSTS = ["referrals:answer", "referrals:withdraw", "referrals:complete"]


@dataclass(frozen=True, slots=True)
class World:
    secrets: list[Secret]
    clients: dict[str, Client]
    decision_codes: list[str]


@pytest.fixture(scope="module")
def world(demo) -> Iterator[World]:
    with transaction.atomic():
        clients = people.clients() | {"province_deputy": people.province_deputy()}
        codes = CareDecision.objects.values_list("document__verification_code", flat=True)
        yield World(secrets.restrict_all(), clients, list(codes))
        transaction.set_rollback(True)


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it leaves the house."""

    where: str
    name: str
    body: str
    outside: str  # title, address and headers: seen by whoever looks over the shoulder, or reads a server's log


def fetch(client: Client, name: str, *args, query="", data=None) -> Page:
    address = reverse(name, args=args) + query
    response = client.post(address, data) if data is not None else client.get(address)
    kinds = ("text/", "application/json", "application/problem+json")
    binary = response.streaming or not response.headers.get("Content-Type", "").startswith(kinds)
    body = b"".join(response) if response.streaming else response.content
    text = "" if binary else body.decode()
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    links = " ".join(re.findall(r'(?:href|action|src)="([^"]*)"', text))
    headers = " ".join(f"{key}: {value}" for key, value in response.headers.items())
    return Page(address, name, text, " ".join([title[1] if title else "", links, headers]))


def walk(world: World, client: Client) -> Iterator[Page]:
    """Everything one person can ask for."""
    for name, query in LISTS:
        yield fetch(client, name, query=query)
    for institution in Institution.objects.filter(is_active=True, places__gt=0)[:3]:
        yield fetch(client, "institutions:detail", institution.pk)
    for code in world.decision_codes[:2]:
        yield fetch(client, "verification:check", code)
    for secret in world.secrets[::2]:
        yield fetch(client, "cases:case", secret.case.pk)
        yield fetch(client, "cases:response", secret.case.responses.earliest("pk").pk)
        yield fetch(client, "api:case", secret.case.pk)
        yield fetch(client, "api:response", secret.case.responses.earliest("pk").pk)
    for referral in Referral.objects.filter(state__in=OPEN_REFERRALS):
        yield fetch(client, "referrals:detail", referral.pk)
        yield fetch(client, "api:referral", referral.pk)
    for referral in Referral.objects.filter(case__in=[secret.case for secret in situations(world)]):
        yield fetch(client, "referrals:decision_sign", referral.pk)
        for name in POSTS:
            yield fetch(client, name, referral.pk, data={"answer": "?"})
    yield from parts(client)
    for secret in situations(world):
        yield from searches(client, secret)
        for name in ONE_CASE:
            yield fetch(client, name, secret.case.pk)
        yield fetch(client, "referrals:referral_create", query=f"?kasus={secret.case.pk}")


def parts(client: Client) -> Iterator[Page]:
    """What hangs on a case and has an address of its own."""
    for decision in CareDecision.objects.order_by("pk")[::7]:
        for name in ("referrals:decision", "referrals:decision_pdf", "referrals:placement_start", "api:decision"):
            yield fetch(client, name, decision.pk)
    for placement in Placement.objects.order_by("pk")[::7]:
        for name in ("referrals:reunification", "api:placement", "api:homecoming"):
            yield fetch(client, name, placement.pk)
    for review in PlacementReview.objects.order_by("pk")[::7]:
        yield fetch(client, "referrals:review_detail", review.pk)
        yield fetch(client, "api:review", review.pk)
        yield fetch(client, "api:review_preparation", review.pk)


def situations(world: World) -> list[Secret]:
    """Every fourth case: the demo tells them by how far they have come."""
    return world.secrets[:: len(world.secrets) // SITUATIONS]


def searches(client: Client, secret: Secret) -> Iterator[Page]:
    """By number, by name and by NIK, and a new report of somebody of that name and NIK."""
    for text in (secret.case.number, secret.names[0], secret.nik[0]):
        answer = client.post(reverse("cases:search"), {"q": text})
        query = answer.headers.get("Location", "").partition("?")[2]
        yield Page("cari", "cases:search", "", answer.headers.get("Location", ""))
        # What one typed oneself stands in the box again.
        found = fetch(client, "cases:list", query=f"?{query}")
        typed = found.body.replace(f'value="{text}"', "").replace(f"“{text}”", "")
        yield Page(found.where, "cases:search", typed, found.outside)


def foreign_words(world: World, user: User | None) -> set[str]:
    """The words this person may not read: what is a secret of two cases is read by those who work on either."""
    own, other = set(), set()
    for secret in world.secrets:
        (own if user is not None and secrets.works_on(user, secret.case) else other).update(secret.words)
    return other - own


def user_of(client: Client) -> User | None:
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk) if pk else None


@pytest.mark.parametrize("column", WALKERS)
def test_no_page_tells_a_word_of_a_restricted_case_to_others(world, column, caplog):
    client, every_word = world.clients[column], {word for secret in world.secrets for word in secret.words}
    hidden = foreign_words(world, user_of(client))
    leaks = []
    with caplog.at_level(logging.DEBUG, logger="atensi"):
        for page in walk(world, client):
            leaks += [(page.where, word) for word in hidden if word in page.body and page.name not in CHOICES]
            leaks += [(page.where, "outside", word) for word in every_word if word in page.outside]
    assert leaks == []
    assert [word for word in every_word if word in caplog.text] == []


@pytest.mark.parametrize("column", WALKERS)
def test_no_list_tells_the_category_of_a_restricted_case_to_others(world, column):
    """Lists and masked pages; a page of one's own case says why the child needs protection."""
    client, user = world.clients[column], user_of(world.clients[column])
    leaks = [
        page.where
        for page in (fetch(client, name, query=query) for name, query in LISTS)
        if CATEGORY in page.body and page.name not in CHOICES and not any_own(world, user)
    ]
    for secret in world.secrets:
        if user is None or not secrets.works_on(user, secret.case):
            # A case that the police brought in has no report of its own.
            reports = secret.case.responses.order_by("pk").values_list("pk", flat=True)[:1]
            asked = [(name, secret.case.pk) for name in ("cases:case", "api:case")]
            asked += [(name, pk) for pk in reports for name in ("cases:response", "api:response")]
            for name, pk in asked:
                page = fetch(client, name, pk)
                leaks += [page.where] if CATEGORY in page.body else []
    assert leaks == []


def any_own(world: World, user: User | None) -> bool:
    return user is not None and any(secrets.works_on(user, secret.case) for secret in world.secrets)


def test_the_people_of_the_case_do_read_it(world):
    """The words are where they belong, so that their absence elsewhere means something."""
    secret = next(one for one in world.secrets if one.case.worker.username == "dewi")
    page = fetch(world.clients["worker"], "cases:case", secret.case.pk)
    assert secret.names[0] in page.body
    assert secret.names[0] in fetch(world.clients["worker"], "api:case", secret.case.pk).body
    report = fetch(world.clients["worker"], "cases:response", secret.case.responses.earliest("pk").pk)
    assert all(word in report.body for word in (*secret.place[2:], *secret.story))


def test_nothing_that_is_sent_tells_a_word_of_a_case(world):
    """Notices on their way out: case number and kind of task, never a name, a place or a category."""
    words = {word for secret in world.secrets for word in secret.words} | {CATEGORY}
    Parameter.objects.create(key="quiet_hours", value=[0, 0])
    for notice in Notice.objects.filter(acted_at=None, deliveries=None):
        DeliveryFactory(notice=notice)
    Delivery.objects.update(state=DeliveryState.PENDING, next_try_at=timezone.now())
    done = deliver_due(seconds=9)
    assert mail.outbox, done
    texts = [f"{one.subject} {one.body} {one.extra_headers} {one.to}" for one in mail.outbox]
    texts += [f"{notice.title} {notice.outside} {notice.path} {notice.data}" for notice in Notice.objects.all()]
    texts += [f"{delivery.message_id} {delivery.last_error}" for delivery in Delivery.objects.all()]
    assert [(text, word) for text in texts for word in words if word in text] == []


@pytest.mark.parametrize("column", ["foreign_worker", "foreign_supervisor"])
def test_a_report_of_a_like_child_tells_an_office_and_nothing_else(world, column):
    hidden = foreign_words(world, user_of(world.clients[column]))
    for secret in situations(world):
        typed = {"name": secret.names[0] + " Rekaan", "nik": secret.nik[0], "sex": "UNKNOWN", "form_id": uuid4()}
        page = fetch(world.clients[column], "cases:response_duplicates", data=typed)
        told = [word for word in hidden - {secret.names[0], secret.nik[0]} if word in page.body]
        assert told == []
        assert secret.case.number not in page.body
        assert CATEGORY not in page.body
