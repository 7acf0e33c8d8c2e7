"""A child before the law, and a victim of a sexual crime, from the report to closure: who reads the name, and where no
one does (UU 11/2012 art. 19; domain.md 9)."""

from datetime import date, timedelta

import pytest
from guardian.shortcuts import assign_perm

from atensi.deadlines.services.keeping import reconcile
from cases.event_states import EventKind
from cases.justice import matter_of
from cases.justice_states import JusticeDateKind, JusticeDuty, JusticeOutcome, JusticeRole
from cases.models import CarePlan
from cases.services.justice import (
    end_matter,
    keep_justice_date,
    record_contact,
    record_matter,
    set_justice_date,
)
from cases.services.justice_work import record_duty, send_report
from cases.services.stages import move_stage
from cases.states import Stage
from tests.flows import when
from tests.flows.given import OFFICE_TEAM, Field, given_the_field
from tests.flows.outlets import what_is_seen_by, what_leaves
from tests.flows.then import then_next_due_is, then_the_case_is_seen_by
from tests.webhooks.factories import WebhookFactory

pytestmark = pytest.mark.django_db
NAME, SECRET = "Umpama Rahasiawan", "Rahasiawan"


@pytest.fixture
def field(clock) -> Field:
    field = given_the_field(clock)
    for place in ("office", "sentra", "other_office"):
        WebhookFactory(institution=field.places[place])
    reconcile()  # rows made past the services have no deadline yet
    return field


def reported(field: Field, born: date, *categories: str) -> when.Story:
    story = when.Story(field)
    when.when_a_neighbour_reports_a_child_without_a_name(story, *categories)
    when.when_the_worker_reaches_the_child(story)
    when.when_the_child_is_named(story, NAME, born)
    when.when_the_nik_is_attached(story, f"140105{born:%d%m%y}0001")
    when.when_the_family_is_recorded(story)
    story.again()
    return story


def assessed(story: when.Story) -> None:
    when.when_the_aunt_and_the_child_agree(story)
    when.when_the_worker_signs_an_assessment(story)
    when.when_the_worker_signs_a_social_report(story)


def closed(story: when.Story) -> None:
    """Conferred, planned, helped, monitored and closed."""
    when.when_the_case_is_conferred(story)
    when.when_the_worker_signs_a_plan(story)
    when.when_a_service_is_recorded(story)
    for stage in (Stage.IMPLEMENT, Stage.MONITOR):
        if story.again().stage != stage:
            move_stage(case=story.case, to=stage, by=story.field.actor("worker"))
    when.when_the_case_is_closed(story, "GOALS_REACHED")
    story.again()


def then_the_name_stays_with_the_team(field: Field, case, *team: str) -> None:
    """Nobody else reads it on any page or list; nothing that leaves the application holds it, for the team either."""
    for who, person in field.people.items():
        pages = dict(what_is_seen_by(person, case, "Umpama"))
        told = [where for where, text in pages.items() if SECRET in text]
        if who in team:
            assert {"case", "justice", "api case", "search"} <= set(told), who
        else:
            assert told == [], who
    assert [where for where, text in what_leaves(field) if SECRET in text] == []


def test_a_child_before_the_law_from_the_report_to_diversion_and_closure(field, clock):
    story = reported(field, date(2011, 7, 1), "MALTREATED")
    by, case = field.actor("worker"), story.case
    assert not case.restricted

    # The police ask for help: from here on the name is the team's
    track = record_matter(
        case=case,
        by=by,
        role=JusticeRole.OFFENDER,
        matter="Pencurian ringan (rekaan)",
        act_on=clock.today - timedelta(days=4),
        reported_on=clock.today - timedelta(days=1),
        diversion=True,
    )
    police = record_contact(track=track, by=by, agency="POLICE", office="Unit PPA (rekaan)", file_number="LP/1")
    assert story.again().restricted
    assert track.age_at_act == 14
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM)
    assign_perm("view_case", field.places["sentra"].group, case)
    then_the_name_stays_with_the_team(field, story.again(), *OFFICE_TEAM)

    # Diversion begins within a week, and asks for a social report
    then_next_due_is(field, case, clock.today + timedelta(days=6))
    clock.move(days=2)
    first = track.dates.get(kind=JusticeDateKind.DIVERSION_START)
    keep_justice_date(row=first, by=by, done_on=clock.today, note="Musyawarah (rekaan)")
    last = track.dates.get(kind=JusticeDateKind.DIVERSION_END)
    assert last.due_on == clock.today + timedelta(days=30)
    set_justice_date(track=track, by=by, kind=JusticeDateKind.SOCIAL_REPORT, due_on=clock.today + timedelta(days=5))
    assessed(story)
    send_report(track=track, by=by, report=story.report, contact=police, sent_on=clock.today)
    for duty in JusticeDuty:
        record_duty(track=track, by=by, duty=duty, done_on=clock.today, done_by="Sakti Peksos", note="Rekaan")
    assert {row.duty for row in matter_of(case).duties.all()} == set(JusticeDuty)

    # An agreement ends the matter, and the case is closed
    clock.move(days=5)
    keep_justice_date(row=last, by=by, done_on=clock.today, note="Sepakat (rekaan)")
    end_matter(
        track=track,
        by=by,
        outcome=JusticeOutcome.DIVERSION,
        outcome_on=clock.today,
        outcome_note="Ganti rugi dan bimbingan (rekaan)",
    )
    closed(story)
    assert story.case.stage == Stage.CLOSE
    assert CarePlan.objects.get(case=story.case).signed_at
    kinds = list(story.case.events.values_list("kind", flat=True))
    assert {EventKind.JUSTICE_RECORDED, EventKind.JUSTICE_STEP, EventKind.JUSTICE_ENDED} <= set(kinds)
    then_the_name_stays_with_the_team(field, story.case, *OFFICE_TEAM)


def test_a_victim_of_a_sexual_crime_is_masked_from_the_report_to_closure(field, clock):
    story = reported(field, date(2013, 2, 1), "SEXUAL_CRIME")
    by = field.actor("worker")
    assert story.case.restricted
    assign_perm("view_case", field.places["sentra"].group, story.case)
    record_matter(
        case=story.case,
        by=by,
        role=JusticeRole.VICTIM,
        matter="Perkara di Polres (rekaan)",
        act_on=clock.today - timedelta(days=9),
        reported_on=clock.today - timedelta(days=2),
    )
    track = matter_of(story.again())
    set_justice_date(track=track, by=by, kind=JusticeDateKind.HEARING, due_on=clock.today + timedelta(days=9))
    then_the_name_stays_with_the_team(field, story.case, *OFFICE_TEAM)
    assessed(story)
    end_matter(
        track=track,
        by=by,
        outcome=JusticeOutcome.PROTECTED,
        outcome_on=clock.today,
        outcome_note="Putusan dibacakan (rekaan)",
    )
    closed(story)
    then_the_name_stays_with_the_team(field, story.case, *OFFICE_TEAM)
