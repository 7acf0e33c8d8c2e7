"""What stands against raising a flag on a case, and against ending one."""

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem

from ..models import Case, CaseFlag
from .common import open_problems


def raising_problems(case: Case, kind: str, reason: str) -> list[Problem]:
    """The case is open, the reason is told, and no flag of the kind stands. One query."""
    problems = open_problems(case)
    if not reason.strip():
        text = _("Tuliskan mengapa tanda ini dipasang.")
        problems.append(Problem("flag_without_reason", text, field="reason"))
    if case.flags.standing().filter(kind=kind).exists():
        problems.append(Problem("flag_stands", _("Tanda ini sudah terpasang pada kasus ini."), field="kind"))
    return problems


def ending_problems(flag: CaseFlag, reason: str) -> list[Problem]:
    """A flag ends once, and says why."""
    if flag.ended_at is not None:
        return [Problem("flag_ended", _("Tanda ini sudah dicabut."))]
    if not reason.strip():
        text = _("Tuliskan mengapa tanda ini dicabut.")
        return [Problem("flag_ended_without_reason", text, field="reason")]
    return []
