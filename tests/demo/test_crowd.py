"""The whole demo, as `script/server` loads it: the thirty stories and the children around them."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from atensi.accounts.models import User
from atensi.audit.verify import verify
from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import reconcile
from atensi.demo.world import SHOWN
from atensi.documents.models import NumberSeries
from cases.models import Beneficiary, Case
from cases.states import Stage
from institutions.models import Institution
from institutions.states import Kind
from referrals.models import Placement, PlacementReview, Referral
from referrals.services.placements import occupancy
from referrals.services.sweep import Swept, sweep
from referrals.states import PlacementState, ReferralKind, ReferralState, ReviewState
from tests import databases

CASES, OFFICES, HOMES = 300, 5, 10
# No first page takes more, with three hundred cases as with thirty.
MOST_QUERIES = 46
MOST_LATE = 0.2


@pytest.fixture(scope="module")
def crowd(template_database: str, django_db_blocker) -> Iterator[None]:
    """The demo with its crowd, in a database of this module's own, loaded as the role that the application runs as."""
    owner, _web = databases.roles()
    with django_db_blocker.unblock(), databases.clone(template_database, owner):
        call_command("load_demo", verbosity=0)
        yield


def states(rows, name: str = "state") -> set[str]:
    return set(rows.order_by().values_list(name, flat=True))


def test_three_hundred_cases_stand_in_every_stage_of_four_regencies(crowd):
    assert Case.objects.count() == CASES
    assert states(Case.objects, "stage") == set(Stage)
    assert Case.objects.order_by().values("office").distinct().count() == OFFICES - 1
    homes = Institution.objects.filter(kind=Kind.LKSA)
    assert homes.count() == HOMES


def test_every_kind_and_state_of_care_is_there(crowd):
    assert states(Referral.objects, "kind") == set(ReferralKind)
    assert states(Referral.objects) == set(ReferralState)
    assert states(Placement.objects) == set(PlacementState)
    assert states(PlacementReview.objects) == set(ReviewState)


def test_children_do_not_look_alike(crowd):
    names = [name for name in Beneficiary.objects.values_list("name", flat=True) if name]
    assert len(set(names)) > 0.95 * CASES
    assert all({"Contoh", "Rekaan", "Umpama", "Misal"} & set(name.split()) for name in names)
    assert not Beneficiary.objects.exclude(nik_index=None).exists()


def test_no_home_takes_more_children_than_it_has_places(crowd):
    found = {home.name: occupancy(home) for home in Institution.objects.filter(kind=Kind.LKSA)}
    assert all(row.free >= 0 for row in found.values())
    assert sum(row.taken > 0 for row in found.values()) > HOMES / 2
    assert any(row.taken and 0 <= row.free <= 1 for row in found.values())


def test_homes_have_papers_that_run_out_soon_and_that_have_run_out(crowd):
    today = timezone.localdate()
    days = [(home.licence_valid_until - today).days for home in Institution.objects.filter(kind=Kind.LKSA)]
    assert any(0 <= left <= 30 for left in days)
    assert any(left < 0 for left in days)


def test_most_is_in_time_and_dewi_has_the_most_cases(crowd):
    late = Deadline.objects.late(timezone.now()).count()
    loads = Counter(Case.objects.open().values_list("worker__username", flat=True))
    assert 10 < late < MOST_LATE * CASES
    assert loads.most_common(1)[0][0] == "dewi"
    assert 30 <= loads["dewi"] <= 50
    assert min(loads.values()) < loads["dewi"] / 2


def test_nothing_is_left_to_mend(crowd):
    # What is old and not sealed yet is all that a fresh database owes its trail.
    assert {finding.code for finding in verify().findings} <= {"not_sealed"}
    assert reconcile() == 0
    assert sweep() == Swept(made=0, overstayed=0)


def test_number_series_go_on_after_the_crowd(crowd):
    for series in NumberSeries.objects.filter(key__startswith="case:"):
        _case, region, year = series.key.split(":")
        numbers = Case.objects.filter(number__startswith=f"{region}/{year}/").values_list("number", flat=True)
        assert max(int(number.rsplit("/")[-1]) for number in numbers) == series.last == len(numbers)


@pytest.mark.parametrize("username", SHOWN)
def test_first_page_of_each_sign_in_shows_its_work(crowd, client, username):
    client.force_login(User.objects.get(username=username))
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/")
    assert page.status_code == 200
    assert len(queries) <= MOST_QUERIES
    if username == "indah":  # for the keeper of the nation's questionnaires nothing waits, and the page says so
        assert not page.context["groups"]
        assert "Tidak ada yang menunggu" in page.content.decode()
    else:
        assert page.context["figures"] if username == "maya" else page.context["groups"]
