"""Coordination meetings of the demo: one of the regency that was held, one of the province that is ahead."""

from datetime import timedelta

from django.utils import timezone

from institutions.models import Institution
from meetings.models import Invitation, Meeting
from meetings.services.calling import call_meeting, invite
from meetings.services.following import agree_follow_up, finish_follow_up
from meetings.services.holding import record_meeting, set_group, sign_minutes

from .children import KAMPAR, PEKANBARU, PELALAWAN, SIAK
from .clock import on_day
from .world import World

CALLED_DAYS_AGO, HELD_DAYS_AGO = 24, 12
DECISIONS = (
    "Tiap LKSA melaporkan jumlah anak dan tempat kosong setiap tanggal 5.\n"
    "Anak yang keluarganya siap didahulukan untuk pulang.\nPertemuan berikutnya tiga bulan lagi."
)


def meet(world: World) -> None:
    """Both meetings."""
    _held(world)
    _ahead(world)


def _held(world: World) -> None:
    """Kampar met with its home, the Sentra and its worker; the minutes are signed, one follow-up is late."""
    leader, worker = world.actor("hendra"), world.memberships["dewi"]
    with on_day(CALLED_DAYS_AGO):
        meeting = _called(
            world,
            "hendra",
            title="Pertemuan LKSA se-Kabupaten Kampar, triwulan IV",
            place="Aula Dinas Sosial (contoh)",
            days=CALLED_DAYS_AGO - HELD_DAYS_AGO,
            agenda=["Laporan tiap lembaga", "Anak yang bisa pulang ke keluarga", "Data tempat kosong"],
        )
        places = [world.institutions["sentra"], world.institutions["kasih"]]
        invite(meeting=meeting, institutions=places, workers=[worker], by=leader)
    with on_day(HELD_DAYS_AGO, hour=15):
        office, sentra, home, person = meeting.invitations.all()
        point = meeting.agenda.first()
        assert point is not None
        record_meeting(
            meeting=meeting,
            by=leader,
            held_on=timezone.localdate(),
            decisions=DECISIONS,
            attendees="Ibu Camat Rekaan, Kecamatan Bangkinang (contoh)",
            came={office: "Hendra Misal", sentra: "Yusuf Umpama", home: "Tuti Misal", person: ""},
            notes={point: "Semua lembaga melapor; dua kamar di LKSA sedang diperbaiki."},
        )
        _agreed(meeting, home, "Laporkan jumlah tempat kosong per kelompok umur", days=HELD_DAYS_AGO - 4, by=leader)
        _agreed(meeting, sentra, "Jadwalkan pelatihan pengasuh LKSA", days=HELD_DAYS_AGO + 9, by=leader)
        done = _agreed(meeting, person, "Kumpulkan alamat posyandu di tiga kecamatan", days=7, by=leader)
        sign_minutes(meeting=meeting, by=leader)
    with on_day(HELD_DAYS_AGO - 5):
        finish_follow_up(follow_up=done, note="Daftar sudah dikirim ke semua lembaga.", by=world.actor("dewi"))


def _ahead(world: World) -> None:
    """The province calls its offices, the Sentra, homes and two workers, in two groups."""
    leader = world.actor("nurhayati")
    with on_day(3):
        meeting = _called(
            world,
            "nurhayati",
            title="Rehabilitasi sosial anak di Riau: satu pandangan, satu peta",
            place="Sentra Contoh Pekanbaru",
            days=8,
            agenda=["Arah kebijakan ATENSI", "Peta layanan tiap kabupaten", "Kerja kelompok", "Rencana tindak lanjut"],
        )
        keys = [KAMPAR, PELALAWAN, SIAK, PEKANBARU, "sentra", "kasih", "bangsa"]
        workers = [world.memberships["anton"], world.memberships["lina"]]
        invite(meeting=meeting, institutions=[world.institutions[key] for key in keys], workers=workers, by=leader)
        guests = list(meeting.invitations.all())
        half = len(guests) // 2
        set_group(meeting=meeting, name="Kelompok 1", topic="Anak tanpa identitas", members=guests[:half], by=leader)
        set_group(meeting=meeting, name="Kelompok 2", topic="Keluarga pengganti", members=guests[half:], by=leader)


def _called(world: World, leader: str, *, title: str, place: str, days: int, agenda: list[str]) -> Meeting:
    office: Institution = world.memberships[leader].institution
    return call_meeting(
        office=office,
        title=title,
        region=office.region,
        meets_at=timezone.now() + timedelta(days=days),
        place=place,
        agenda=agenda,
        by=world.actor(leader),
    )


def _agreed(meeting: Meeting, owner: Invitation, title: str, *, days: int, by):
    """Due `days` after the meeting."""
    return agree_follow_up(
        meeting=meeting, title=title, owner=owner, due_on=timezone.localdate() + timedelta(days=days), by=by
    )
