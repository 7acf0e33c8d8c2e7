"""What higher rooms tell this one (ARCHITECTURE.md, "Upward")."""

from collections.abc import Callable

from atensi.audit.actor import Actor

# Who keeps the questionnaires of the whole country.
KEEPERS: list[Callable[[Actor], bool]] = []
