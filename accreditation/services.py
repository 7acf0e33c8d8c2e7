"""Certificates of accreditation, as the accreditation body (BALKS) issued them."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, require_no_problems
from atensi.versions import refuse_other_version
from institutions.eligibility import row_problems
from institutions.hooks import institution_changed
from institutions.models import Institution
from institutions.services.offices import require_keeper

from .models import Certificate

SEEN_OF_CERTIFICATE = ("rank", "number", "valid_from", "valid_until")


def certificate_problems(certificate: Certificate) -> list[Problem]:
    """What stands against the certificate: its dates, its number, another one of the same time."""
    if certificate.valid_until < certificate.valid_from:
        # Asked first: a range that ends before it begins is an error of the database, not an answer.
        text = _("Sertifikat berakhir sebelum mulai berlaku.")
        return [Problem("ends_before_start", text, field="valid_until")]
    return row_problems(certificate)


def _checked(certificate: Certificate, by: Actor) -> Certificate:
    """The certificate, once `by` may write it and nothing stands against it."""
    require_keeper(by, certificate.institution)
    # Two administrators at once: the second waits here and is answered in words.
    Institution.objects.select_for_update().get(pk=certificate.institution_id)
    require_no_problems(certificate_problems(certificate))
    return certificate


def _facts(certificate: Certificate) -> dict[str, object]:
    return {
        "institution": certificate.institution_id,
        "rank": certificate.rank,
        "until": certificate.valid_until.isoformat(),
    }


@transaction.atomic
def add_certificate(
    *, institution: Institution, rank: str, number: str, valid_from: date, valid_until: date, by: Actor
) -> Certificate:
    """Record a certificate. Its validity is what stands on it, never computed from the rank (domain.md 7).

    Raises NotAllowed unless an administrator who keeps the institution; RuleViolation when it overlaps another.
    """
    certificate = Certificate(
        institution=institution, rank=rank, number=number, valid_from=valid_from, valid_until=valid_until
    )
    _checked(certificate, by).save()
    record("certificate.add", certificate, by=by, data=_facts(certificate))
    institution_changed(certificate.institution, by=by)
    return certificate


@transaction.atomic
def update_certificate(
    *, certificate: Certificate, rank: str, number: str, valid_from: date, valid_until: date, by: Actor, seen: str = ""
) -> Certificate:
    """Correct a recorded certificate. Raises as `add_certificate`, and StaleWrite when it is no longer the version
    (`version_of`) that the user has seen."""
    row = Certificate.objects.select_for_update(of=("self",)).select_related("institution").get(pk=certificate.pk)
    refuse_other_version(row, SEEN_OF_CERTIFICATE, seen)
    row.rank, row.number, row.valid_from, row.valid_until = rank, number, valid_from, valid_until
    _checked(row, by).save()
    record("certificate.update", row, by=by, data=_facts(row))
    institution_changed(row.institution, by=by)
    return row
