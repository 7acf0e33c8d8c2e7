"""Prevention activities: no case, no name, and how many they reached by age and sex."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import PreventionActivity
from cases.prevention import activities_for, reach_of
from institutions.states import Role
from tests.api.people import program_of
from tests.cases.prevention import prevented
from tests.cases.rules import refused
from tests.institutions.factories import MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    region("14.01.05")
    return MembershipFactory(role=Role.FIELD_SOCIAL_WORKER)


def test_reach_is_summed_by_age_and_sex(worker):
    prevented(actor_of(worker))
    prevented(actor_of(worker), reach={("TO_11", "MALE"): 5, ("TO_59", "FEMALE"): 20, ("TO_17", "MALE"): 0})
    lines = {line.age: (line.male, line.female) for line in reach_of(activities_for(worker.user))}
    assert lines == {"UNDER_6": (0, 0), "TO_11": (35, 34), "TO_17": (0, 0), "TO_59": (0, 20), "ABOVE_59": (0, 0)}
    assert sorted(row.people for row in activities_for(worker.user)) == [25, 64]


def test_a_form_that_is_sent_twice_is_one_activity(worker):
    key = uuid.uuid4()
    assert prevented(actor_of(worker), form_id=key).pk == prevented(actor_of(worker), form_id=key).pk
    assert PreventionActivity.objects.count() == 1


@pytest.mark.rule("prevention_without_words")
@pytest.mark.rule("prevention_without_reach")
@pytest.mark.rule("prevention_elsewhere")
@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("prevention_without_words", {"title": " "}),
        ("prevention_without_reach", {"reach": {}}),
        ("prevention_without_reach", {"reach": {("TO_11", "MALE"): 1_000_001}}),
    ],
)
def test_an_activity_says_what_where_and_whom_it_reached(worker, code, changes):
    with refused(code):
        prevented(actor_of(worker), **changes)


def test_an_activity_is_where_the_institution_works(worker):
    with refused("prevention_elsewhere"):
        prevented(actor_of(worker), region=region("14.71.01"))


def test_an_activity_is_recorded_once_it_was_held(worker):
    with refused("date_ahead"):
        prevented(actor_of(worker), held_on=timezone.localdate() + timedelta(days=2))


def test_others_neither_see_nor_record_it(worker):
    prevented(actor_of(worker))
    stranger = MembershipFactory(role=Role.SUPERVISOR)
    assert not activities_for(stranger.user).exists()
    with pytest.raises(PermissionDenied):
        prevented(actor_of(MembershipFactory(institution=worker.institution, role=Role.ADMINISTRATOR)))


def test_an_activity_is_recorded_on_its_page_and_listed_with_the_sums(client, worker):
    client.force_login(worker.user)
    form = client.get(reverse("cases:prevention_create")).context["form"]
    sent = {
        "kind": "CAMPAIGN",
        "title": "Stop kekerasan (contoh)",
        "held_on": timezone.localdate().isoformat(),
        "region": form.fields["region"].queryset.first().pk,
        "place": "Lapangan (contoh)",
        "reach-TO_59-FEMALE": "41",
    }
    answer = client.post(reverse("cases:prevention_create"), sent)
    assert answer.status_code == 302
    assert "41" in client.get(answer.url).text
    page = client.get(reverse("cases:prevention_list"), {"jenis": "CAMPAIGN"})
    assert [line.female for line in page.context["reach"]] == [0, 0, 0, 41, 0]
    assert client.post(reverse("cases:prevention_create"), sent | {"reach-TO_59-FEMALE": "-3"}).status_code == 422


def test_the_list_asks_the_same_however_many(client, worker):
    client.force_login(worker.user)

    def queries():
        with CaptureQueriesContext(connection) as ran:
            client.get(reverse("cases:prevention_list"))
        return len(ran)

    prevented(actor_of(worker))
    queries()
    once = queries()
    for _ in range(4):
        prevented(actor_of(worker))
    assert queries() == once


def test_activities_are_recorded_and_read_over_the_api(worker):
    program = program_of(worker)
    sent = {"kind": "PARENTS", "title": "Contoh", "place": "Contoh", "held_on": timezone.localdate().isoformat()}
    reach = [{"age": "TO_59", "sex": "FEMALE", "people": 12}]
    told = program.tell("prevention_write", **sent, region="14.01.05", reach=reach)
    assert (told["people"], told["reach"]) == (12, reach)
    assert [one["id"] for one in program.ask("prevention_read", kind="PARENTS")["results"]] == [told["id"]]
    assert program.ask("prevention_detail_read", told["id"])["title"] == "Contoh"
