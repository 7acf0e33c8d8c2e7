"""A way towards a living (domain.md 4.1, component 5): interest, training, work, business, what came of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from atensi.deadlines.services.keeping import reconcile
from cases.event_states import EventKind
from cases.services.vocational import end_track, record_vocational_step, start_track
from cases.states import TaskKind
from institutions.states import Role
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.cases.papers import worker_of
from tests.cases.rules import refused
from tests.institutions.factories import MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    case = CaseFactory()
    reconcile()  # what the factory left out
    return case


def day(days=0):
    return timezone.localdate() + timedelta(days=days)


def started(case, **changes):
    given = {"by": worker_of(case), "goal": "BUSINESS", "interest": "Menjahit (contoh)", "started_on": day(-30)}
    return start_track(case=case, **given | changes)


def stepped(case, **changes):
    given = {"by": worker_of(case), "kind": "TRAINING", "place": "Balai latihan (contoh)", "since": day(-20)}
    return record_vocational_step(case=case, **given | changes)


def ended(case, **changes):
    given = {"by": worker_of(case), "outcome": "OWN_BUSINESS", "outcome_note": "Contoh", "ended_on": day()}
    return end_track(case=case, **given | changes)


def test_a_track_goes_from_interest_over_steps_to_what_came_of_it(case):
    track = started(case)
    stepped(case, until=day(-10), certificate="Menjahit dasar, 12/2026 (contoh)")
    stepped(case, kind="CAPITAL", capital="TOOLS", asset="Mesin jahit, 1 buah", since=day(-8), next_on=day(30))
    task = case.tasks.open().get(kind=TaskKind.VOCATIONAL)
    assert task.due_on == day(30)
    stepped(case, kind="FOLLOW_UP", place="Rumah (contoh)", income="UNDER_500", since=day())
    assert not case.tasks.open().exists()
    ended(case)
    track.refresh_from_db()
    assert (track.outcome, track.ended_by, track.steps.count()) == ("OWN_BUSINESS", case.worker, 3)
    assert case.events.filter(kind=EventKind.VOCATIONAL_STEP).count() == 3
    assert reconcile() == 0


def test_the_visit_that_was_still_to_come_ends_with_the_track(case):
    started(case)
    stepped(case, next_on=day(9))
    ended(case, outcome="NOT_REACHED")
    assert not case.tasks.open().exists()
    assert reconcile() == 0


@pytest.mark.rule("track_running")
@pytest.mark.rule("track_without_interest")
def test_one_track_runs_at_a_time_and_begins_with_a_wish(case):
    with refused("track_without_interest"):
        started(case, interest=" ")
    started(case)
    with refused("track_running"):
        started(case)
    ended(case)
    assert started(case, goal="JOB").ended_on is None


@pytest.mark.rule("track_not_running")
def test_without_a_track_there_is_nothing_to_carry_on_or_to_end(case):
    with refused("track_not_running"):
        stepped(case)
    with refused("track_not_running"):
        ended(case)


@pytest.mark.rule("step_without_place")
@pytest.mark.rule("step_ends_early")
@pytest.mark.rule("capital_unclear")
@pytest.mark.rule("certificate_elsewhere")
@pytest.mark.rule("income_elsewhere")
@pytest.mark.rule("visit_in_past")
@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("step_without_place", {"place": " "}),
        ("step_ends_early", {"until": -21}),
        ("capital_unclear", {"kind": "CAPITAL", "capital": "MONEY"}),
        ("capital_unclear", {"asset": "Mesin"}),
        ("certificate_elsewhere", {"kind": "JOB", "certificate": "C-1"}),
        ("income_elsewhere", {"income": "NONE"}),
        ("visit_in_past", {"next_on": -2}),
        ("date_ahead", {"since": 2}),
    ],
)
def test_a_step_says_what_its_kind_asks_for_and_nothing_else(case, code, changes):
    started(case)
    with refused(code):
        stepped(case, **{key: day(value) if isinstance(value, int) else value for key, value in changes.items()})


@pytest.mark.rule("track_ends_early")
@pytest.mark.rule("track_without_outcome")
def test_a_track_ends_after_it_began_and_says_what_came_of_it(case):
    started(case)
    with refused("track_ends_early"):
        ended(case, ended_on=day(-31))
    with refused("track_without_outcome"):
        ended(case, outcome_note="")


def test_who_only_decides_begins_no_track(case):
    decider = MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER)
    with pytest.raises(PermissionDenied):
        started(case, by=actor_of(decider))


def test_a_track_is_carried_on_its_pages(client, case):
    client.force_login(case.worker)
    today = day().isoformat()

    def post(name, **data):
        return client.post(reverse(f"cases:{name}", args=[case.pk]), data).status_code

    assert post("vocational_step", kind="JOB", place="Toko (contoh)", since=today) == 409
    assert post("vocational_start", goal="JOB", interest="Memasak (contoh)", started_on=today) == 302
    assert post("vocational_step", kind="JOB", place="Toko (contoh)", since=today, income="TO_1000") == 302
    page = client.get(reverse("cases:vocational", args=[case.pk])).text
    assert "Memasak (contoh)" in page
    assert "rp500 ribu sampai 1 juta" in page.lower()
    assert post("vocational_end", outcome="WORKING", outcome_note="Contoh", ended_on=today) == 302


def test_a_track_is_carried_over_the_api(case):
    program = program_of(case.worker.memberships.get())
    today = day().isoformat()
    program.tell("vocational_write", case.pk, goal="SKILL", interest="Contoh", started_on=today)
    step = program.tell("vocational_steps_write", case.pk, kind="APPRENTICESHIP", place="Bengkel (contoh)", since=today)
    [told] = program.ask("vocational_read", case.pk)["results"]
    assert [one["id"] for one in told["steps"]] == [step["id"]]
    told = program.tell("vocational_end_write", case.pk, outcome="SKILLED", outcome_note="Contoh", ended_on=today)
    assert told["ended_on"] == today
