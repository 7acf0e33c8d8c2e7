"""The clock of accreditation: a certificate that ends without another after it."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.deadlines.clocks import Clock
from atensi.deadlines.own import PERMIT_LADDER, office_of
from atensi.deadlines.services.keeping import keep_deadlines
from institutions.models import Institution

from .models import Certificate


def last_certificates() -> QuerySet[Certificate]:
    """The newest certificate of each working institution."""
    later = Certificate.objects.filter(institution=OuterRef("institution"), valid_from__gt=OuterRef("valid_from"))
    return Certificate.objects.filter(~Exists(later), institution__is_active=True)


CERTIFICATE = Clock(
    code="certificate",
    subject="certificate",
    label=_("Akreditasi berakhir"),
    rule=_("Permensos 8/2025"),
    counted_by=(),
    ladder=PERMIT_LADDER,
    rows=last_certificates,
    reference="number",
    office=office_of("institution__region_id"),
    holder="institution_id",
    zone="institution__region__time_zone",
    due_on="valid_until",
    path=lambda row: reverse("institutions:detail", args=[row.holder_id]),
)


def keep_certificates(institution: Institution, by: Actor) -> None:
    """Which certificate is the newest may have changed."""
    pks = Certificate.objects.filter(institution=institution).values_list("pk", flat=True)
    keep_deadlines(subjects={CERTIFICATE.code: list(pks)}, by=by)
