import pytest
from django.db import connection

from atensi.audit.models import AuditEvent
from atensi.measured.acts import measure_acts
from cases.models import Case
from referrals.models import CareDecision, Referral


def state() -> tuple:
    return tuple(
        (model.objects.count(), model.objects.order_by("-pk").values().first())
        for model in (Case, Referral, CareDecision, AuditEvent)
    )


@pytest.mark.django_db
def test_acts_are_measured_and_leave_nothing_behind(nation):
    before = state()
    found = measure_acts()

    assert [row["name"] for row in found] == [
        "mencatat laporan, membuka kasus",
        "menerima rujukan layanan",
        "menandatangani keputusan",
    ]
    for row in found:
        assert row["queries"] > row["writes"] > 3, row
        assert row["database"] > row["floor"] > 0, row
    assert state() == before
    assert not connection.needs_rollback
