"""What people asked for at the demo's Sentra: one waits, one went to the Dinas, one was helped at once."""

import uuid
from dataclasses import dataclass

from django.utils import timezone

from atensi.reference.models import Region
from cases.services.desk_requests import Asked, Going, register_request
from cases.states import Onward, Source, Urgency

from .children import KAMPAR, PELALAWAN, SIAK
from .clock import hours_ago
from .world import World


@dataclass(frozen=True, slots=True)
class Asker:
    """One request: hours ago, from where, who asks, what for, for a child or not, and what was done with it."""

    hours: int
    region: str
    source: str
    problem: str
    is_child: bool
    going: Going | None = None


ASKERS = [
    Asker(3, PELALAWAN, Source.FAMILY, "Nenek tidak sanggup lagi mengasuh dua cucunya sendirian.", is_child=True),
    Asker(
        *(20, KAMPAR, Source.SERVICE_BODY),
        "LKSA meminta pendampingan untuk anak yang tidak mau sekolah.",
        is_child=True,
        going=Going(way=Onward.OFFICE),
    ),
    Asker(
        *(75, SIAK, Source.SELF),
        "Penyandang disabilitas meminta kursi roda.",
        is_child=False,
        going=Going(way=Onward.ANSWER, words="Kursi roda diserahkan di Sentra, dengan latihan pemakaian satu hari."),
    ),
]


def take_requests(world: World) -> None:
    """Take the requests as the intake officer of the Sentra."""
    for asker in ASKERS:
        with hours_ago(asker.hours):
            asked = Asked(
                source=asker.source,
                received_at=timezone.now(),
                problem=asker.problem,
                urgency=Urgency.NO_DANGER,
                region=Region.objects.get(pk=asker.region),
                is_child=asker.is_child,
                place="Dekat pasar (rekaan)",
                requester_name="Peminta Rekaan",
            )
            register_request(asked=asked, form_id=uuid.uuid4(), going=asker.going, by=world.actor("yusuf"))
