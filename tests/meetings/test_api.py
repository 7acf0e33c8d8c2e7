"""A meeting by programs that know nothing but the description: called, recorded, signed, followed up."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.models import Meeting
from meetings.services.following import finish_follow_up
from tests.api.client import Refused, refused_with
from tests.api.people import program_of
from tests.institutions.factories import MembershipFactory, actor_of
from tests.meetings.steps import agreed, grouped, its_day_comes

pytestmark = pytest.mark.django_db


def test_a_meeting_goes_its_way_by_the_api(leader, worker, home):
    lead, owner = program_of(leader), program_of(home)
    when = timezone.now() + timedelta(days=3)
    told = {"title": "Rapat contoh", "region": "14.01", "place": "Aula", "agenda": ["Satu", "Dua"]}
    made = lead.tell("meetings_write", meets_at=when.isoformat(), **told)
    pk = made["id"]
    asked = lead.tell("meeting_invitations_write", pk, institutions=[home.institution_id], workers=[worker.pk])
    theirs = next(one["id"] for one in asked["invitations"] if one["institution"] == home.institution_id)
    later = (when + timedelta(days=1)).isoformat()
    lead.tell("meeting_moved_write", pk, meets_at=later, place="Sentra", reason="Banjir")
    group = lead.tell("meeting_groups_write", pk, name="Satu", topic="Data", members=[theirs])
    lead.ask("meeting_detail_read", pk)
    record = {
        "held_on": str(timezone.localdate()),
        "decisions": "Lapor tiap bulan",
        "came": [{"invitation": theirs, "represented_by": "Bapak Rekaan"}],
        "notes": [
            {"point": made["agenda"][0]["id"], "notes": "Semua melapor"},
            {"point": made["agenda"][1]["id"], "notes": ""},
        ],
        "results": [{"group": group["id"], "result": "Formulir bersama"}],
    }
    with pytest.raises(Refused) as refused:
        lead.tell("meeting_record_change", pk, **record)
    assert refused.value.status == 428
    its_day_comes(Meeting.objects.get(pk=pk))
    lead.ask("meeting_detail_read", pk)
    unnamed = record | {"came": [{"invitation": theirs}]}
    with refused_with(409, "meeting_came_unnamed"):
        lead.tell("meeting_record_change", pk, match=lead.last.headers["ETag"], **unnamed)
    lead.ask("meeting_detail_read", pk)
    held = lead.tell("meeting_record_change", pk, match=lead.last.headers["ETag"], **record)
    assert (held["state"], held["agenda"][0]["notes"]) == ("HELD", "Semua melapor")
    changed = {"name": "Satu", "topic": "Data anak", "members": [theirs]}
    assert lead.tell("meeting_group_change", group["id"], match="*", **changed)["topic"] == "Data anak"
    due = str(timezone.localdate() + timedelta(days=9))
    agreed = lead.tell("meeting_agreed_write", pk, title="Kirim data", owner=theirs, due_on=due)
    with refused_with(409, "stale_write"):
        lead.tell("meeting_signature_write", pk, seen=held["version"])
    read = lead.ask("meeting_detail_read", pk)
    signed = lead.tell("meeting_signature_write", pk, seen=read["version"])
    assert signed["state"] == "SIGNED"
    assert owner.ask("meeting_minutes_read", pk).startswith(b"%PDF")
    assert [row["id"] for row in owner.ask("meeting_follow_ups_read")["results"]] == [agreed["id"]]
    assert owner.tell("meeting_follow_up_done_write", agreed["id"], note="Terkirim")["done_note"] == "Terkirim"
    with pytest.raises(Refused) as refused:
        lead.tell("meeting_cancelled_write", pk, reason="Banjir")
    assert refused.value.codes == {"meeting_not_planned"}


def test_a_meeting_costs_the_same_queries_however_much_was_done(held, leader, django_assert_max_num_queries):
    program, host = program_of(leader), held.invitations.earliest("pk")
    counts = []
    for _n in range(2):
        for _row in range(2):
            row = agreed(held, leader, host)
            colleague = MembershipFactory(institution=leader.institution, role=leader.role)
            finish_follow_up(follow_up=row, note="Terkirim", by=actor_of(colleague))
        with django_assert_max_num_queries(40) as asked:
            program.ask("meeting_detail_read", held.pk)
        counts.append(len(asked))
    assert counts[1] <= counts[0]  # the first time its token is looked up, too


def test_a_group_is_changed_under_the_lock_of_its_meeting(meeting, leader):
    """As whoever records the meeting locks them; else the two would wait for each other."""
    members = list(meeting.invitations.all())
    group, program = grouped(meeting, leader, members), program_of(leader)
    told = {"name": "Satu", "topic": "Data anak", "members": [members[0].pk]}
    with CaptureQueriesContext(connection) as asked:
        program.tell("meeting_group_change", group.pk, match="*", **told)
    locks = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"] and "meetings_" in one["sql"]]
    assert 'FOR UPDATE OF "meetings_meeting"' in locks[0]


def test_who_was_not_asked_is_told_nothing_by_the_api(meeting, stranger):
    program = program_of(stranger)
    assert program.ask("meetings_read")["results"] == []
    with pytest.raises(Refused) as refused:
        program.ask("meeting_detail_read", meeting.pk)
    assert refused.value.status == 404


def test_who_is_asked_is_refused_what_the_caller_leads(meeting, worker):
    with pytest.raises(Refused) as refused:
        program_of(worker).tell("meeting_cancelled_write", meeting.pk, reason="Banjir")
    assert refused.value.status == 403


def test_an_invitation_is_taken_back_by_the_api(meeting, leader, home):
    program, theirs = program_of(leader), meeting.invitations.get(institution=home.institution)
    left = program.tell("meeting_invitation_withdrawn_write", theirs.pk, reason="Salah alamat")
    assert theirs.pk not in {one["id"] for one in left["invitations"]}
    host = meeting.invitations.earliest("pk")
    with refused_with(409, "meeting_host_stays"):
        program.tell("meeting_invitation_withdrawn_write", host.pk)
