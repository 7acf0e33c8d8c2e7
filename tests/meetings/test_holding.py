"""What came of a meeting: who was there, groups, decisions, follow-ups, and minutes that stay."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from atensi.deadlines.hooks import clock_named
from atensi.deadlines.models import Deadline
from atensi.deadlines.recipients import people_around
from atensi.deadlines.services.keeping import reconcile
from atensi.documents.models import OfficialPaper
from atensi.errors import NotAllowed, StaleWrite
from atensi.notices.models import Notice
from atensi.versions import version_of
from institutions.states import Role
from meetings.minutes import minutes_of, paper_of
from meetings.models import Meeting, MeetingFollowUp
from meetings.services.calling import cancel_meeting
from meetings.services.following import finish_follow_up
from meetings.services.holding import record_meeting, sign_minutes
from meetings.states import MeetingState
from meetings.versions import SEEN_OF_MINUTES, version_of_group, version_of_minutes
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region
from tests.meetings.steps import agreed, asked, called, grouped, recorded

pytestmark = pytest.mark.django_db


def invitation(meeting, membership, *, named=False):
    return meeting.invitations.get(institution=membership.institution, person=membership.user if named else None)


def test_attendance_notes_and_results_are_kept_and_may_be_corrected(meeting, leader, worker, home):
    mine, theirs = invitation(meeting, worker, named=True), invitation(meeting, home)
    point, group = meeting.agenda.first(), grouped(meeting, leader, [theirs])
    told = {"came": {theirs: "Bapak Rekaan", mine: ""}, "notes": {point: "Semua melapor"}, "results": {group: "Satu"}}
    recorded(meeting, leader, **told)
    assert list(meeting.invitations.values_list("came", "represented_by")) == [
        (False, ""),
        (True, "Bapak Rekaan"),
        (True, ""),
    ]
    recorded(meeting, leader, came={theirs: "Ibu Misal"}, notes={point: "Dua melapor"})
    mine.refresh_from_db()
    point.refresh_from_db()
    assert (mine.came, point.notes) == (False, "Dua melapor")


def test_an_older_reading_does_not_overwrite(meeting, leader):
    seen = version_of(meeting, SEEN_OF_MINUTES)
    recorded(meeting, leader, seen=seen)
    with pytest.raises(StaleWrite):
        recorded(meeting, leader, seen=seen)


@pytest.mark.rule("meeting_held_ahead")
@pytest.mark.rule("meeting_nobody_came")
@pytest.mark.rule("meeting_part_foreign")
def test_it_took_place_with_somebody_of_those_asked(meeting, leader):
    other = called(leader)
    foreign = other.invitations.get()
    with refused("meeting_held_ahead", "meeting_nobody_came"):
        recorded(meeting, leader, held_on=timezone.localdate() + timedelta(days=1), came={})
    with refused("meeting_part_foreign"):
        recorded(meeting, leader, came={foreign: "Ibu Misal"})
    with refused("meeting_part_foreign"):
        grouped(meeting, leader, [foreign])


@pytest.mark.rule("meeting_held_before", "meeting_held_ahead")
def test_it_took_place_on_the_day_it_was_held_sooner_than_called_too_but_not_before_it_was_called(meeting, leader):
    told = {"decisions": "Lapor", "came": {meeting.invitations.earliest("pk"): "Ibu Misal"}, "by": actor_of(leader)}
    today = timezone.localdate()
    assert meeting.meets_on > today
    with refused("meeting_held_ahead"):
        record_meeting(meeting=meeting, held_on=meeting.meets_on, **told)
    with refused("meeting_held_before"):
        record_meeting(meeting=meeting, held_on=today - timedelta(days=1), **told)
    held = record_meeting(meeting=meeting, held_on=today, **told)
    assert (held.held_on, held.meets_on) == (today, meeting.meets_on)
    with refused("meeting_held_before"):
        record_meeting(meeting=meeting, held_on=today - timedelta(days=1), **told)


@pytest.mark.rule("meeting_came_unnamed")
def test_an_institution_comes_by_somebody_with_a_name(meeting, leader, home, worker):
    theirs, person = invitation(meeting, home), invitation(meeting, worker, named=True)
    with refused("meeting_came_unnamed"):
        recorded(meeting, leader, came={theirs: " ", person: ""})
    recorded(meeting, leader, came={person: ""})


@pytest.mark.rule("group_without_members")
@pytest.mark.rule("group_name_taken")
def test_a_group_has_members_and_a_name_of_its_own(meeting, leader, home):
    theirs = invitation(meeting, home)
    group = grouped(meeting, leader, [theirs])
    with refused("group_without_members"):
        grouped(meeting, leader, [], name="Kelompok 2")
    with refused("group_name_taken"):
        grouped(meeting, leader, [theirs])
    host = meeting.invitations.earliest("pk")
    changed = grouped(meeting, leader, [theirs, host], topic="Data lembaga", group=group)
    assert (changed.pk, changed.topic, changed.members.count()) == (group.pk, "Data lembaga", 2)


def test_a_group_is_changed_as_it_stands_and_as_it_was_read(meeting, leader, home):
    theirs = invitation(meeting, home)
    group = grouped(meeting, leader, [theirs])
    seen = version_of_group(group)
    recorded(meeting, leader, results={group: "Formulir bersama"})
    grouped(meeting, leader, [theirs], topic="Data lembaga", group=group, seen=seen)  # read before it was recorded
    group.refresh_from_db()
    assert (group.topic, group.result) == ("Data lembaga", "Formulir bersama")
    with pytest.raises(StaleWrite):
        grouped(meeting, leader, [theirs], topic="Data anak", group=group, seen=seen)


@pytest.mark.rule("meeting_not_held")
@pytest.mark.rule("follow_up_before_meeting")
def test_a_follow_up_comes_of_a_meeting_that_was_held(meeting, leader, home):
    theirs = invitation(meeting, home)
    with refused("meeting_not_held"):
        agreed(meeting, leader, theirs)
    recorded(meeting, leader)
    with refused("follow_up_before_meeting"):
        agreed(meeting, leader, theirs, due_on=timezone.localdate() - timedelta(days=1))


def test_owners_are_told_and_have_it_due_in_their_own_lists(held, leader, worker, home):
    reconcile()  # the registrations of those who act here
    theirs = agreed(held, leader, invitation(held, home))
    mine = agreed(held, leader, invitation(held, worker, named=True))
    told = Notice.objects.filter(kind="meeting:follow_up").values_list("recipient_id", flat=True)
    assert set(told) == {worker.user_id, home.user_id}
    due = Deadline.objects.filter(clock="meeting_follow_up")
    lists = [
        set(due.of_membership(one.user, one.role, one.institution_id).values_list("subject_id", flat=True))
        for one in (home, worker)
    ]
    assert lists == [{theirs.pk}, {mine.pk}]
    assert due.get(subject_id=mine.pk).holder is None
    assert due.get(subject_id=theirs.pk).office == leader.institution
    assert reconcile() == 0
    owned = MeetingFollowUp.objects.owned_by(home.user, home.role, home.institution_id)
    assert list(owned) == [theirs]
    leading = MeetingFollowUp.objects.of_membership(leader.user, leader.role, leader.institution_id)
    assert set(leading) == {theirs, mine}


@pytest.mark.rule("follow_up_done")
@pytest.mark.rule("follow_up_without_note")
def test_its_owner_says_once_what_was_done(held, leader, home, stranger):
    reconcile()  # the registrations of those who act here
    row = agreed(held, leader, invitation(held, home))
    with pytest.raises(NotAllowed):
        finish_follow_up(follow_up=row, note="Sudah", by=actor_of(stranger))
    with refused("follow_up_without_note"):
        finish_follow_up(follow_up=row, note=" ", by=actor_of(home))
    finish_follow_up(follow_up=row, note="Terkirim", by=actor_of(home))
    assert not Deadline.objects.filter(clock="meeting_follow_up").exists()
    notice = Notice.objects.get(kind="meeting:follow_up")
    assert (notice.acted_by, notice.acted_at is None) == (home.user, False)
    assert reconcile() == 0
    with refused("follow_up_done"):
        finish_follow_up(follow_up=row, note="Lagi", by=actor_of(leader))


def test_what_a_meeting_of_a_sentra_agreed_climbs_to_those_who_called_it(home):
    sentra = InstitutionFactory(sentra=True, region=region("14.01"))
    officer, other = (MembershipFactory(institution=sentra, role=Role.INTAKE_OFFICER) for _n in range(2))
    meeting = called(officer)
    asked(meeting, officer, homes=[home])
    agreed(recorded(meeting, officer), officer, invitation(meeting, home))
    row = Deadline.objects.get(clock="meeting_follow_up")
    steps = [people_around([row]).of(row, rungs) for rungs in clock_named("meeting_follow_up").ladder.climbing]
    both = sorted([officer.user_id, other.user_id])
    assert steps == [[home.user_id], both, both]


def test_what_a_person_shall_do_nobody_else_of_the_office_ends_but_who_leads(held, leader, worker):
    row = agreed(held, leader, invitation(held, worker, named=True))
    colleague = MembershipFactory(institution=worker.institution)
    with pytest.raises(NotAllowed):
        finish_follow_up(follow_up=row, note="Sudah", by=actor_of(colleague))
    assert not finish_follow_up(follow_up=row, note="Sudah", by=actor_of(leader)).is_open


def test_the_minutes_say_who_was_there_and_what_follows(meeting, leader, home):
    theirs = invitation(meeting, home)
    grouped(meeting, leader, [theirs])
    recorded(meeting, leader, came={theirs: "Bapak Rekaan"}, attendees="Camat Misal")
    agreed(meeting, leader, theirs)
    meeting.refresh_from_db()
    told = minutes_of(meeting)
    attendance, follow_ups = told.tables
    assert attendance["rows"] == [
        ["Dinas Sosial Contoh", "Tidak hadir"],
        ["LKSA Umpama", "Bapak Rekaan"],
        [next(one.who for one in meeting.invitations.all() if one.person), "Tidak hadir"],
        ["Camat Misal", "Hadir"],
    ]
    assert follow_ups["rows"][0][:2] == ["Data anak per LKSA dikirim", "LKSA Umpama"]
    assert ["Kelompok 1: Data anak", "Anggota: LKSA Umpama"] in told.sections


def test_what_is_signed_is_what_was_read(meeting, leader, home):
    theirs = invitation(meeting, home)
    group = grouped(meeting, leader, [theirs])
    recorded(meeting, leader)
    changes = [
        lambda: agreed(meeting, leader, theirs),
        lambda: grouped(meeting, leader, [theirs], topic="Lain", group=group),
        lambda: recorded(meeting, leader),
    ]
    for change in changes:
        seen = version_of_minutes(Meeting.objects.get(pk=meeting.pk))
        change()
        with pytest.raises(StaleWrite):
            sign_minutes(meeting=meeting, by=actor_of(leader), seen=seen)
    sign_minutes(meeting=meeting, by=actor_of(leader), seen=version_of_minutes(Meeting.objects.get(pk=meeting.pk)))


@pytest.mark.rule("meeting_closed")
def test_signed_minutes_are_a_numbered_paper_and_stay(held, leader, home):
    row = agreed(held, leader, invitation(held, home))
    paper = sign_minutes(meeting=held, by=actor_of(leader))
    held.refresh_from_db()
    assert held.state == MeetingState.SIGNED
    assert paper_of(held) == paper == OfficialPaper.objects.get(kind="NR")
    assert paper.number.startswith("NR/0001/DINSOS-14.01/")
    with paper.document.file.open("rb") as file:
        assert file.read(4) == b"%PDF"
    acts = [
        lambda: recorded(held, leader),
        lambda: grouped(held, leader, [invitation(held, home)]),
        lambda: agreed(held, leader, invitation(held, home)),
        lambda: sign_minutes(meeting=held, by=actor_of(leader)),
    ]
    for act in acts:
        with refused("meeting_closed"):
            act()
    finish_follow_up(follow_up=row, note="Terkirim", by=actor_of(home))


def test_the_database_keeps_what_was_signed(held, leader, home):
    sign_minutes(meeting=held, by=actor_of(leader))
    theirs = invitation(held, home)
    with pytest.raises(IntegrityError, match="is signed"), transaction.atomic():
        type(theirs).objects.filter(pk=theirs.pk).update(came=True, represented_by="Lain")


def test_nobody_is_asked_to_a_meeting_that_was_called_off(meeting, leader):
    cancel_meeting(meeting=meeting, reason="Banjir", by=actor_of(leader))
    other = MembershipFactory(institution=meeting.office)
    with refused("meeting_not_planned"):
        asked(meeting, leader, workers=[other])
