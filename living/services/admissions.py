"""How a child came into a home: papers, belongings, health, first day, agreement (domain.md 5.3)."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require_no_problems
from atensi.language import in_record_language
from atensi.versions import refuse_other_version
from cases.event_states import EventKind
from cases.services.events import add_event
from referrals.models import Placement

from ..eligibility.admissions import admission_problems
from ..models import AdmissionSheet
from ..states import AdmissionPaper, AgreedBy
from .stays import locked_stay

WRITTEN = ("documents", "belongings", "health", "oriented_on", "oriented_by", "agreed_on", "agreed_by")


@transaction.atomic
@in_record_language
def keep_admission_sheet(
    *,
    placement: Placement,
    by: Actor,
    documents: Collection[str] = (),
    belongings: str = "",
    health: str = "",
    oriented_on: date | None = None,
    oriented_by: str = "",
    agreed_on: date | None = None,
    agreed_by: Collection[str] = (),
    seen: str = "",
    reasons: Mapping[str, str] | None = None,
) -> AdmissionSheet:
    """Write the sheet of a stay, or write it anew. seen: the version (`WRITTEN`) that was read; reasons: for soft
    problems; one that was given before still answers. Raises NotAllowed, RuleViolation, StaleWrite."""
    placement = locked_stay(placement, by)
    row = sheet_of(placement)
    refuse_other_version(row, WRITTEN, seen)
    days = {"oriented_on": oriented_on, "oriented_by": oriented_by, "agreed_on": agreed_on, "agreed_by": agreed_by}
    known = {**row.soft_reasons, **{code: text for code, text in (reasons or {}).items() if text.strip()}}
    row.soft_reasons = require_no_problems(admission_problems(placement, **days), reasons=known)
    # As the form lists them: its reader compares two versions one by one.
    row.documents = [code for code in AdmissionPaper.values if code in documents]
    row.agreed_by = [code for code in AgreedBy.values if code in agreed_by]
    row.belongings, row.health, row.oriented_by = belongings.strip(), health.strip(), oriented_by.strip()
    row.oriented_on, row.agreed_on, row.kept_by_id = oriented_on, agreed_on, by.user_id
    row.is_whole = not row.missing
    text = _words(row)
    row.save()
    add_event(case=placement.case, kind=EventKind.ADMISSION_KEPT, by=by, text=text)
    data = {"case": placement.case_id, "whole": row.is_whole, "soft": sorted(row.soft_reasons)}
    record("stay.admission", placement, by=by, data=data)
    return row


def _words(row: AdmissionSheet) -> str:
    """What the story tells of a sheet about to be saved: that it is written, and whether whole; none of its content."""
    if row.pk is None:
        return _("Dibuat, lengkap") if row.is_whole else _("Dibuat, belum lengkap")
    return _("Diubah, lengkap") if row.is_whole else _("Diubah, belum lengkap")


def sheet_of(placement: Placement) -> AdmissionSheet:
    """The sheet of a stay; an empty one that is not written yet. One query."""
    written = AdmissionSheet.objects.filter(placement=placement).select_related("kept_by")
    return written.first() or AdmissionSheet(placement=placement)
