"""For which regions an office calls, and whom it may ask there."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from atensi.reference.models import Region
from institutions.models import Institution, Membership
from institutions.states import Kind, Role

from .models import Meeting

OFFERED = 30  # found at once; more words find fewer


def _bases(office: Institution) -> Sequence[str]:
    """The codes below which its regions lie: a Dinas' own, a Sentra's working area, else its province."""
    if office.is_social_office:
        return [office.region_id]
    return [region.pk for region in office.coverage.all()] or [office.region.province_code]


def regions_for(office: Institution) -> QuerySet[Region]:
    """The province and regencies that `office` may call together, by code. One query; two for a Sentra."""
    within = Q(pk__in=[])
    for code in _bases(office):
        within |= Q(pk__startswith=code)
    return Region.objects.filter(within).exclude(level=Region.Level.DISTRICT).order_by("code")


def _around(region: Region) -> Q:
    """Institutions that stand in `region`, the Dinas of its province, and the Sentra that work there."""
    province = Q(kind=Kind.DINAS_PROVINCE, region_id=region.province_code)
    above = {region.province_code, region.regency_code, region.pk}
    covering = Institution.objects.filter(Q(coverage__in=above) | Q(coverage__code__startswith=region.pk))
    near = Q(pk__in=covering.values("pk")) | Q(region__code__startswith=region.province_code)
    return Q(region__code__startswith=region.pk) | province | Q(kind=Kind.SENTRA) & near


def institutions_for(meeting: Meeting) -> QuerySet[Institution]:
    """Institutions that work with cases around the region and are not asked yet, by name."""
    rows = Institution.objects.active().exclude(kind=Kind.MINISTRY).filter(_around(meeting.region))
    asked = meeting.invitations.filter(person=None).values("institution")
    return rows.exclude(pk__in=asked).order_by("name", "pk")


def workers_for(meeting: Meeting) -> QuerySet[Membership]:
    """Field workers around the region, as members of their offices, who are not asked by name yet."""
    around = Institution.objects.active().filter(_around(meeting.region))
    rows = Membership.objects.current().filter(role=Role.FIELD_SOCIAL_WORKER, institution__in=around)
    asked = meeting.invitations.filter(person__isnull=False).values("person")
    return rows.exclude(user__in=asked).select_related("user", "institution").order_by("user__name", "pk")


def found_institutions(meeting: Meeting, words: str) -> QuerySet[Institution]:
    """The first of those to ask whose name holds every word, whoever answers for a wider area before the others."""
    rows = institutions_for(meeting).search(words)
    return rows.order_by(Length("region_id"), "name", "pk")[:OFFERED]


def found_workers(meeting: Meeting, words: str) -> QuerySet[Membership]:
    """The first of the field workers to ask whose name holds every word."""
    rows = workers_for(meeting)
    for word in words.split():
        rows = rows.filter(user__name__icontains=word)
    return rows[:OFFERED]
