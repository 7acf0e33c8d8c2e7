"""Where a higher room adds its clocks: a typed list that it fills in `AppConfig.ready()` (design.md 2)."""

from atensi.notices.kinds import register_kind

from .clocks import Clock
from .words import kinds_of

CLOCKS: list[Clock] = []


def add_clocks(*clocks: Clock) -> None:
    """Add `clocks`, and what people are told when one comes near and when it is late."""
    for clock in clocks:
        CLOCKS.append(clock)
        for kind in kinds_of(clock):
            register_kind(kind)


def clock_named(code: str) -> Clock:
    """Raises StopIteration for a code that no room has added."""
    return next(clock for clock in CLOCKS if clock.code == code)
