"""Which institutions a form offers as the other end of a referral."""

from django.db.models import Q, QuerySet

from cases.models import Case
from institutions.models import Institution
from institutions.states import Kind

from .eligibility.places import KINDS_OF_FORM
from .eligibility.sending import RECEIVING_KINDS
from .states import ReferralKind


def receivers(kind: str, case: Case) -> QuerySet[Institution]:
    """Bodies that take requests of `kind`: the child's own offices for a decision, else those of the province, and the
    ministry's Sentra, which serve across provinces."""
    rows = Institution.objects.active().filter(kind__in=RECEIVING_KINDS[kind])
    regions = {case.office.region_id, case.beneficiary.region_id[:5]}
    provinces = {region[:2] for region in regions}
    if kind == ReferralKind.CARE_DECISION:
        return rows.filter(region_id__in=regions | provinces)
    near = Q(kind=Kind.SENTRA)
    for province in provinces:
        near |= Q(region__pk__startswith=province)
    return rows.filter(near)


def residences(form: str, case: Case) -> QuerySet[Institution]:
    """Residences that give `form` of care to children of this case's province."""
    return receivers(ReferralKind.ADMISSION, case).filter(kind__in=KINDS_OF_FORM[form])
