"""Group sessions of the demo: TEPAK of a regency's office and of the Sentra, with who came and who did not."""

import uuid

from django.utils import timezone

from atensi.audit.actor import Actor
from cases.models import Case
from cases.service_states import Attendance, SessionKind
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
