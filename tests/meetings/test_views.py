"""The pages of meetings: what they show to whom, what they take, and how many queries that costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from institutions.states import Role
from meetings.models import Meeting, MeetingFollowUp
from meetings.services.following import finish_follow_up
from meetings.services.holding import sign_minutes
from meetings.views import calling
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region
from tests.meetings.steps import agreed, asked, called, grouped, its_day_comes, recorded

pytestmark = pytest.mark.django_db
LIST = reverse("meetings:list")


def at(name: str, row) -> str:
    return reverse(f"meetings:{name}", args=[row.pk])


@pytest.fixture
def leading(client, leader):
    client.force_login(leader.user)
    return client


def soon() -> str:
    return (timezone.localtime() + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")


def test_a_meeting_is_called_asked_to_and_listed(leading, leader, home):
    sent = {"title": "Rapat contoh", "region": "14.01", "meets_at": soon(), "place": "Aula", "agenda": "Satu\n\nDua"}
    page = leading.post(reverse("meetings:create"), sent)
    meeting = Meeting.objects.get()
    assert page.headers["Location"] == at("invite", meeting)
    assert list(meeting.agenda.values_list("position", "text")) == [(1, "Satu"), (2, "Dua")]
    offered = leading.get(at("invite", meeting) + "?q=umpama")
    assert "LKSA Umpama" in offered.content.decode()
    leading.post(at("invite", meeting), {"institutions": [home.institution_id]})
    assert meeting.invitations.filter(institution=home.institution).exists()
    assert "Rapat contoh" in leading.get(LIST).content.decode()


def test_an_unlawful_call_keeps_what_was_typed(leading):
    sent = {"title": "Rapat contoh", "region": "14.01", "meets_at": "2020-01-01T09:00", "place": "A", "agenda": "Satu"}
    page = leading.post(reverse("meetings:create"), sent)
    assert page.status_code == 409
    assert "Rapat contoh" in page.content.decode()
    assert leading.post(reverse("meetings:create"), {}).status_code == 422
    assert leading.post(reverse("meetings:create"), sent | {"agenda": "x\n" * 31}).status_code == 422


def test_nobody_asked_is_refused_with_the_page(leading, meeting):
    assert leading.post(at("invite", meeting), {}).status_code == 409


def test_who_was_not_asked_does_not_find_it(client, held, leader, home, stranger):
    row = agreed(held, leader, held.invitations.get(institution=home.institution))
    client.force_login(stranger.user)
    for name in ("detail", "minutes"):
        assert client.get(at(name, held)).status_code == 404
    assert client.get(at("follow_up", row)).status_code == 404
    assert held.title not in client.get(LIST).content.decode()


def test_who_is_asked_reads_and_leads_nothing(client, meeting, home):
    other = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)
    asked(meeting, MembershipFactory(institution=meeting.office, role=Role.SUPERVISOR), homes=[other])
    client.force_login(other.user)
    page = client.get(at("detail", meeting)).content.decode()
    assert "Laporan tiap lembaga" in page
    assert at("record", meeting) not in page
    for name in ("invite", "move", "cancel", "record", "group_add", "follow_up_add"):
        assert client.get(at(name, meeting)).status_code == 403


def test_it_is_moved_recorded_followed_up_and_signed_by_its_pages(leading, meeting, home):
    leading.post(at("move", meeting), {"meets_at": soon(), "place": "Sentra", "reason": "Banjir"})
    assert "semula" in leading.get(at("detail", meeting)).content.decode()
    theirs = meeting.invitations.get(institution=home.institution)
    leading.post(at("group_add", meeting), {"name": "Satu", "topic": "Data", "members": [theirs.pk]})
    group, point = meeting.groups.get(), meeting.agenda.first()
    leading.post(at("group_edit", group), {"name": "Satu", "topic": "Data anak", "members": [theirs.pk]})
    its_day_comes(meeting)
    form = leading.get(at("record", meeting)).context["form"]
    sent = {
        "held_on": timezone.localdate().isoformat(),
        f"by_{theirs.pk}": "Bapak Rekaan",
        f"notes_{point.pk}": "Semua melapor",
        f"result_{group.pk}": "Formulir bersama",
        "decisions": "Lapor tiap bulan",
        "seen": form.initial["seen"],
    }
    assert leading.post(at("record", meeting), sent).status_code == 302
    due = (timezone.localdate() + timedelta(days=9)).isoformat()
    leading.post(at("follow_up_add", meeting), {"title": "Kirim data", "owner": theirs.pk, "due_on": due})
    page = leading.get(at("detail", meeting)).content.decode()
    for words in ("Bapak Rekaan", "Semua melapor", "Formulir bersama", "Lapor tiap bulan", "Kirim data", "Data anak"):
        assert words in page
    leading.post(at("sign", meeting), {"seen": leading.get(at("detail", meeting)).context["seen"]})
    assert b"".join(leading.get(at("minutes", meeting))).startswith(b"%PDF")
    assert leading.post(at("record", meeting), sent | {"seen": ""}).status_code == 409
    assert leading.post(at("sign", meeting)).status_code == 302


def test_a_stale_record_shows_both_versions(leading, meeting, leader):
    seen = leading.get(at("record", meeting)).context["form"].initial["seen"]
    recorded(meeting, leader, decisions="Yang pertama")
    host = meeting.invitations.earliest("pk")
    sent = {"held_on": timezone.localdate().isoformat(), f"by_{host.pk}": "Ibu Misal", "seen": seen}
    page = leading.post(at("record", meeting), sent | {"decisions": "Yang kedua"})
    text = page.content.decode()
    assert "Yang pertama" in text
    assert "Yang kedua" in text
    meeting.refresh_from_db()
    assert meeting.decisions == "Yang pertama"


def test_minutes_are_signed_as_they_were_read(leading, held, leader):
    seen = leading.get(at("detail", held)).context["seen"]
    agreed(held, leader, held.invitations.earliest("pk"))
    for sent in ({"seen": seen}, {}):
        page = leading.post(at("sign", held), sent, follow=True)
        assert "Orang lain sudah mengubah" in page.content.decode()
        held.refresh_from_db()
        assert held.signed_at is None
    leading.post(at("sign", held), {"seen": page.context["seen"]})
    held.refresh_from_db()
    assert held.signed_at is not None


def test_a_stale_group_shows_both_versions(leading, meeting, leader):
    guests = list(meeting.invitations.order_by("pk"))
    group = grouped(meeting, leader, guests[:1])
    form = leading.get(at("group_edit", group)).context["form"]
    grouped(meeting, leader, guests[:1], topic="Topik pertama", group=group)
    sent = {"name": group.name, "members": [guests[0].pk], "seen": form.initial["seen"]}
    page = leading.post(at("group_edit", group), sent | {"topic": "Topik kedua"})
    assert [one.name for one in page.context["differences"]] == ["topic"]
    group.refresh_from_db()
    assert group.topic == "Topik pertama"
    again = sent | {"topic": "Topik kedua", "seen": page.context["form"]["seen"].value()}
    assert leading.post(at("group_edit", group), again).status_code == 302


def test_of_two_records_the_stored_words_may_be_kept_field_by_field(leading, meeting, leader, home):
    host, point = meeting.invitations.earliest("pk"), meeting.agenda.first()
    group = grouped(meeting, leader, meeting.invitations.all())
    words = {"notes": {point: "Catatan pertama"}, "results": {group: "Hasil pertama"}}
    recorded(meeting, leader, **words)
    form = leading.get(at("record", meeting)).context["form"]
    mine = {f"by_{host.pk}": "Bapak Lain", f"notes_{point.pk}": "Kedua", f"result_{group.pk}": "Kedua"}
    kept = {f"keep_{name}": "stored" for name in mine}
    sent = {"held_on": timezone.localdate().isoformat(), "decisions": "Baru", "seen": form.initial["seen"]}
    assert leading.post(at("record", meeting), sent | mine | kept).status_code == 302
    for row in (host, point, group, meeting):
        row.refresh_from_db()
    stored = (host.represented_by, point.notes, group.result, meeting.decisions)
    assert stored == ("Ibu Misal", "Catatan pertama", "Hasil pertama", "Baru")


def test_an_invitation_is_taken_back_on_its_page(leading, client, meeting, home):
    theirs = meeting.invitations.get(institution=home.institution)
    page = leading.get(at("detail", meeting)).content.decode()
    assert at("invitation_withdraw", theirs) in page
    assert at("invitation_withdraw", meeting.invitations.earliest("pk")) not in page
    assert str(home.institution) in leading.get(at("invitation_withdraw", theirs)).content.decode()
    assert leading.post(at("invitation_withdraw", theirs), {"reason": ""}).status_code == 302
    assert not meeting.invitations.filter(pk=theirs.pk).exists()
    assert leading.get(at("invitation_withdraw", theirs)).status_code == 404


def test_a_meeting_without_minutes_has_no_paper(leading, meeting):
    assert leading.get(at("minutes", meeting)).status_code == 404
    leading.post(at("cancel", meeting), {"reason": "Banjir"})
    assert "Banjir" in leading.get(at("detail", meeting)).content.decode()


def test_what_is_owed_stands_on_the_first_page_the_list_and_its_own(client, held, leader, home):
    row = agreed(held, leader, held.invitations.get(institution=home.institution))
    client.force_login(home.user)
    for address in (reverse("home"), reverse("meetings:follow_ups"), at("follow_up", row)):
        assert row.title in client.get(address).content.decode()
    assert client.post(at("follow_up", row), {"note": ""}).status_code == 422
    client.post(at("follow_up", row), {"note": "Terkirim"})
    assert MeetingFollowUp.objects.get().done_by == home.user
    assert row.title not in client.get(reverse("home")).content.decode()
    assert row.title in client.get(reverse("meetings:follow_ups") + "?selesai=1").content.decode()


def test_who_is_second_to_finish_learns_why_and_keeps_the_note(client, held, leader, home):
    row = agreed(held, leader, held.invitations.get(institution=home.institution))
    finish_follow_up(follow_up=row, note="Terkirim oleh Dinas", by=actor_of(leader))
    client.force_login(home.user)
    page = client.post(at("follow_up", row), {"note": "Kami kirim kemarin"})
    text = page.content.decode()
    assert page.status_code == 409
    for words in ("Tindak lanjut ini sudah selesai.", "Kami kirim kemarin", "Terkirim oleh Dinas"):
        assert words in text


def test_past_meetings_that_nobody_recorded_do_not_push_out_those_ahead(leading, leader, monkeypatch):
    monkeypatch.setattr(calling, "UPCOMING", 1)
    meetings = [called(leader, title=f"Rapat {name}") for name in ("lama", "kemarin", "nanti", "jauh")]
    for meeting, days in zip(meetings, (-9, -1, 1, 9), strict=True):
        Meeting.objects.filter(pk=meeting.pk).update(meets_at=timezone.now() + timedelta(days=days))
    page = leading.get(LIST)
    assert [one.title for one in page.context["ahead"]] == ["Rapat nanti"]
    assert [one.title for one in page.context["unrecorded"]] == ["Rapat kemarin"]
    assert "Belum dicatat" in page.content.decode()


def test_an_empty_list_says_what_comes(client, stranger):
    client.force_login(stranger.user)
    assert "Belum ada rapat koordinasi" in client.get(LIST).content.decode()
    assert "Tidak ada tindak lanjut" in client.get(reverse("meetings:follow_ups")).content.decode()


def more_of(leader, home, meeting) -> None:
    """More of everything that the pages tell."""
    theirs = meeting.invitations.get(institution=home.institution)
    homes = [MembershipFactory(institution=InstitutionFactory(lksa=True, region=region("14.01.01"))) for _n in range(3)]
    asked(meeting, leader, homes=homes)
    for name in ("A", "B", "C"):
        grouped(meeting, leader, meeting.invitations.all(), name=name)
    recorded(meeting, leader)
    for _n in range(3):
        agreed(meeting, leader, theirs)
        recorded(called(leader), leader)
        called(leader)


def test_pages_run_the_same_queries_whatever_they_hold(leading, leader, home, meeting, django_assert_max_num_queries):
    group = grouped(meeting, leader, meeting.invitations.all(), name="Z")
    asked(called(leader), leader, homes=[home])
    other = called(leader)
    theirs = asked(other, leader, homes=[home])[0]
    recorded(other, leader)
    agreed(other, leader, theirs)
    grouped(other, leader, [theirs])
    pages = [LIST, reverse("meetings:follow_ups"), at("detail", other), at("record", other), at("group_edit", group)]
    counts = {}
    for address in pages:
        with django_assert_max_num_queries(40) as before:
            leading.get(address)
        counts[address] = len(before)
    more_of(leader, home, meeting)
    for n in range(3):
        grouped(other, leader, other.invitations.all(), name=f"K{n}")
        agreed(other, leader, theirs)
    for address in pages:
        with django_assert_max_num_queries(counts[address]):
            leading.get(address)


def test_signed_minutes_are_offered_to_who_was_asked(client, held, leader, home):
    sign_minutes(meeting=held, by=actor_of(leader))
    client.force_login(home.user)
    page = client.get(at("detail", held)).content.decode()
    assert at("minutes", held) in page
    assert "Kode keaslian" in page
