"""The kept numbers are those of the cases, whatever was done to them."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from atensi.reference.models import Region
from cases.models import Case, CaseCategory
from cases.services.cases import assign_worker, open_case
from cases.services.shares import share_case
from cases.services.stages import close_case, move_stage
from cases.states import Risk, Stage
from institutions.states import Role
from reports.models import CaseCount, Counting, PublishedCount
from reports.numbers.categories import AMPK, OTHER
from reports.services.counting import count_cases
from tests.cases.factories import BeneficiaryFactory, CaseFactory, code
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db
# The last hour of May in Jakarta is June in Jayapura.
MOMENTS = [
    datetime(2020, 5, 31, 16, 30, tzinfo=UTC),
    datetime(2020, 5, 31, 17, 30, tzinfo=UTC),
    datetime(2020, 6, 15, 3, 0, tzinfo=UTC),
    datetime(2020, 7, 1, 3, 0, tzinfo=UTC),
]
NAMES = ["JUSTICE", "SEXUAL_CRIME", "MALTREATED"]


def recount() -> Counter:
    """The cases one by one, in Python: month on the office's calendar, primary category, office."""
    found: Counter = Counter()
    for case in Case.objects.select_related("office__region", "closure_reason"):
        if case.closure_reason and case.closure_reason.code == "DATA_ERROR":
            continue
        primary = case.category_rows.select_related("code").filter(is_primary=True).first()
        if primary is None:
            continue
        day = case.opened_at.astimezone(ZoneInfo(case.office.region.time_zone)).date().replace(day=1)
        known = primary.code.list == "AMPK" and primary.code.code in AMPK
        found[day, primary.code.code if known else OTHER, case.office_id] += 1
    return found


def kept() -> Counter:
    rows = CaseCount.objects.values_list("month", "category", "office_id", "cases")
    return Counter({row[:3]: row[3] for row in rows})


def east() -> MembershipFactory:
    Region.objects.filter(pk=region("91.03").pk).update(time_zone="Asia/Jayapura")
    return MembershipFactory(institution=InstitutionFactory(region=region("91.03")))


class World:
    """Two offices on two calendars, and what people do to their cases."""

    def __init__(self):
        self.teams = [(one, MembershipFactory(institution=one.institution)) for one in (MembershipFactory(), east())]
        self.sentra = InstitutionFactory(sentra=True)

    def opens(self, at: int, moment: int, category: int) -> None:
        worker = self.teams[at % 2][0]
        primary = code("AMPK", NAMES[category])
        open_case(
            beneficiary=BeneficiaryFactory(worker_membership=worker),
            office=worker.institution,
            worker=worker.user,
            risk=Risk.LOW,
            categories=[primary, code("AMPK", "HIV")],
            primary=primary,
            by=actor_of(worker),
            at=MOMENTS[moment],
        )

    def changes(self, at: int, what: int, category: int) -> None:
        cases = list(Case.objects.open().order_by("pk"))
        if not cases:
            return
        case = cases[at % len(cases)]
        mine, colleague = next(team for team in self.teams if team[0].institution_id == case.office_id)
        by = actor_of(mine if case.worker_id == mine.user_id else colleague)
        if what == 0:
            self.ends(case, by, "DATA_ERROR")
        elif what == 1:
            self.ends(case, by, "DIED")
        elif what == 2 and case.stage == Stage.INTAKE:
            move_stage(case=case, to=Stage.AGREEMENT, by=by)
        elif what == 3:
            boss = MembershipFactory(institution=case.office, role=Role.SUPERVISOR)
            other = colleague if case.worker_id == mine.user_id else mine
            assign_worker(case=case, worker=other.user, by=actor_of(boss))
        elif what == 4:
            share_case(case=case, institution=self.sentra, by=by)
        else:
            self.names_another(case, NAMES[category])

    def ends(self, case, by, reason: str) -> None:
        reason_code = code("CLOSURE_REASON", reason)
        close_case(case=case, by=by, reason_code=reason_code, evaluation="Selesai (contoh).")

    def names_another(self, case, name: str) -> None:
        """No service does this yet; numbers follow it all the same."""
        CaseCategory.objects.filter(case=case).delete()
        CaseCategory.objects.create(case=case, code=code("AMPK", name), is_primary=True)


opening = st.tuples(st.just("open"), st.integers(0, 1), st.integers(0, 3), st.integers(0, 2))
change = st.tuples(st.just("change"), st.integers(0, 9), st.integers(0, 5), st.integers(0, 2))
sweep = st.just(("count", 0, 0, 0))


class KeptNumbersTest(TestCase):
    @given(acts=st.lists(st.one_of(opening, opening, change, sweep), min_size=4, max_size=14))
    @settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    def test_kept_numbers_equal_a_recount_after_any_series_of_actions(self, acts):
        world = World()
        for kind, one, two, three in acts:
            if kind == "open":
                world.opens(one, two, three)
            elif kind == "change":
                world.changes(one, two, three)
            else:
                count_cases()
        count_cases()
        assert kept() == recount()
        assert count_cases() == []


def test_a_month_is_the_offices_own():
    for worker in (MembershipFactory(), east()):
        CaseFactory(worker_membership=worker, opened_at=MOMENTS[0])
    count_cases()
    months = dict(CaseCount.objects.values_list("office__region_id", "month"))
    assert {region: month.month for region, month in months.items()} == {"14.01": 5, "91.03": 6}


def test_a_category_of_another_list_counts_as_other():
    case = CaseFactory()
    CaseCategory.objects.filter(case=case).delete()
    CaseCategory.objects.create(case=case, code=code("PPKS", "ELDERLY"), is_primary=True)
    count_cases()
    assert CaseCount.objects.get().category == OTHER


def test_a_restricted_case_counts_and_is_not_told_apart():
    worker = MembershipFactory()
    for restricted in (True, False):
        CaseFactory(worker_membership=worker, restricted=restricted, categories=["HIV"])
    count_cases()
    assert CaseCount.objects.get().cases == 2
    assert {field.name for field in CaseCount._meta.fields} == {"id", "month", "category", "office", "cases"}


def test_numbers_below_the_limit_are_kept_but_not_published():
    worker = MembershipFactory()
    for _ in range(4):
        CaseFactory(worker_membership=worker, categories=["HIV"])
    count_cases()
    assert CaseCount.objects.get().cases == 4
    assert not PublishedCount.objects.exists()
    CaseFactory(worker_membership=worker, categories=["HIV"])
    count_cases()
    assert PublishedCount.objects.get(region="").shown == 5


def test_another_limit_publishes_every_month_anew():
    worker = MembershipFactory()
    for _ in range(6):
        CaseFactory(worker_membership=worker, categories=["HIV"])
    count_cases()
    assert PublishedCount.objects.exists()
    with mock.patch("reports.services.counting.value_for", return_value=7):
        count_cases()
    assert not PublishedCount.objects.exists()
    assert Counting.objects.get().limit == 7


def test_only_months_that_changed_are_published_anew():
    worker = MembershipFactory()
    for _ in range(5):
        CaseFactory(worker_membership=worker, opened_at=timezone.now() - timedelta(days=70))
    assert len(count_cases()) == 1
    CaseFactory(worker_membership=worker)
    [changed] = count_cases()
    assert changed == timezone.localdate().replace(day=1)


def test_two_counts_at_once_wait_for_each_other():
    with transaction.atomic(), connection.cursor() as cursor:
        count_cases()
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        assert cursor.fetchone()[0] >= 1
