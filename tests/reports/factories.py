import factory

from reports.models import Export
from reports.states import ExportFormat, ExportKind
from tests.institutions.factories import MembershipFactory


class ExportFactory(factory.django.DjangoModelFactory):
    """A file that a social worker has asked for; it waits."""

    class Meta:
        model = Export

    membership = factory.SubFactory(MembershipFactory)
    asked_by = factory.LazyAttribute(lambda row: row.membership.user)
    kind = ExportKind.CASES
    format = ExportFormat.CSV
    digest = factory.Sequence(lambda n: f"{n:064x}")
    reason = "Laporan bulanan (contoh)"
    password = "kata-sandi-contoh"
