"""Case conferences: who is asked, who came, what was agreed, and the tasks that follow."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import reconcile
from atensi.errors import NotAllowed
from atensi.notices.models import Notice
from cases.event_states import EventKind
from cases.models import CaseConference, CaseTask, ConferenceCall
from cases.official import sources
from cases.services.case_tasks import finish_task
from cases.services.conferences import (
    FollowUp,
    Guest,
    add_follow_up,
    call_conference,
    cancel_conference,
    hold_conference,
)
from cases.services.shares import share_case
from cases.states import Stage, TaskKind
from institutions.states import Role
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.cases.papers import worker_of
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
HELD = {"options": "Kerabat; orang tua asuh", "recommendation": "Kerabat (contoh).", "child_view": "Aku ikut Bibi."}


@pytest.fixture
def case():
    return CaseFactory(stage=Stage.IMPLEMENT)


@pytest.fixture
def supervisor(case):
    return MembershipFactory(institution=case.office, role=Role.SUPERVISOR)


def called(case, **more) -> ConferenceCall:
    told = {"meets_at": timezone.now() + timedelta(days=3), "place": "Balai desa", "agenda": "Di mana anak tinggal"}
    told |= {"people": [case.worker], "guests": [Guest("Ibu Rekaan", "guru")], "by": worker_of(case)}
    return call_conference(case=case, **told | more)


def held(case, **more) -> CaseConference:
    told = {"held_on": timezone.localdate(), "attendees": "Bibi Rekaan", "by": worker_of(case), **HELD}
    return hold_conference(case=case, **told | more)


def test_who_is_asked_is_told_and_the_day_is_due(case, supervisor):
    call = called(case, people=[case.worker, supervisor.user])
    [notice] = Notice.objects.filter(kind="conference:called")
    assert (notice.recipient, notice.reference) == (supervisor.user, case.number)
    assert Deadline.objects.get(clock="conference").due_on == call.meets_on
    assert [str(guest) for guest in call.guests.all()][-1] == "Ibu Rekaan (guru)"
    assert case.events.filter(kind=EventKind.CONFERENCE_CALLED).count() == 1


@pytest.mark.rule("conference_in_past")
@pytest.mark.rule("conference_without_guests")
def test_a_call_is_for_a_moment_to_come_and_asks_somebody(case):
    with refused("conference_in_past", "conference_without_guests"):
        called(case, meets_at=timezone.now() - timedelta(hours=1), people=[], guests=[])


@pytest.mark.rule("conference_guest_unfit")
def test_only_people_of_the_case_are_asked_by_their_account(case):
    with refused("conference_guest_unfit"):
        called(case, people=[MembershipFactory().user])
    officer = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)
    share_case(case=case, institution=officer.institution, by=worker_of(case))
    assert called(case, people=[officer.user]).guests.filter(user=officer.user).exists()


@pytest.mark.rule("conference_called_already")
@pytest.mark.rule("conference_cancel_without_reason")
@pytest.mark.rule("conference_call_ended")
def test_one_call_is_open_at_a_time_until_it_is_called_off(case, supervisor):
    call = called(case, people=[supervisor.user])
    with refused("conference_called_already"):
        called(case)
    with refused("conference_cancel_without_reason"):
        cancel_conference(call=call, reason=" ", by=worker_of(case))
    cancel_conference(call=call, reason="Hujan lebat (contoh).", by=worker_of(case))
    with refused("conference_call_ended"):
        cancel_conference(call=call, reason="Lagi.", by=worker_of(case))
    assert Notice.objects.filter(kind="conference:cancelled", recipient=supervisor.user).count() == 1
    assert not Deadline.objects.filter(clock="conference").exists()
    assert called(case).is_open


def test_what_is_held_answers_the_call_and_says_who_came(case):
    reconcile()  # the case came from a factory
    call = called(case)
    there, away = call.guests.all()
    conference = held(case, came=[there], attendees="Bibi Rekaan\n\nKader Misal")
    call.refresh_from_db()
    assert call.conference == conference
    assert [guest.came for guest in call.guests.all()] == [True, False]
    assert conference.attendees == f"{there}\nBibi Rekaan\nKader Misal"
    assert str(away) not in conference.attendees
    assert not Deadline.objects.filter(clock="conference").exists()
    assert reconcile() == 0


@pytest.mark.rule("conference_nobody_came")
@pytest.mark.rule("conference_guest_of_other_call")
def test_somebody_was_there_and_of_this_call(case):
    with refused("conference_nobody_came"):
        held(case, attendees=" ")
    with refused("conference_guest_of_other_call"):
        held(case, came=list(called(CaseFactory()).guests.all()))


def test_follow_ups_become_tasks_and_show_where_they_stand(case):
    due = timezone.localdate() + timedelta(days=5)
    conference = held(case, follow_ups=[FollowUp("Hubungi sekolah", due, case.worker)])
    add_follow_up(conference=conference, title="Urus akta", due_on=due, hand=case.worker, by=worker_of(case))
    first = CaseTask.objects.get(title="Hubungi sekolah")
    assert (first.kind, first.assignee) == (TaskKind.FOLLOW_UP, case.worker)
    finish_task(task=first, by=worker_of(case), note="Sudah.")
    browser = Client()
    browser.force_login(case.worker)
    page = browser.get(reverse("cases:conference", args=[case.pk, conference.pk])).content.decode()
    assert "Urus akta" in page
    assert "Selesai" in page


def test_the_minutes_tell_who_came_who_did_not_and_what_follows(case):
    call = called(case)
    due = timezone.localdate() + timedelta(days=5)
    held(case, came=[call.guests.first()], follow_ups=[FollowUp("Hubungi sekolah", due, case.worker)])
    source = next(one for one in sources() if one.model is CaseConference)
    content = source.content(case, source.rows(case)[0])
    assert ["Tidak hadir", "Ibu Rekaan (guru)"] in content.facts
    assert content.tables[0]["rows"][0][:2] == ["Hubungi sekolah", str(case.worker)]


def test_others_neither_call_nor_record(case):
    stranger = actor_of(MembershipFactory(role=Role.FIELD_SOCIAL_WORKER))
    with pytest.raises(NotAllowed):
        called(case, by=stranger)
    with pytest.raises(NotAllowed):
        held(case, by=stranger)


def test_the_pages_call_record_and_follow_up(case, supervisor):
    browser = Client()
    browser.force_login(case.worker)
    later = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    asked = {"meets_at": later, "place": "Balai desa", "agenda": "Contoh", "people": [supervisor.user_id]}
    asked["guests"] = "Ibu Rekaan, guru\nKader Misal\n , "
    assert browser.post(reverse("cases:conference_call", args=[case.pk]), asked).status_code == 302
    assert "Kader Misal" in browser.get(reverse("cases:documents", args=[case.pk])).content.decode()
    guest = ConferenceCall.objects.get().guests.get(name="Ibu Rekaan")
    told = {"held_on": timezone.localdate().isoformat(), "came": [guest.pk], **HELD}
    told |= {"title_1": "Hubungi sekolah", "hand_1": f"p{case.worker_id}"}
    address = reverse("cases:conference_new", args=[case.pk])
    assert "Isi tanggalnya." in browser.post(address, told).content.decode()
    told["due_1"] = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert browser.post(address, told).status_code == 302
    conference = CaseConference.objects.get()
    assert conference.attendees == "Ibu Rekaan (guru)"
    more = {"title": "Urus akta", "due_on": told["due_1"], "hand": f"p{case.worker_id}"}
    browser.post(reverse("cases:conference_follow_up", args=[case.pk, conference.pk]), more)
    assert conference.follow_ups.count() == 2


def test_a_program_calls_records_and_follows_up(case):
    worker = program_of(case.worker.memberships.get())
    later = (timezone.now() + timedelta(days=2)).isoformat()
    due = str(timezone.localdate() + timedelta(days=9))
    guests = [{"name": "Ibu Rekaan", "role": "guru"}]
    call = worker.tell("conference_calls_write", case.pk, meets_at=later, place="Balai", agenda="A", guests=guests)
    follow_ups = [{"title": "Hubungi sekolah", "due_on": due, "assignee": case.worker_id}]
    came = [call["guests"][0]["id"]]
    told = {"held_on": str(timezone.localdate()), "came": came, "follow_ups": follow_ups, **HELD}
    made = worker.tell("conferences_write", case.pk, **told)
    assert [row["title"] for row in made["follow_ups"]] == ["Hubungi sekolah"]
    worker.tell("follow_ups_write", case.pk, made["id"], title="Urus akta", due_on=due, assignee=case.worker_id)
    worker.tell("conference_calls_write", case.pk, meets_at=later, place="Balai", agenda="B", guests=guests)
    worker.tell("conference_cancel_write", case.pk, reason="Hujan (contoh).")
    assert [row["agenda"] for row in worker.ask("conference_calls_read", case.pk)["results"]] != []
