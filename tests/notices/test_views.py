"""Issue 4.3: the signed-in pages; a person's notices are theirs alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.notices.models import Delivery, Notice, NoticeChoice
from atensi.notices.permissions import KEEPER
from atensi.notices.states import Channel, DeliveryState
from atensi.notices.views import CAP, unread_count
from institutions.states import Role
from tests.accounts.factories import UserFactory
from tests.cases.factories import BeneficiaryFactory, CaseFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region
from tests.notices.factories import DeliveryFactory, NoticeChoiceFactory, NoticeFactory, person

pytestmark = pytest.mark.django_db
LIST, CHOICES, PARKED = (reverse(f"notices:{name}") for name in ("list", "choices", "parked"))


@pytest.fixture
def me(client):
    user = person()
    client.force_login(user)
    return user


def page(client, address=LIST):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_opens_with_what_is_new(client, me):
    new = NoticeFactory(recipient=me)
    read = NoticeFactory(recipient=me, opened_at=timezone.now())
    done = NoticeFactory(recipient=me, acted_at=timezone.now())
    other = NoticeFactory()

    first, everything = page(client), page(client, f"{LIST}?status=semua")

    assert new.reference in first
    assert not any(row.reference in first for row in (read, done, other))
    assert all(row.reference in everything for row in (new, read, done))
    assert other.reference not in everything
    assert "Sudah ditangani" in everything
    assert "Sudah dibaca" in everything


def test_an_empty_list_says_what_will_come(client, me):
    assert "Semua sudah dibaca" in page(client)
    assert "Belum ada pemberitahuan" in page(client, f"{LIST}?status=semua")


def test_the_list_pages_by_key_in_a_fixed_number_of_queries(client, me):
    for _ in range(30):
        NoticeFactory(recipient=me)
    newest, oldest = Notice.objects.first(), Notice.objects.last()
    page(client)
    with CaptureQueriesContext(connection) as few:
        first = page(client)
    NoticeFactory.create_batch(40, recipient=me)
    with CaptureQueriesContext(connection) as many:
        page(client)

    assert len(few) == len(many)
    assert newest.reference in first
    assert oldest.reference not in first
    before_last = Notice.objects.order_by("created_at", "pk")[1]
    assert oldest.reference in page(client, f"{LIST}?sesudah={before_last.pk}")


def test_a_person_is_named_to_those_who_may_see_them(client, me):
    office = me.memberships.get().institution
    mine = CaseFactory(worker=me, office=office, beneficiary=BeneficiaryFactory(name="Rekaan Melati"))
    foreign = CaseFactory(beneficiary=BeneficiaryFactory(name="Rekaan Tersembunyi"), office=InstitutionFactory())
    for case in (mine, foreign):
        NoticeFactory(recipient=me, subject=f"case:{case.pk}")

    shown = page(client)

    assert "Rekaan Melati" in shown
    assert "Rekaan Tersembunyi" not in shown
    seen = AuditEvent.objects.get(verb="notice.list")
    assert (seen.user_id, seen.seen) == (me.pk, [f"case:{mine.pk}"])


def test_a_kind_of_an_older_version_still_shows(client, me):
    NoticeFactory(recipient=me, kind="dihapus:lama", reference="14.01/2020/00001")

    assert "14.01/2020/00001" in page(client)


def test_opening_leaves_a_receipt_and_leads_on(client, me):
    notice = NoticeFactory(recipient=me)
    answer = client.get(reverse("notices:open", args=[notice.pk]))

    notice.refresh_from_db()
    assert answer.headers["Location"] == notice.path
    assert notice.opened_at is not None


def test_somebody_elses_notice_is_not_there(client, me):
    notice = NoticeFactory()

    assert client.get(reverse("notices:open", args=[notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert notice.opened_at is None


def test_all_can_be_marked_as_read(client, me):
    NoticeFactory.create_batch(3, recipient=me)
    other = NoticeFactory()

    assert client.get(reverse("notices:open_all")).status_code == 405
    assert client.post(reverse("notices:open_all")).status_code == 302
    assert list(Notice.objects.unread()) == [other]


@pytest.mark.parametrize(("count", "words"), [(0, None), (1, "1"), (99, "99"), (120, "99+")])
def test_the_bell_counts_up_to_a_cap(client, me, count, words):
    Notice.objects.bulk_create(NoticeFactory.build_batch(count, recipient=me))
    shown = page(client, reverse("help"))
    bell = shown[shown.index('class="bell') :].partition("</a>")[0]

    assert ("<b>" in bell) is (words is not None)
    if words:
        assert f"<b>{words}<span" in bell


def test_the_bell_is_one_query_from_the_index_alone(rf, me):
    Notice.objects.bulk_create(NoticeFactory.build_batch(CAP + 50, recipient=me))
    request = rf.get("/")
    request.user = me
    with CaptureQueriesContext(connection) as asked:
        assert unread_count(request) == CAP

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {asked[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert len(asked) == 1
    assert "Index Only Scan using notice_unread" in plan


def test_somebody_without_membership_has_a_bell_and_a_list(client):
    client.force_login(UserFactory())

    assert 'class="bell' in page(client)
    assert "Belum ada saluran" in page(client, CHOICES)


def test_a_person_chooses_their_channels(client, me, settings):
    settings.GATEWAY_URL = "http://127.0.0.1:9/"
    me.phone = "0812"
    me.save()

    assert me.email in page(client, CHOICES)
    assert client.post(CHOICES, {"channels": ["GATEWAY"]}).status_code == 302
    assert dict(NoticeChoice.objects.values_list("channel", "is_on")) == {"EMAIL": False, "GATEWAY": True}
    assert client.post(CHOICES, {}).status_code == 302
    assert dict(NoticeChoice.objects.values_list("channel", "is_on")) == {"EMAIL": False, "GATEWAY": False}
    assert AuditEvent.objects.filter(verb="notice.choose", user_id=me.pk).count() == 2


def test_a_channel_that_is_not_offered_keeps_its_choice(client, me):
    NoticeChoiceFactory(user=me, channel=Channel.GATEWAY, is_on=True)
    client.post(CHOICES, {"channels": ["GATEWAY"]})

    assert client.post(CHOICES, {}).status_code == 302
    assert dict(NoticeChoice.objects.values_list("channel", "is_on")) == {"EMAIL": False, "GATEWAY": True}


def test_the_page_says_what_cannot_be_switched_off(client, me):
    shown = page(client, CHOICES)

    assert "tidak dapat dimatikan" in shown
    assert "Keputusan pengasuhan ditandatangani" in shown
    assert "UU 30/2014" in shown


@pytest.fixture
def admin(client):
    membership = MembershipFactory(role=Role.ADMINISTRATOR)
    client.force_login(membership.user)
    return membership


def stuck(institution):
    user = MembershipFactory(institution=institution).user
    fields = {"state": DeliveryState.PARKED, "last_error": "550 kotak penuh", "first_tried_at": timezone.now()}
    return DeliveryFactory(notice__recipient=user, attempts=9, **fields)


def test_the_keeper_is_the_administrator():
    assert Role.ADMINISTRATOR == KEEPER


def test_an_administrator_sees_what_is_held_up_in_their_institutions(client, admin):
    own = stuck(admin.institution)
    foreign = stuck(InstitutionFactory(region=region("15.01")))
    shown = page(client, PARKED)

    assert own.notice.reference in shown
    assert "550 kotak penuh" in shown
    assert str(own.notice.recipient) in shown
    assert foreign.notice.reference not in shown
    assert AuditEvent.objects.get(verb="delivery.list_parked").seen == [f"delivery:{own.pk}"]
    assert "Tertahan (1)" in page(client)


def test_nothing_held_up_is_said(client, admin):
    assert "Tidak ada yang tertahan" in page(client, PARKED)


def test_a_delivery_is_sent_again(client, admin):
    row = stuck(admin.institution)
    assert client.post(reverse("notices:delivery_retry", args=[row.pk])).status_code == 302

    row.refresh_from_db()
    assert (row.state, row.attempts, row.first_tried_at) == (DeliveryState.PENDING, 0, None)
    assert AuditEvent.objects.get(verb="delivery.retry").subject == f"delivery:{row.pk}"


def test_a_delivery_is_given_up(client, admin):
    row = stuck(admin.institution)
    assert client.post(reverse("notices:delivery_drop", args=[row.pk])).status_code == 302

    row.refresh_from_db()
    assert row.state == DeliveryState.DROPPED
    assert AuditEvent.objects.get(verb="delivery.drop").subject == f"delivery:{row.pk}"


@pytest.mark.rule("delivery_not_parked")
def test_what_is_not_held_up_is_left_alone(client, admin):
    row = stuck(admin.institution)
    client.post(reverse("notices:delivery_drop", args=[row.pk]))

    for name in ("delivery_retry", "delivery_drop"):
        assert client.post(reverse(f"notices:{name}", args=[row.pk])).status_code == 409
    assert Delivery.objects.get().state == DeliveryState.DROPPED


def test_a_delivery_elsewhere_is_not_there(client, admin):
    row = stuck(InstitutionFactory(region=region("15.01")))

    for name in ("delivery_retry", "delivery_drop"):
        assert client.post(reverse(f"notices:{name}", args=[row.pk])).status_code == 404


def test_nobody_but_an_administrator_sees_what_is_held_up(client, me):
    row = stuck(me.memberships.get().institution)

    assert client.get(PARKED).status_code == 403
    assert client.post(reverse("notices:delivery_retry", args=[row.pk])).status_code == 403
    assert "Tertahan" not in page(client)
