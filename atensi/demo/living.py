"""What happened in homes of the demo: an illness that is settled, and violence that Dinas has to report on today."""

from datetime import timedelta

from django.utils import timezone

from cases.models import Beneficiary
from living.services.incidents import add_incident_step, close_incident, record_incident
from living.states import IncidentKind, StepKind
from referrals.models import Placement

from .clock import hours_ago, on_day
from .world import World

ILL_DAYS_AGO, SETTLED_DAYS_AGO, HURT_HOURS_AGO = 150, 143, 5


def live(world: World) -> None:
    """Both incidents, in the home of Kampar."""
    _illness(world)
    _violence(world)


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
