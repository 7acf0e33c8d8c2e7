"""What stands against taking a request at the desk of a Sentra, and against what it does with it (SERASI)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.language import counted
from institutions.models import Institution
from institutions.states import Kind, Role

from ..models import DeskRequest
from ..states import Onward, Source
from .common import received_problems

LAW = _("Permensos 16/2020: layanan terpadu lewat rujukan atau bantuan langsung")
NAMED = 5  # numbers of requests that a sentence lists


def request_problems(source: str, problem: str, received_at: datetime) -> list[Problem]:
    """What a request lacks: who asks, what for, and when (domain.md 5.3)."""
    problems = []
    if source not in Source.values:
        problems.append(Problem("request_source", _("Pilih siapa yang meminta."), field="source"))
    if not problem.strip():
        problems.append(Problem("request_without_story", _("Tuliskan apa yang diminta."), field="problem"))
    return problems + received_problems(received_at, "received_at")


def onward_problems(
    asking: DeskRequest, way: str, to: Institution | None, words: str, office: Institution | None
) -> list[Problem]:
    """What stands against going on with a request. to: the other Sentra. office: the Dinas of the place, None when
    neither regency nor province has one."""
    if not asking.is_open:
        text = _("Permintaan ini sudah selesai: %(state)s.") % {"state": str(asking.get_state_display()).lower()}
        return [Problem("request_ended", text)]
    problems = []
    if way == Onward.OFFICE and office is None:
        text = _("Belum ada Dinas Sosial terdaftar di wilayah ini. Hubungi lewat telepon, lalu catat hasilnya.")
        problems.append(Problem("office_missing", text, field="regency"))
    elif way == Onward.SENTRA and not _takes_requests(to, asking):
        problems.append(Problem("request_to_no_sentra", _("Pilih Sentra lain yang aktif."), field="to"))
    elif way == Onward.SENTRA and to is not None and not _is_read_at(to):
        text = _(
            "%(sentra)s belum punya petugas penerima: di sana permintaan ini tidak dibaca siapa pun. Pilih yang lain."
        )
        problems.append(Problem("sentra_without_intake", text % {"sentra": to.name}, source=LAW, field="to"))
    elif way not in Onward.values:
        problems.append(Problem("onward_missing", _("Pilih apa yang dilakukan."), field="way"))
    if way == Onward.SENTRA and not words.strip():
        problems.append(Problem("request_without_reason", _("Tuliskan alasannya untuk Sentra itu."), field="words"))
    if way == Onward.ANSWER and not words.strip():
        problems.append(Problem("request_answer_unsaid", _("Tuliskan apa yang dilakukan."), field="words"))
    return problems


def switching_off_problems(institution: Institution) -> list[Problem]:
    """For `institutions.hooks.SWITCH_OFF_CHECKS`: a Sentra at whose desk requests wait is not switched off (hard), for
    nobody would read them any more. They are sent on or answered first; their numbers say whom nothing is told of."""
    waiting = list(DeskRequest.objects.filter(sentra=institution).open().order_by("due_at", "pk").values("number"))
    if not waiting:
        return []
    text = counted(
        "%(n)d permintaan SERASI masih menunggu di sini: %(numbers)s. Teruskan atau jawab dulu.",
        n=len(waiting),
        numbers=", ".join(row["number"] for row in waiting[:NAMED]) + ("…" if len(waiting) > NAMED else ""),
    )
    return [Problem("requests_waiting", text, source=LAW)]


def _is_read_at(sentra: Institution) -> bool:
    """Whether somebody takes in there today. One query."""
    return bool(Institution.objects.filter(pk=sentra.pk).where_works(Role.INTAKE_OFFICER).exists())


def _takes_requests(to: Institution | None, asking: DeskRequest) -> bool:
    return to is not None and to.kind == Kind.SENTRA and to.is_active and to.pk != asking.sentra_id
