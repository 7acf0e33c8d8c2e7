"""Where a higher room adds its clocks: a typed list that it fills in `AppConfig.ready()` (design.md 2)."""

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from atensi.notices.kinds import NoticeKind, register_kind

from .clocks import Clock

CLOCKS: list[Clock] = []

TITLES = {
    "before": _("%(label)s, {reference}"),
    "late": _("Terlambat: %(label)s, {reference}"),
}
OUTSIDE = {
    "before": _("%(label)s, {reference}: tenggatnya mendekat."),
    "late": _("%(label)s, {reference}: tenggatnya lewat."),
}


def add_clocks(*clocks: Clock) -> None:
    """Add `clocks`, and what people are told when one comes near and when it is late."""
    for clock in clocks:
        CLOCKS.append(clock)
        for step, title in TITLES.items():
            register_kind(
                NoticeKind(
                    code=f"{clock.code}.{step}",
                    title=_labelled(title, clock),
                    outside=_labelled(OUTSIDE[step], clock),
                    is_required=True,
                    urgent=clock.ladder.in_hours,
                    source=clock.rule,
                )
            )


def _labelled(text: str | Promise, clock: Clock) -> Promise:
    return lazy(lambda: str(text) % {"label": clock.label}, str)()


def clock_named(code: str) -> Clock:
    """Raises StopIteration for a code that no room has added."""
    return next(clock for clock in CLOCKS if clock.code == code)
