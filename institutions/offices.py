"""Which Dinas Sosial answers for a place."""

from collections.abc import Collection

from django.db.models import QuerySet

from atensi.reference.models import Region

from .models import Institution
from .states import Kind


def responsible_office(region: Region) -> Institution | None:
    """The Dinas of the regency that `region` lies in; where none is registered the province's, else None. Two queries
    at most."""
    offices = Institution.objects.active().select_related("region")
    regency = offices.filter(kind=Kind.DINAS_REGENCY, region_id=region.regency_code).first()
    return regency or offices.filter(kind=Kind.DINAS_PROVINCE, region_id=region.province_code).first()


def regency_office(institution: Institution) -> Institution | None:
    """The Dinas of the regency where `institution` stands, where one is registered: it answers for who lives there."""
    regency = institution.region_id[:5]
    return Institution.objects.active().filter(kind=Kind.DINAS_REGENCY, region_id=regency).first()


def local_office(institution: Institution) -> Institution:
    """The Dinas whose districts are offered: `institution` itself where it is one, for a home `regency_office`; without
    one the home itself."""
    return institution if institution.is_social_office else regency_office(institution) or institution


def regencies_below(offices: QuerySet[Institution]) -> QuerySet[Institution]:
    """The Dinas of the regencies of those of `offices` that are a province's. The inverse of `provinces_of`."""
    provinces = offices.filter(kind=Kind.DINAS_PROVINCE).order_by().values("region_id")
    return Institution.objects.filter(kind=Kind.DINAS_REGENCY, region__parent__in=provinces).order_by()


def provinces_of(offices: Collection[int]) -> dict[int, int]:
    """Office id -> id of the Dinas of its province, where there is one. Two queries."""
    regions = dict(Institution.objects.filter(pk__in=offices).values_list("pk", "region_id"))
    provinces = Institution.objects.active().filter(
        kind=Kind.DINAS_PROVINCE, region_id__in={code[:2] for code in regions.values()}
    )
    by_region = dict(provinces.values_list("region_id", "pk"))
    return {pk: by_region[code[:2]] for pk, code in regions.items() if code[:2] in by_region}
