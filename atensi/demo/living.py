"""What happened in homes of the demo: an illness that is settled, and violence that Dinas has to report on today."""

from datetime import timedelta

from django.utils import timezone

from cases.models import Beneficiary
from living.services.admissions import keep_admission_sheet
from living.services.caregivers import add_caregiver, assign_caregiver
from living.services.incidents import add_incident_step, close_incident, record_incident
from living.services.stays import end_leave, record_family_contact, record_leave
from living.states import AdmissionPaper, ContactWay, IncidentKind, StepKind
from referrals.models import Placement

from .clock import hours_ago, on_day
from .world import World

ILL_DAYS_AGO, SETTLED_DAYS_AGO, HURT_HOURS_AGO = 150, 143, 5


def live(world: World) -> None:
    """Both incidents, in the home of Kampar; its caregivers, and a child's days there."""
    _illness(world)
    _violence(world)
    _days(world)


def _stay(name: str) -> Placement:
    return Placement.objects.filter(beneficiary=Beneficiary.objects.get(name=name)).earliest("starts_on")


def _illness(world: World) -> None:
    """As the child's worker wrote it down; the home followed it."""
    staff, stay = world.actor("tuti"), _stay("Umpama Cahya")
    with on_day(ILL_DAYS_AGO, hour=19):
        row = record_incident(
            home=world.institutions["kasih"],
            kind=IncidentKind.ILLNESS,
            happened_at=timezone.now() - timedelta(hours=2),
            place="Sekolah",
            story="U. C. jatuh dari ayunan; lengan kiri bengkak.",
            measures="Dibawa ke puskesmas, lengan dibidai.",
            children=[stay],
            told_family="Bibi, lewat telepon.",
            by=world.actor("dewi"),
        )
    with on_day(SETTLED_DAYS_AGO):
        text = "Kontrol kedua di puskesmas; bengkak hilang."
        add_incident_step(incident=row, kind=StepKind.MEASURE, done_on=timezone.localdate(), text=text, by=staff)
        close_incident(incident=row, outcome="Sembuh. Ayunan diperbaiki.", by=staff)


def _violence(world: World) -> None:
    with hours_ago(HURT_HOURS_AGO):
        record_incident(
            home=world.institutions["kasih"],
            kind=IncidentKind.VIOLENCE,
            happened_at=timezone.now() - timedelta(hours=3),
            place="Ruang makan",
            story="C. A. dipukul dengan sendok kayu karena menumpahkan nasi.",
            staff="Juru masak",
            measures="Anak didampingi pengasuh lain; juru masak tidak masuk kerja.",
            children=[_stay("Contoh Aditya")],
            by=world.actor("tuti"),
        )


def _days(world: World) -> None:
    """A child who came in an emergency: what came along, and that the family has not signed; cared for, handed on,
    visited, and on leave with the family for a day."""
    staff, home, stay = world.actor("tuti"), world.institutions["kasih"], _stay("Contoh Aditya")
    with on_day(20):
        today = timezone.localdate()
        keep_admission_sheet(
            placement=stay,
            documents=[AdmissionPaper.LETTER, AdmissionPaper.SOCIAL_REPORT],
            belongings="Satu tas baju, buku gambar, boneka kain.",
            health="Batuk ringan; tidak ada luka.",
            oriented_on=stay.starts_on,
            oriented_by="Ibu Ani Rekaan",
            by=staff,
        )
        names = ("Ibu Ani Rekaan", "Bapak Budi Misal")
        days = {"since": today - timedelta(days=400), "statement_on": today - timedelta(days=380)}
        first, second = (
            add_caregiver(home=home, name=name, training="Pengasuhan dasar", by=staff, **days) for name in names
        )
        assign_caregiver(placement=stay, caregiver=first, since=today, by=staff)
    with on_day(8):
        today, family = timezone.localdate(), list(stay.beneficiary.family.filter(is_alive=True, may_contact=True)[:1])
        record_family_contact(
            placement=stay,
            way=ContactWay.VISIT,
            held_on=today,
            members=family,
            others="" if family else "Bibi",
            went="Satu jam di ruang tamu; anak memperlihatkan gambarnya.",
            child_words="Aku mau ikut pulang.",
            by=staff,
        )
        note = "Tidur dengan lampu menyala. Obat batuk sampai hari Jumat. Takut suara hujan deras."
        assign_caregiver(placement=stay, caregiver=second, since=today, hand_over=note, by=staff)
    with on_day(4):
        today = timezone.localdate()
        until = today + timedelta(days=1)
        leave = record_leave(placement=stay, from_on=today, until_on=until, place="Rumah bibi", escort="Bibi", by=staff)
    with on_day(3):
        end_leave(leave=leave, back_on=timezone.localdate(), note="Sehat dan gembira.", by=staff)
