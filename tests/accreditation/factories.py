from datetime import date

import factory

from accreditation.models import Certificate
from tests.institutions.factories import InstitutionFactory


class CertificateFactory(factory.django.DjangoModelFactory):
    """A certificate of one year; each further one of the same institution lies a year later."""

    class Meta:
        model = Certificate

    institution = factory.SubFactory(InstitutionFactory, lksa=True)
    rank = Certificate.Rank.B
    number = factory.Sequence(lambda n: f"BALKS-CONTOH-{n}")
    valid_from = factory.Sequence(lambda n: date(2000 + n, 1, 1))
    valid_until = factory.LazyAttribute(lambda row: date(row.valid_from.year, 12, 31))
