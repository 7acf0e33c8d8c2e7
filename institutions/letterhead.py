"""How an institution stands on the papers that it issues."""

from atensi.documents.official import Office

from .models import Institution
from .states import SOCIAL_OFFICES


def code_of(institution: Institution) -> str:
    """How its numbers end: "DINSOS-14.01", "SENTRA-14.71.06"."""
    kind = "DINSOS" if institution.kind in SOCIAL_OFFICES else institution.kind
    return f"{kind}-{institution.region_id}"


def office_of(institution: Institution) -> Office:
    """The letterhead of a Dinas or Sentra, and how its numbers end."""
    contact = ", ".join(filter(None, [institution.phone, institution.email]))
    lines = [line for line in (institution.name, institution.address.replace("\n", ", "), contact) if line]
    return Office(institution.name, code_of(institution), lines, institution.region.name)
