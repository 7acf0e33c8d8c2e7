"""What stands on the minutes of a meeting. The words are Indonesian: services call this in the language of the
record."""

from typing import Any

from django.utils.translation import gettext as _

from atensi.audit.services import subject_of
from atensi.clock import date_words
from atensi.documents.models import OfficialPaper
from atensi.documents.official import Content

from .models import Invitation, Meeting


def minutes_of(meeting: Meeting) -> Content:
    """Its minutes: where it met and for whom, who came, each point of the agenda, groups, decisions, follow-ups."""
    guests = list(meeting.invitations.select_related("institution", "person"))
    return Content(
        title=_("Notulen rapat koordinasi wilayah"),
        facts=[
            [_("Rapat"), meeting.title],
            [_("Nomor rapat"), meeting.number],
            [_("Penyelenggara"), str(meeting.office)],
            [_("Wilayah"), str(meeting.region)],
            [_("Tanggal"), date_words(meeting.held_on)],
            [_("Tempat"), meeting.place],
        ],
        sections=[*_agenda(meeting), *_groups(meeting), [_("Keputusan"), meeting.decisions]],
        tables=[_attendance(meeting, guests), _follow_ups(meeting)],
        signers=[[_("Penyelenggara"), str(meeting.signed_by)], [_("Pencatat"), str(meeting.recorded_by)]],
    )


def paper_of(meeting: Meeting) -> OfficialPaper | None:
    """The signed minutes as they were issued; one query."""
    return OfficialPaper.objects.of(subject_of(meeting)).first()


def _agenda(meeting: Meeting) -> list[list[str]]:
    return [
        [_("Acara %(n)s: %(text)s") % {"n": point.position, "text": point.text}, point.notes or "–"]
        for point in meeting.agenda.all()
    ]


def _groups(meeting: Meeting) -> list[list[str]]:
    groups = meeting.groups.prefetch_related("members__institution", "members__person")
    return [
        [
            _("%(name)s: %(topic)s") % {"name": group.name, "topic": group.topic},
            "\n".join(filter(None, [_("Anggota: %(who)s") % {"who": _names(group.members.all())}, group.result])),
        ]
        for group in groups
    ]


def _names(guests: Any) -> str:
    return "; ".join(guest.who for guest in guests)


def _attendance(meeting: Meeting, guests: list[Invitation]) -> dict[str, Any]:
    rows = [[guest.who, guest.represented_by or _("Hadir") if guest.came else _("Tidak hadir")] for guest in guests]
    rows += [[line.strip(), _("Hadir")] for line in meeting.attendees.splitlines() if line.strip()]
    return {"heading": _("Kehadiran"), "heads": [_("Undangan"), _("Yang hadir")], "rows": rows}


def _follow_ups(meeting: Meeting) -> dict[str, Any]:
    rows = meeting.follow_ups.select_related("owner__institution", "owner__person")
    return {
        "heading": _("Tindak lanjut"),
        "heads": [_("Apa yang dikerjakan"), _("Siapa"), _("Paling lambat")],
        "rows": [[row.title, row.owner.who, date_words(row.due_on)] for row in rows],
    }
