"""What `manage.py load_reference` loads. A higher room adds its own data in `AppConfig.ready()` (ARCHITECTURE.md)."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one loader did: a label for the reader, and how many rows are new, changed, and as they were."""

    label: str
    created: int
    changed: int
    unchanged: int

    @property
    def did_something(self) -> bool:
        return bool(self.created or self.changed)


# Called in order, in one transaction, after regions, codes and holidays. Each must be idempotent and must leave alone
# what an office may edit.
REFERENCE_LOADERS: list[Callable[[], Loaded]] = []
