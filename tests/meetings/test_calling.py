"""Regional coordination meetings: who calls them for which region, who is asked and told, and who reads of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.accounts.models import User
from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed
from atensi.notices.models import Notice
from institutions.states import Role
from meetings.inviting import institutions_for, regions_for, workers_for
from meetings.models import Meeting, MeetingFollowUp, MeetingMove
from meetings.services.calling import cancel_meeting, move_meeting, withdraw_invitation
from meetings.states import MeetingState
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region
from tests.meetings.steps import agreed, asked, called, grouped, recorded

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


def test_an_invitation_is_taken_back_who_was_asked_is_told_and_reads_of_it_no_more(meeting, leader, worker, home):
    host, theirs, named = meeting.invitations.order_by("pk")
    group = grouped(meeting, leader, [host, theirs])
    withdraw_invitation(invitation=theirs, by=actor_of(leader), reason=" Salah alamat ")
    assert list(meeting.invitations.order_by("pk")) == [host, named]
    assert list(group.members.all()) == [host]
    assert [seen_by(one) for one in (leader, worker, home)] == [[meeting], [meeting], []]
    news = Notice.objects.get(recipient=home.user, kind="meeting:withdrawn_because")
    assert (news.data, news.path) == ({"reason": "Salah alamat"}, "/rapat/")
    assert told("meeting:withdrawn_because") == {home.user.username}
    asking_for = Notice.objects.filter(kind="meeting:called", acted_at=None)
    assert [row.recipient for row in asking_for] == [worker.user]
    trail = AuditEvent.objects.get(verb="meeting.withdraw")
    assert trail.data["institution"] == home.institution_id
    withdraw_invitation(invitation=named, by=actor_of(leader))
    assert told("meeting:withdrawn") == {worker.user.username}


def test_who_is_asked_again_is_told_again_and_asked_for_nothing_once_it_is_over(meeting, leader, home):
    for _n in range(2):
        theirs = meeting.invitations.get(institution=home.institution)
        withdraw_invitation(invitation=theirs, by=actor_of(leader))
        asked(meeting, leader, homes=[home])
    assert Notice.objects.filter(kind="meeting:withdrawn", recipient=home.user).count() == 2
    assert Notice.objects.filter(kind="meeting:called", recipient=home.user, acted_at=None).count() == 1
    cancel_meeting(meeting=meeting, reason="Banjir", by=actor_of(leader))
    assert asking() == set()


def test_who_is_asked_by_another_invitation_too_is_not_told_that_one_was_taken_back(home):
    """Somebody who answers for two institutions that are both asked."""
    overseer = MembershipFactory(institution=InstitutionFactory(region=region("14.02")), role=Role.SUPERVISOR)
    leading = MembershipFactory(institution=InstitutionFactory(provincial=True), role=Role.SOCIAL_OFFICE_DECIDER)
    row = called(leading)
    second = MembershipFactory(user=overseer.user, institution=home.institution, role=Role.LKSA_STAFF)
    first, _second = asked(row, leading, homes=[overseer, second])
    withdraw_invitation(invitation=first, by=actor_of(leading))
    assert overseer.user.username not in told("meeting:withdrawn")
    assert seen_by(overseer) == [row]


@pytest.mark.rule("meeting_host_stays", "group_left_empty", "invitation_withdrawn_already", "meeting_not_planned")
def test_an_invitation_is_taken_back_once_before_the_meeting_and_leaves_no_group_empty(meeting, leader, home):
    host, theirs, named = meeting.invitations.order_by("pk")
    by = actor_of(leader)
    with refused("meeting_host_stays"):
        withdraw_invitation(invitation=host, by=by)
    group = grouped(meeting, leader, [theirs])
    with refused("group_left_empty"):
        withdraw_invitation(invitation=theirs, by=by)
    grouped(meeting, leader, [host], group=group)
    withdraw_invitation(invitation=meeting.invitations.get(pk=theirs.pk), by=by)
    with refused("invitation_withdrawn_already"):
        withdraw_invitation(invitation=theirs, by=by)
    with refused("meeting_part_foreign"):
        grouped(meeting, leader, [theirs], name="Kelompok 2")
    recorded(meeting, leader)
    with refused("meeting_not_planned"):
        withdraw_invitation(invitation=named, by=by)


def test_only_who_may_invite_takes_an_invitation_back(meeting, worker, home):
    theirs = meeting.invitations.get(institution=home.institution)
    for one in (worker, home):
        with pytest.raises(NotAllowed):
            withdraw_invitation(invitation=theirs, by=actor_of(one))
