"""What was told in a report and done at once, as plain values between form and services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from atensi.reference.models import Code, Region


@dataclass(frozen=True, slots=True)
class Report:
    """What was told and what was done at once. categories hold primary; triage (`Triage`) is the child's safety now."""

    channel: str
    received_at: datetime
    region: Region
    place: str
    what_happened: str
    triage: str
    categories: Sequence[Code]
    primary: Code | None
    immediate_actions: Sequence[str] = ()
    reporter_name: str = ""
    reporter_phone: str = ""
