"""Regional coordination meetings: who calls them for which region, who is asked and told, and who reads of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.accounts.models import User
from atensi.errors import NotAllowed
from atensi.notices.models import Notice
from institutions.states import Role
from meetings.inviting import institutions_for, regions_for, workers_for
from meetings.models import Meeting, MeetingFollowUp, MeetingMove
from meetings.services.calling import cancel_meeting, move_meeting
from meetings.states import MeetingState
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region
from tests.meetings.steps import agreed, asked, called, recorded

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def seen_by(membership) -> list[Meeting]:
    return list(Meeting.objects.visible_to(User.objects.get(pk=membership.user_id)))


def test_those_who_are_asked_are_told_and_read_of_it(meeting, leader, worker, home, stranger):
    assert told("meeting:called") == {worker.user.username, home.user.username}
    assert [seen_by(one) for one in (leader, worker, home)] == [[meeting]] * 3
    assert seen_by(stranger) == []
    assert meeting.number == f"RK/0001/DINSOS-14.01/{timezone.localdate().year}"
    assert [point.text for point in meeting.agenda.all()] == ["Laporan tiap lembaga", "Pembagian wilayah"]


def test_who_left_the_institution_reads_of_it_no_more(meeting, worker, home):
    for membership in (worker, home):
        membership.valid_until = timezone.localdate() - timedelta(days=1)
        membership.save(update_fields=["valid_until"])
        assert seen_by(membership) == []


def test_a_colleague_of_a_worker_asked_by_name_reads_nothing(leader, home):
    other = MembershipFactory(institution=InstitutionFactory(region=region("14.02")))
    colleague = MembershipFactory(institution=other.institution)
    leading = MembershipFactory(institution=InstitutionFactory(provincial=True), role=Role.SOCIAL_OFFICE_DECIDER)
    row = called(leading)
    asked(row, leading, workers=[other])
    assert seen_by(other) == [row]
    assert seen_by(colleague) == []


def test_who_oversees_a_worker_asked_by_name_reads_of_it_and_of_what_they_are_to_do(leader):
    theirs = MembershipFactory(institution=InstitutionFactory(region=region("14.02")))
    overseer = MembershipFactory(institution=theirs.institution, role=Role.SUPERVISOR)
    leading = MembershipFactory(institution=InstitutionFactory(provincial=True), role=Role.SOCIAL_OFFICE_DECIDER)
    row = called(leading)
    [guest] = asked(row, leading, workers=[theirs])
    follow_up = agreed(recorded(row, leading), leading, guest)
    user = User.objects.get(pk=overseer.user_id)
    assert list(MeetingFollowUp.objects.visible_to(user)) == [follow_up]
    assert seen_by(overseer) == [row]
    assert seen_by(MembershipFactory(institution=leader.institution, role=Role.SUPERVISOR)) == []


@pytest.mark.parametrize("role", [Role.FIELD_SOCIAL_WORKER, Role.ADMINISTRATOR])
def test_only_overseers_of_an_office_call(leader, role):
    with pytest.raises(NotAllowed):
        called(MembershipFactory(institution=leader.institution, role=role))


def test_a_home_calls_nobody(home):
    with pytest.raises(NotAllowed):
        called(home)


def test_another_office_does_not_lead_it(meeting):
    other = MembershipFactory(institution=InstitutionFactory(region=region("14.02")), role=Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        recorded(meeting, other)


def test_a_sentra_calls_within_its_working_area():
    sentra = InstitutionFactory(sentra=True)
    officer = MembershipFactory(institution=sentra, role=Role.INTAKE_OFFICER)
    assert set(regions_for(sentra).values_list("pk", flat=True)) >= {"14", "14.71"}
    sentra.coverage.set([region("13")])
    assert {row.pk[:2] for row in regions_for(sentra)} == {"13"}
    assert called(officer, region=region("13")).number.startswith("RK/0001/SENTRA-14.71/")


@pytest.mark.rule("coordination_in_past")
@pytest.mark.rule("meeting_region_unfit")
@pytest.mark.rule("meeting_without_agenda")
def test_a_meeting_is_ahead_for_an_own_region_and_about_something(leader):
    with refused("coordination_in_past", "meeting_region_unfit", "meeting_without_agenda"):
        called(leader, meets_at=timezone.now() - timedelta(hours=1), region=region("31"), agenda=[" "])


def test_around_the_region_are_its_homes_and_offices_those_above_and_the_sentra_that_work_there(meeting, stranger):
    regency = meeting.office
    province = InstitutionFactory(provincial=True)
    sentra = InstitutionFactory(sentra=True, region=region("32.01"))
    sentra.coverage.set([region("14")])
    far = InstitutionFactory(sentra=True, region=region("32.01"))
    found = set(institutions_for(meeting))
    assert {province, sentra} <= found
    assert not found & {regency, far, stranger.institution, *[one.institution for one in meeting.invitations.all()]}


def test_workers_around_the_region_are_offered_once(meeting, worker):
    other = MembershipFactory(institution=meeting.office)
    elsewhere = MembershipFactory(institution=InstitutionFactory(region=region("31.71")))
    offered = list(workers_for(meeting))
    assert other in offered
    assert worker not in offered
    assert elsewhere not in offered


@pytest.mark.rule("meeting_without_guests")
@pytest.mark.rule("meeting_guest_unfit")
def test_nobody_and_somebody_from_elsewhere_or_asked_already_is_not_asked(meeting, leader, home, stranger):
    with refused("meeting_without_guests"):
        asked(meeting, leader)
    for guest in (home, stranger):
        with refused("meeting_guest_unfit"):
            asked(meeting, leader, homes=[guest])
    with refused("meeting_guest_unfit"):
        asked(meeting, leader, workers=[stranger])


@pytest.mark.rule("meeting_guest_twice")
def test_nobody_is_asked_twice_at_once(leader, worker, home):
    row = called(leader)
    elsewhere = MembershipFactory(user=worker.user, institution=InstitutionFactory(region=region("14.01")))
    for homes, workers in (([home, home], []), ([], [worker, worker]), ([], [worker, elsewhere])):
        with refused("meeting_guest_twice"):
            asked(row, leader, homes=homes, workers=workers)
    with refused_with(409, "meeting_guest_twice"):
        program_of(leader).tell("meeting_invitations_write", row.pk, institutions=[home.institution_id] * 2)


@pytest.mark.rule("meeting_without_reason")
def test_a_meeting_is_moved_with_a_reason_and_all_are_told(meeting, leader, worker, home):
    later = timezone.now() + timedelta(days=9)
    with refused("meeting_without_reason"):
        move_meeting(meeting=meeting, meets_at=later, place="Aula", reason=" ", by=actor_of(leader))
    moved = move_meeting(meeting=meeting, meets_at=later, place="Sentra", reason="Banjir", by=actor_of(leader))
    assert (moved.meets_at, moved.place) == (later, "Sentra")
    assert "Aula Dinas (contoh)" in MeetingMove.objects.get().from_moment
    assert told("meeting:moved") == {worker.user.username, home.user.username}
    # once more, to the same day: that is news, too
    move_meeting(meeting=meeting, meets_at=later, place="Aula", reason="Surut", by=actor_of(leader))
    assert Notice.objects.filter(kind="meeting:moved").count() == 4


def asking() -> set[str]:
    """Kinds of the notices that still ask for something."""
    rows = Notice.objects.filter(acted_at=None, kind__in=("meeting:called", "meeting:moved"))
    return set(rows.values_list("kind", flat=True))


def test_what_was_said_before_asks_for_nothing_once_it_moved_was_called_off_or_recorded(meeting, leader):
    later = timezone.now() + timedelta(days=9)
    move_meeting(meeting=meeting, meets_at=later, place="Sentra", reason="Banjir", by=actor_of(leader))
    assert asking() == {"meeting:moved"}
    recorded(meeting, leader)
    assert asking() == set()
    other = called(leader)
    asked(other, leader, workers=[MembershipFactory(institution=leader.institution)])
    assert asking() == {"meeting:called"}
    cancel_meeting(meeting=other, reason="Banjir", by=actor_of(leader))
    assert asking() == set()


def test_who_was_asked_by_name_and_left_is_told_nothing(meeting, leader, worker, home):
    worker.valid_until = timezone.localdate() - timedelta(days=1)
    worker.save(update_fields=["valid_until"])
    cancel_meeting(meeting=meeting, reason="Banjir", by=actor_of(leader))
    assert told("meeting:cancelled") == {home.user.username}


@pytest.mark.rule("meeting_not_planned")
def test_a_meeting_is_called_off_once_and_not_after_it_was_held(meeting, leader, worker, home):
    gone = cancel_meeting(meeting=meeting, reason="Banjir", by=actor_of(leader))
    assert gone.state == MeetingState.CANCELLED
    assert told("meeting:cancelled") == {worker.user.username, home.user.username}
    with refused("meeting_not_planned"):
        cancel_meeting(meeting=gone, reason="Lagi", by=actor_of(leader))
    other = recorded(called(leader), leader)
    with refused("meeting_not_planned"):
        cancel_meeting(meeting=other, reason="Lagi", by=actor_of(leader))
