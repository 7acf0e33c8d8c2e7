"""Old notices go when they have been read or done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.audit.actor import system_actor
from atensi.audit.models import AuditEvent
from atensi.notices.models import Delivery, Notice
from atensi.notices.services.pruning import prune_notices
from institutions.models import Parameter
from institutions.tasks import prune_read_notices
from tests.notices.factories import DeliveryFactory, NoticeFactory

pytestmark = pytest.mark.django_db


def aged(days, **fields):
    return NoticeFactory(created_at=timezone.now() - timedelta(days=days), **fields)


def test_read_or_done_ones_go_after_a_year_with_their_deliveries():
    now = timezone.now()
    gone = [aged(366, opened_at=now), aged(366, acted_at=now)]
    kept = [aged(366), aged(364, opened_at=now), aged(364, acted_at=now)]
    for notice in [*gone, *kept]:
        DeliveryFactory(notice=notice)

    prune_read_notices()
    prune_read_notices()

    assert set(Notice.objects.values_list("pk", flat=True)) == {notice.pk for notice in kept}
    assert set(Delivery.objects.values_list("notice", flat=True)) == {notice.pk for notice in kept}
    assert AuditEvent.objects.get(verb="notice.prune").data["notices"] == 2


def test_the_nation_may_keep_them_for_another_time():
    Parameter.objects.create(key="notice_retention_days", value=30)
    aged(31, opened_at=timezone.now())
    prune_read_notices()

    assert not Notice.objects.exists()


def test_it_works_in_batches():
    for _ in range(5):
        aged(10, opened_at=timezone.now())

    assert prune_notices(before=timezone.now(), by=system_actor(), batch=2) == 5
    assert AuditEvent.objects.filter(verb="notice.prune").count() == 3
