"""What `manage.py load_reference` loads. A higher room adds its own data in `AppConfig.ready()` (ARCHITECTURE.md)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one loader did: its name (a stable code), a label for the reader, how many rows are new, changed, kept."""

    name: str
    label: str | Promise
    created: int
    changed: int
    kept: int

    @property
    def did_something(self) -> bool:
        return bool(self.created or self.changed)


# Called in order, in one transaction, after regions, codes and holidays. Each must be idempotent and must leave alone
# what an office may edit.
REFERENCE_LOADERS: list[Callable[[], Loaded]] = []
