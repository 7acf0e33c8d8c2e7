"""What of this room goes along when two files of one person become one."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from cases.hooks import PersonTable
from cases.models import Beneficiary

from .models import Placement


def placements_of(person: Beneficiary) -> QuerySet[Placement]:
    return Placement.objects.filter(beneficiary=person)


def overlap_problems(kept: Beneficiary, merged: Beneficiary) -> Sequence[Problem]:
    """Nobody lives in two places at once (design.md 4, hard)."""
    theirs = [(row.starts_on, row.ended_on) for row in placements_of(merged)]
    for own in placements_of(kept):
        for starts_on, ended_on in theirs:
            if (ended_on is None or own.starts_on < ended_on) and (own.ended_on is None or starts_on < own.ended_on):
                text = _("Penempatan keduanya bertumpuk. Periksa dan akhiri dulu yang keliru.")
                return [Problem("merge_placements_overlap", text)]
    return []


PLACEMENTS = PersonTable(rows=placements_of, problems=overlap_problems)
