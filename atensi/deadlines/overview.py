"""All clocks in one place: rule, settings with the values in force, who is told at which step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atensi.language import counted
from institutions.models import Institution
from institutions.parameters import DEFINITIONS, InForce, values_in_force
from institutions.values import show

from .clocks import Clock, Ladder, Rung
from .hooks import CLOCKS
from .ladders import Step, steps_for
from .services.ticks import last_ended

RUNGS: dict[str, str | Promise] = {
    Rung.WORKER: gettext_lazy("pekerja sosial kasus"),
    Rung.HOLDER: gettext_lazy("petugas lembaga yang bertindak"),
    Rung.SUPERVISOR: gettext_lazy("penyelia Dinas"),
    Rung.HEAD: gettext_lazy("kepala lembaga"),
    Rung.OFFICE: gettext_lazy("pejabat pemutus Dinas"),
    Rung.INTAKE: gettext_lazy("petugas penerimaan Sentra"),
    Rung.PROVINCE: gettext_lazy("pejabat pemutus Dinas provinsi"),
}
# Task of a tick -> its name in settings.CELERY_BEAT_SCHEDULE, and what it does.
SWEEPS: dict[str, tuple[str, str | Promise]] = {
    "referrals.sweep": (
        "review-sweep",
        gettext_lazy("Tinjauan yang belum ada dibuat, batas darurat ditandai"),
    ),
    "referrals.silence": ("silent-referrals", gettext_lazy("Rujukan yang terlalu lama tidak dijawab gugur")),
    "cases.forgetting": (
        "end-of-keeping",
        gettext_lazy("Laporan dan permintaan tanpa kasus yang habis masa simpannya dihapus"),
    ),
    "deadlines.tell": ("tell-of-deadlines", gettext_lazy("Pengingat dan eskalasi dikirim")),
    "deadlines.reconcile": ("reconcile-deadlines", gettext_lazy("Tenggat dibandingkan dengan jamnya")),
}
LATE_AFTER = 2  # times its interval


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting with its value in words. is_national: no office changes it."""

    key: str
    label: str | Promise
    value: str
    is_national: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One step of a ladder: when it comes, who hears of it, and whether it is after the last day."""

    when: str
    who: str
    late: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A clock as it is in force somewhere. counted: the settings of its last day. reminding: those of its ladder."""

    clock: Clock
    counted: list[Setting]
    reminding: list[Setting]
    steps: list[Told]


@dataclass(frozen=True, slots=True)
class Sweep:
    """Scheduled work: how often it runs, when it last ended, whether it has stood still for too long."""

    label: str | Promise
    minutes: int
    last: datetime | None
    stands_still: bool


def rules_for(office: Institution | None) -> list[Rule]:
    """Every clock with what is in force for `office` (None: the defaults of the nation). Two queries, three with it."""
    keys = sorted({key for clock in CLOCKS for key in (*clock.counted_by, *clock.ladder.settings)})
    return rules_with({found.definition.key: found for found in values_in_force(office, keys=keys)})


def default_rules() -> list[Rule]:
    """Every clock with the defaults, for the document. No query."""
    return rules_with({key: InForce(found, found.default, None, False, None) for key, found in DEFINITIONS.items()})


def rules_with(found: Mapping[str, InForce]) -> list[Rule]:
    return [
        Rule(
            clock,
            counted=[_setting(found[key]) for key in clock.counted_by],
            reminding=[_setting(found[key]) for key in clock.ladder.settings],
            steps=_steps(clock.ladder, {key: found[key].value for key in clock.ladder.settings}),
        )
        for clock in CLOCKS
    ]


def _setting(found: InForce) -> Setting:
    words = f"{show(found.value)} {found.definition.unit}".strip()
    return Setting(found.definition.key, found.definition.label, words, found.definition.is_national)


def _steps(ladder: Ladder, values: dict[str, Any]) -> list[Told]:
    return [
        Told(_when(step, ladder), ", ".join(_unique(step.rungs)), step.name.startswith("late"))
        for step in steps_for(ladder, values)
    ]


def _unique(rungs: Iterable[Rung]) -> list[str]:
    return [str(RUNGS[rung]) for rung in dict.fromkeys(rungs)]


def _when(step: Step, ladder: Ladder) -> str:
    if ladder.in_hours:
        return counted("%(n)d jam sesudah batas", n=step.count) if step.count else _("tepat pada batas")
    if step.name.startswith("before"):
        return counted("%(n)d hari sebelumnya", n=step.count) if step.count else _("pada harinya")
    return counted("%(n)d hari sesudahnya", n=step.count)


def sweeps(at: datetime | None = None) -> list[Sweep]:
    """The scheduled work behind the clocks. One query each."""
    at = at or timezone.now()
    return [_sweep(task, name, label, at) for task, (name, label) in SWEEPS.items()]


def _sweep(task: str, name: str, label: str | Promise, at: datetime) -> Sweep:
    every = settings.CELERY_BEAT_SCHEDULE[name]["schedule"]
    every = every if isinstance(every, timedelta) else timedelta(seconds=every)
    ended = last_ended(task)
    stands_still = ended is None or at - ended > LATE_AFTER * every
    return Sweep(label, int(every.total_seconds() // 60), ended, stands_still)
