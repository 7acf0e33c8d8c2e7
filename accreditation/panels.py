"""What institutions' pages and list show of accreditation."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from institutions.hooks import Column, Mark, Panel
from institutions.models import Institution
from institutions.states import LICENSED

from .models import Certificate

NBSP = "\N{NO-BREAK SPACE}"


def load_certificates(institution: Institution, user: Any) -> dict[str, Any]:
    """The institution's certificates, newest first, and the one in force: one query."""
    today = timezone.localdate()
    rows = list(Certificate.objects.visible_to(user).filter(institution=institution))
    current = next((row for row in rows if row.valid_from <= today <= row.valid_until), None)
    return {"certificates": rows, "current": current, "expected": institution.kind in LICENSED}


def certificate_marks(institutions: Sequence[Institution]) -> dict[int, Mark]:
    """The rank in force for each institution of a page; "tidak berlaku" for those that had one: one query."""
    today = timezone.localdate()
    marks: dict[int, Mark] = {}
    for row in Certificate.objects.filter(institution__in=institutions).order_by("valid_from"):
        if row.valid_from <= today <= row.valid_until:
            marks[row.institution_id] = Mark(row.get_rank_display().replace(" ", NBSP), "ok", "fine")
        elif row.institution_id not in marks and row.valid_until < today:
            marks[row.institution_id] = Mark(_("Tidak berlaku lagi"), "warn", "care")
    return marks


# The fact among the answers, and the papers beside.
HEAD = Panel("accreditation", "head", "accreditation/_rank.html", load_certificates)
PAPERS = Panel("certificates", "side", "accreditation/_certificates.html", load_certificates)
COLUMN = Column("accreditation", _("Akreditasi"), certificate_marks)
