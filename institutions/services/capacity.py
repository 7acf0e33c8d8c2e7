"""Dividing a residence's places by age and sex."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, StaleWrite, require_no_problems

from ..eligibility import band_problems
from ..models import CapacityBand, Institution
from .offices import require_keeper


@transaction.atomic
def set_capacity_bands(
    *, institution: Institution, bands: Sequence[CapacityBand], by: Actor, seen_at: datetime | None = None
) -> Institution:
    """Replace the bands of a residence by `bands` (unsaved rows); none: its places are for everybody.

    Residents who fit no band any more stay; a new one is not admitted. seen_at: `updated_at` of the version the user
    read. Raises NotAllowed, StaleWrite, RuleViolation. Source: domain.md 13 (capacity_age_bands).
    """
    row = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    require_keeper(by, row)
    if seen_at is not None and row.updated_at != seen_at:
        raise StaleWrite(Problem("stale", _("Data lembaga ini diubah orang lain sejak Anda membukanya.")))
    require_no_problems(band_problems(row, bands))
    row.bands.all().delete()
    for band in bands:
        band.institution = row
    CapacityBand.objects.bulk_create(bands)
    row.save(update_fields=["updated_at"])
    facts = [[band.sex, band.age_from, band.age_to, band.places] for band in bands]
    record("institution.set_bands", row, by=by, data={"bands": facts})
    return row
