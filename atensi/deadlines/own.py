"""Clocks of institutions and their people: the licence of a home, the registration of a social worker."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from institutions.models import Institution, Membership
from institutions.states import LICENSED, Kind

from .clocks import Clock, Ladder, Rung
from .services.keeping import keep_deadlines

# Of what a home works under: its licence, its accreditation.
PERMIT_LADDER = Ladder(
    before="accreditation_reminder_months",
    after="escalation_days_overdue",
    first=(Rung.HOLDER, Rung.HEAD),
    climbing=((Rung.HOLDER, Rung.HEAD), (Rung.SUPERVISOR,), (Rung.OFFICE,)),
)


def office_of(region: str) -> Subquery:
    """The Dinas of the regency in which `region` (a path to a region's code) lies."""
    offices = Institution.objects.filter(kind=Kind.DINAS_REGENCY, region_id=Substr(OuterRef(region), 1, 5))
    return Subquery(offices.order_by().values("pk")[:1])


def licences() -> QuerySet[Institution]:
    """Working homes and LKS with a dated licence; it blocks new placements the day after (domain.md 7)."""
    return Institution.objects.active().filter(kind__in=LICENSED, licence_valid_until__isnull=False)


def registrations() -> QuerySet[Membership]:
    """Registration certificates of people who work today (UU 14/2019 art. 28)."""
    return Membership.objects.running().filter(str_valid_until__isnull=False, user__is_active=True)


LICENCE = Clock(
    code="licence",
    subject="licence",
    label=_("Izin operasional berakhir"),
    rule=_("Pedoman LKSA, izin operasional; UU 11/2009 pasal 46"),
    counted_by=(),
    ladder=PERMIT_LADDER,
    rows=licences,
    reference="licence_number",
    office=office_of("region_id"),
    holder="pk",
    zone="region__time_zone",
    due_on="licence_valid_until",
    path=lambda row: reverse("institutions:detail", args=[row.subject_id]),
)
REGISTRATION = Clock(
    code="registration",
    subject="registration",
    label=_("STR pekerja sosial berakhir"),
    rule=_("UU 14/2019 pasal 28–29"),
    counted_by=("str_validity_years",),
    ladder=Ladder(
        before="credential_reminder_days",
        after="escalation_days_overdue",
        first=(Rung.WORKER,),
        climbing=((Rung.WORKER, Rung.SUPERVISOR), (Rung.HEAD,), (Rung.OFFICE,)),
    ),
    rows=registrations,
    reference="str_number",
    office="institution_id",
    holder="institution_id",
    worker="user_id",
    zone="institution__region__time_zone",
    due_on="str_valid_until",
    path=lambda row: reverse("institutions:detail", args=[row.holder_id]),
)


def institution_changed(institution: Institution, by: Actor) -> None:
    keep_deadlines(subjects={LICENCE.code: [institution.pk]}, by=by)


def membership_changed(membership: Membership, by: Actor) -> None:
    keep_deadlines(subjects={REGISTRATION.code: [membership.pk]}, by=by)
