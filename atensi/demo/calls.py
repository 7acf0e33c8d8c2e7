"""What callers told the demo's operator, and how far each report has come: every state, one a child come back."""

import uuid
from dataclasses import dataclass

from django.utils import timezone

from atensi.accounts.models import User
from atensi.reference.models import Code, Region
from cases.models import Case, IncomingReport
from cases.report import Report
from cases.services.incoming import Call, assign_incoming, close_incoming, pass_on_incoming, record_incoming
from cases.services.responses import log_response
from cases.states import Channel, IncomingClosure, ResponseOutcome, Triage, Urgency

from .children import KAMPAR, PEKANBARU, SIAK
from .clock import hours_ago
from .world import World

BACK_AGAIN = "Misal Dewa"  # went home two months ago
CRYING = "Tetangga mendengar anak menangis tiap malam; dua hari ini pintunya terkunci."
SELLING = "Anak berjualan tisu di lampu merah sampai larut, tidak sekolah."
LEFT = "Dua anak ditinggal di rumah kontrakan; ibunya bekerja di kota lain."
AGAIN = "Anak yang sudah pulang ke rumah terlihat tidur di pos ronda dan tidak mau pulang."
TOUCHED = "Guru diberi tahu murid tentang perbuatan orang dewasa di rumahnya."
POWER = "Penelepon menanyakan listrik kontrakan yang diputus."


@dataclass(frozen=True, slots=True)
class Caller:
    """One call: hours ago, place, and what came of it so many hours after (one of OUTCOMES; empty: it still waits)."""

    hours: int
    region: str
    channel: str
    urgency: str
    problem: str
    child: str = ""
    category: str = ""
    came_of_it: str = ""
    after: int = 3


CALLERS = [
    Caller(90, "14.05.02", Channel.PHONE, Urgency.UNCLEAR, AGAIN, BACK_AGAIN, "MALTREATED", "answered_again"),
    Caller(70, KAMPAR, Channel.WHATSAPP, Urgency.NO_DANGER, POWER, came_of_it="closed"),
    Caller(50, SIAK, Channel.TEPSA, Urgency.UNCLEAR, SELLING, "Contoh Galih", "EXPLOITED"),
    Caller(27, "14.01.02", Channel.TEPSA, Urgency.UNCLEAR, SELLING, "Rekaan Tio", "EXPLOITED"),
    Caller(30, PEKANBARU, Channel.POLICE, Urgency.NO_DANGER, LEFT, came_of_it="passed_on", after=26),
    Caller(6, "14.01.05", Channel.SCHOOL, Urgency.UNCLEAR, TOUCHED, "Umpama Lia", "SEXUAL_CRIME", "assigned"),
    Caller(5, "14.01.01", Channel.WALK_IN, Urgency.NO_DANGER, LEFT, came_of_it="doubled"),
    Caller(1, "14.01.01", Channel.TEPSA, Urgency.DANGER, CRYING),
]


def take_calls(world: World) -> None:
    """Record the calls and what the offices did with them."""
    for caller in CALLERS:
        with hours_ago(caller.hours):
            report = _take(world, caller)
        if caller.came_of_it:
            with hours_ago(caller.hours - caller.after):
                OUTCOMES[caller.came_of_it](world, report)


def _take(world: World, caller: Caller) -> IncomingReport:
    code = Code.objects.of(Code.List.AMPK).filter(code=caller.category).order_by("-valid_from").first()
    call = Call(
        channel=caller.channel,
        received_at=timezone.now(),
        problem=caller.problem,
        urgency=caller.urgency,
        region=Region.objects.get(pk=caller.region),
        place="Dekat pasar (rekaan)",
        category=code,
        child_name=caller.child,
        reporter_phone="0800-CONTOH" if caller.urgency == Urgency.DANGER else "",
    )
    return record_incoming(call=call, form_id=uuid.uuid4(), by=world.actor("sinta"))


def _worker(username: str) -> User:
    return User.objects.get(username=username)


def _assigned(world: World, report: IncomingReport) -> None:
    assign_incoming(report=report, worker=_worker("dewi"), by=world.actor("hendra"))


def _closed(world: World, report: IncomingReport) -> None:
    close_incoming(
        report=report,
        closure=IncomingClosure.NOT_SOCIAL_WORK,
        note="Soal listrik; penelepon diberi nomor layanan PLN.",
        by=world.actor("hendra"),
    )


def _doubled(world: World, report: IncomingReport) -> None:
    earlier = IncomingReport.objects.filter(office=report.office, problem=LEFT).exclude(pk=report.pk).earliest("pk")
    close_incoming(
        report=report,
        closure=IncomingClosure.DUPLICATE,
        note="Sudah dilaporkan lebih dulu.",
        double_of=earlier,
        by=world.actor("hendra"),
    )


def _passed_on(world: World, report: IncomingReport) -> None:
    """The regency's office has nobody who supervises; the province, to which its silence climbed, hands it on."""
    pass_on_incoming(
        report=report,
        to=world.institutions[KAMPAR],
        reason="Anak sudah dibawa bibinya ke Kampar.",
        by=world.actor("nurhayati"),
    )


def _answered_again(world: World, report: IncomingReport) -> None:
    """A child who had gone home is reported again: the worker joins it to the case, which the office watches."""
    assign_incoming(report=report, worker=_worker("anton"), by=world.actor("bambang"))
    case = Case.objects.select_related("beneficiary").get(beneficiary__name=BACK_AGAIN)
    told = Report(
        channel=report.channel,
        received_at=report.received_at,
        region=report.region,
        place=report.place,
        what_happened=report.problem,
        triage=Triage.MEDIUM,
        categories=[report.category],
        primary=report.category,
    )
    log_response(
        by=world.actor("anton"),
        form_id=uuid.uuid4(),
        report=told,
        outcome=ResponseOutcome.JOINED_CASE,
        case=case,
        incoming=report,
    )


OUTCOMES = {
    "assigned": _assigned,
    "closed": _closed,
    "doubled": _doubled,
    "passed_on": _passed_on,
    "answered_again": _answered_again,
}
