"""Group sessions of the demo, with who came and who did not, and what was done for prevention."""

import uuid

from django.utils import timezone

from atensi.audit.actor import Actor
from cases.models import Case
from cases.prevention import districts_around
from cases.service_states import Attendance, PreventionKind, SessionKind
from cases.services.prevention import record_prevention
from cases.services.sessions import Attending, record_session
from cases.sessions import relatives_of
from cases.states import Base

from .clock import on_day
from .world import World

# Who holds it, days ago, kind, agenda, result.
SESSIONS = [
    ("dewi", 12, SessionKind.TEPAK, "Suara anak; siapa yang bisa mengasuh; apa yang dibantu.", "Keluarga sepakat."),
    ("dewi", 5, SessionKind.FDS, "Mengasuh tanpa kekerasan; mengatur uang belanja.", ""),
    ("yusuf", 8, SessionKind.THERAPY, "Mengenal rasa marah dan cara menenangkan diri.", "Anak lebih terbuka."),
]
MOST_CASES = 3
# Who, days ago, kind, title, place, partners, reach.
PREVENTION = [
    (
        "dewi",
        20,
        PreventionKind.SCHOOL,
        "Berani bercerita: aman di sekolah",
        "SDN 003 (rekaan)",
        "Guru kelas",
        {("TO_11", "MALE"): 58, ("TO_11", "FEMALE"): 61, ("TO_59", "FEMALE"): 6},
    ),
    (
        "hendra",
        9,
        PreventionKind.PARENTS,
        "Mengasuh tanpa kekerasan",
        "Balai desa (rekaan)",
        "PKK, puskesmas",
        {("TO_59", "MALE"): 14, ("TO_59", "FEMALE"): 37, ("ABOVE_59", "FEMALE"): 5},
    ),
    (
        "yusuf",
        15,
        PreventionKind.CAMPAIGN,
        "Kenali perdagangan orang",
        "Terminal (rekaan)",
        "UPT PPA",
        {("TO_17", "MALE"): 40, ("TO_17", "FEMALE"): 44, ("TO_59", "MALE"): 25},
    ),
]


def hold_sessions(world: World) -> None:
    """Record the sessions with the cases that their holders have in hand."""
    for username, days, kind, agenda, result in SESSIONS:
        by = world.actor(username)
        people = _people(by)
        if not people:
            continue
        with on_day(days, hour=14):
            record_session(
                by=by,
                form_id=uuid.uuid4(),
                kind=kind,
                base=Base.COMMUNITY,
                held_on=timezone.localdate(),
                place="Aula kantor (rekaan)",
                facilitators=str(world.memberships[username].user),
                agenda=agenda,
                result=result,
                people=people,
            )


def _people(by: Actor) -> list[Attending]:
    """The children of cases with a plan, each with a relative; the last relative is excused."""
    cases = Case.objects.worked_on_by(by).open().filter(plans__signed_at__isnull=False).order_by("pk").distinct()
    people = []
    for case in cases.prefetch_related("beneficiary__family")[:MOST_CASES]:
        people.append(Attending(case, note="Ikut bercerita."))
        people += [Attending(case, member) for member in relatives_of(case)[:1]]
    if people and people[-1].member:
        people[-1] = Attending(people[-1].case, people[-1].member, Attendance.EXCUSED, "Sedang bekerja.")
    return people


def prevent(world: World) -> None:
    """Record what offices did for prevention."""
    for username, days, kind, title, place, partners, reach in PREVENTION:
        institution = world.memberships[username].institution
        with on_day(days, hour=11):
            record_prevention(
                by=world.actor(username),
                form_id=uuid.uuid4(),
                kind=kind,
                title=title,
                region=districts_around(institution)[0],
                place=place,
                held_on=timezone.localdate(),
                partners=partners,
                reach=reach,
            )
