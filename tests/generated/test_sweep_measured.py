"""The raw SQL beside the sweep does the same as the sweep."""

import pytest
from django.conf import settings

from atensi.deadlines.models import Deadline
from atensi.generated.making import generate
from atensi.measured import sweeping
from atensi.notices.models import Notice
from referrals.models import Placement, PlacementReview
from tests import databases
from tests.generated.conftest import plan

COUNT = 60
REVIEW = ("placement_id", "sequence", "due_on", "state")
DEADLINE = ("clock", "case_id", "reference", "office_id", "holder_id", "worker_id", "due_on", "due_at")
NOTICE = ("recipient_id", "kind", "due_on", "reference")


@pytest.fixture
def placements(template_database, django_db_blocker, tmp_path, monkeypatch):
    """`COUNT` placements without a review, in a database of this test's own, as the tables' owner."""
    owner, _web = databases.roles()
    monkeypatch.setattr(settings, "STATE_DIR", tmp_path)
    with django_db_blocker.unblock(), databases.clone(template_database, owner), databases.acting_as(owner):
        generate(plan(), seed=3, events=None, tell=lambda _line: None)
        sweeping.add_placements(COUNT)
        sweeping.forget(sweeping.FORGET_REVIEWS)
        sweeping.forget(sweeping.FORGET_NOTICES)
        yield


def rows(model, names, **filters):
    return set(model.objects.filter(**filters).values_list(*names))


def test_raw_sql_makes_the_reviews_and_deadlines_that_the_sweep_makes(placements):
    sweeping.run_raw(sweeping.RAW_REVIEWS, sweeping.RAW_DEADLINES)
    raw = rows(PlacementReview, REVIEW), rows(Deadline, DEADLINE)
    sweeping.forget(sweeping.FORGET_REVIEWS)
    swept = sweeping.run_ours(sweeping.WORKS["sweep"])

    assert swept["rows"] == Placement.objects.count() == COUNT
    assert (rows(PlacementReview, REVIEW), rows(Deadline, DEADLINE, clock="review")) == raw
    assert sweeping.run_ours(sweeping.WORKS["sweep"])["rows"] == 0


def test_raw_sql_tells_whom_the_round_tells(placements):
    sweeping.run_ours(sweeping.WORKS["sweep"])
    sweeping.forget(sweeping.AWAKEN)
    sweeping.run_raw(sweeping.RAW_NOTICES, sweeping.RAW_DELIVERIES, sweeping.RAW_STEPS)
    raw = rows(Notice, NOTICE)
    sweeping.forget(sweeping.FORGET_NOTICES)
    sweeping.forget(sweeping.AWAKEN)

    assert sweeping.run_ours(sweeping.WORKS["tell"])["rows"] == COUNT
    assert rows(Notice, NOTICE) == raw
    assert sweeping.run_ours(sweeping.WORKS["tell"])["rows"] == 0
