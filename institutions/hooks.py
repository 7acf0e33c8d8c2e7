"""Where a higher room may show something on an institution's page: a typed list it fills in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .models import Institution


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the institution page that a higher room renders.

    place: "head" (one `<div><dt>…<dd>…</div>` among the answers), "main" or "side" column.
    template: fragment rendered with the loaded variables as `panel`, and `institution`, `can_keep`, `today`.
    load: institution, user -> the template's variables, in a fixed number of queries.
    """

    name: str
    place: str
    template: str
    load: Callable[[Institution, Any], dict[str, Any]]


INSTITUTION_PANELS: list[Panel] = []
