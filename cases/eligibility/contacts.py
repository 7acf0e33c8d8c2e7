"""What stands against writing a visit or call into the log of a case."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from atensi.reference.workdays import today_in

from ..models import Case
from ..service_states import Met
from .common import open_problems, past_problems


def contact_problems(
    case: Case,
    *,
    made_on: date,
    met: Collection[str],
    child_alone: bool,
    note: str,
    next_step: str,
    next_on: date | None,
) -> list[Problem]:
    """It has been, it says who was met and what was seen, and a next step has its day."""
    problems = [*open_problems(case), *past_problems(made_on, "made_on", case)]
    if not met or (Met.NOBODY in met and len(set(met)) > 1):
        text = _("Pilih siapa yang ditemui, atau hanya “tidak ada yang ditemui”.")
        problems.append(Problem("contact_met_unclear", text, field="met"))
    if child_alone and Met.CHILD not in met:
        text = _("Anak ditemui sendiri berarti anak ikut ditemui. Centang juga anaknya.")
        problems.append(Problem("contact_alone_unmet", text, field="child_alone"))
    if not note.strip():
        problems.append(
            Problem("contact_without_note", _("Tuliskan apa yang terlihat atau dibicarakan."), field="note")
        )
    if bool(next_step.strip()) != (next_on is not None):
        text = _("Langkah berikutnya disebut bersama tanggalnya.")
        problems.append(Problem("contact_next_incomplete", text, field="next_on"))
    if next_on is not None and next_on < today_in(case.office.region):
        text = _("Tanggal ini sudah lewat. Periksa lagi.")
        problems.append(Problem("contact_next_in_past", text, field="next_on"))
    return problems
