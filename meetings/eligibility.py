"""What stands against calling a meeting, asking somebody to it, recording it, and what follows from it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.models import Region
from atensi.reference.workdays import local_day, today_in
from institutions.models import Institution, Membership

from .inviting import institutions_for, regions_for, workers_for
from .models import AgendaPoint, Invitation, Meeting, MeetingFollowUp, WorkingGroup


def call_problems(office: Institution, region: Region, meets_at: datetime, agenda: Sequence[str]) -> list[Problem]:
    """A meeting is called for a moment to come, for a region that the office works for, and about something."""
    problems = ahead_problems(meets_at)
    if not regions_for(office).filter(pk=region.pk).exists():
        text = _("Pilih wilayah kerja lembaga Anda.")
        problems.append(Problem("meeting_region_unfit", text, field="region"))
    if not any(point.strip() for point in agenda):
        problems.append(Problem("meeting_without_agenda", _("Tulis sedikitnya satu acara."), field="agenda"))
    return problems


def ahead_problems(meets_at: datetime) -> list[Problem]:
    if meets_at < timezone.now():
        return [Problem("coordination_in_past", _("Waktu rapat sudah lewat."), field="meets_at")]
    return []


def planned_problems(meeting: Meeting) -> list[Problem]:
    """What is asked of people before it is held: a meeting that was neither held nor called off."""
    if not meeting.is_planned:
        return [Problem("meeting_not_planned", _("Rapat ini sudah dilaksanakan atau dibatalkan."))]
    return []


def open_problems(meeting: Meeting) -> list[Problem]:
    """Something may still be written: it was not called off, and its minutes are not signed."""
    if not meeting.is_open:
        return [Problem("meeting_closed", _("Rapat ini dibatalkan, atau notulennya sudah ditandatangani."))]
    return []


def held_already_problems(meeting: Meeting) -> list[Problem]:
    """What follows from a meeting, or signs it, needs what was recorded of it."""
    if meeting.is_open and meeting.held_on is None:
        return [Problem("meeting_not_held", _("Catat dulu hasil rapat."))]
    return open_problems(meeting)


def reason_problems(reason: str) -> list[Problem]:
    """People who were asked are told why it moves or does not take place."""
    if not reason.strip():
        return [Problem("meeting_without_reason", _("Tuliskan alasannya."), field="reason")]
    return []


def guest_problems(
    meeting: Meeting, institutions: Collection[Institution], workers: Collection[Membership]
) -> list[Problem]:
    """Somebody is asked, of those who work around the region and are not asked yet; each once, whatever offices they
    work at."""
    if not institutions and not workers:
        return [Problem("meeting_without_guests", _("Pilih siapa yang diundang."), field="institutions")]
    chosen = {one.pk for one in institutions}
    people = {one.pk for one in workers}
    if len(chosen) < len(institutions) or len({one.user_id for one in workers}) < len(workers):
        text = _("Undang tiap lembaga dan tiap petugas satu kali.")
        return [Problem("meeting_guest_twice", text, field="institutions")]
    fit = institutions_for(meeting).filter(pk__in=chosen).count() == len(chosen)
    if not fit or workers_for(meeting).filter(pk__in=people).count() != len(people):
        text = _("Undang lembaga dan petugas lapangan di sekitar wilayah rapat yang belum diundang.")
        return [Problem("meeting_guest_unfit", text, field="institutions")]
    return []


def withdrawal_problems(meeting: Meeting, guest: Invitation) -> list[Problem]:
    """It is taken back while the meeting is ahead, once; the office that calls comes, and no group is left empty."""
    problems = planned_problems(meeting)
    if not meeting.invitations.filter(pk=guest.pk).exists():
        return [*problems, Problem("invitation_withdrawn_already", _("Undangan ini sudah ditarik."))]
    if guest.is_host:
        text = _("Lembaga yang mengundang selalu hadir. Batalkan rapatnya bila tidak jadi.")
        problems.append(Problem("meeting_host_stays", text))
    alone = [group.name for group in guest.groups.all() if group.members.count() == 1]
    if alone:
        text = _("Hanya undangan ini anggota %(group)s. Pilih dulu anggota lain untuk kelompok itu.")
        problems.append(Problem("group_left_empty", text % {"group": ", ".join(alone)}))
    return problems


def record_problems(
    meeting: Meeting,
    held_on: date,
    came: Mapping[Invitation, str],
    parts: Collection[AgendaPoint | WorkingGroup],
) -> list[Problem]:
    """It took place, maybe sooner or later than called, but after it was called; somebody who was asked was there, an
    institution by somebody with a name; and what is told is of this meeting. came: as `record_meeting` takes it."""
    problems = open_problems(meeting) + part_problems(meeting, [*came, *parts])
    if held_on > today_in(meeting.office.region):
        problems.append(Problem("meeting_held_ahead", _("Tanggal rapat belum tiba."), field="held_on"))
    if held_on < local_day(meeting.called_at, meeting.office.region):
        text = _("Tanggal ini sebelum rapat diundangkan.")
        problems.append(Problem("meeting_held_before", text, field="held_on"))
    if any(guest.person_id is None and not name.strip() for guest, name in came.items()):
        text = _("Tulis siapa yang hadir untuk tiap lembaga.")
        problems.append(Problem("meeting_came_unnamed", text, field="held_on"))
    if not came:
        problems.append(Problem("meeting_nobody_came", _("Catat siapa yang hadir dari undangan."), field="held_on"))
    return problems


def part_problems(meeting: Meeting, parts: Collection[Invitation | AgendaPoint | WorkingGroup]) -> list[Problem]:
    """Members, owners and notes are of this meeting; an invitation that was taken back meanwhile is no more."""
    guests = {part.pk for part in parts if isinstance(part, Invitation)}
    gone = guests - set(meeting.invitations.filter(pk__in=guests).values_list("pk", flat=True)) if guests else ()
    if gone or any(part.meeting_id != meeting.pk for part in parts):
        return [Problem("meeting_part_foreign", _("Pilih dari undangan, acara, dan kelompok rapat ini."))]
    return []


def group_problems(
    meeting: Meeting, name: str, members: Collection[Invitation], *, group: WorkingGroup | None = None
) -> list[Problem]:
    """A group has a name of its own and somebody in it."""
    problems = open_problems(meeting) + part_problems(meeting, members)
    if not members:
        problems.append(Problem("group_without_members", _("Pilih anggota kelompok."), field="members"))
    named = meeting.groups.filter(name=name.strip())
    if (named.exclude(pk=group.pk) if group else named).exists():
        problems.append(Problem("group_name_taken", _("Nama ini sudah dipakai kelompok lain."), field="name"))
    return problems


def follow_up_problems(meeting: Meeting, owner: Invitation, due_on: date) -> list[Problem]:
    """It is agreed by a meeting that was held, in the hands of somebody of it, for a day after it."""
    problems = held_already_problems(meeting) + part_problems(meeting, [owner])
    if meeting.held_on is not None and due_on < meeting.held_on:
        problems.append(Problem("follow_up_before_meeting", _("Tenggat sebelum rapat."), field="due_on"))
    return problems


def finish_problems(follow_up: MeetingFollowUp, note: str) -> list[Problem]:
    """It is done once, and says what was done."""
    if not follow_up.is_open:
        return [Problem("follow_up_done", _("Tindak lanjut ini sudah selesai."))]
    if not note.strip():
        return [Problem("follow_up_without_note", _("Tuliskan apa yang dikerjakan."), field="note")]
    return []
