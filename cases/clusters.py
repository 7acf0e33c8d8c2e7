"""The cluster of ATENSI that serves a case: that of its primary category (Permensos 7/2021 art. 3). Read only."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from atensi.reference.models import Code

from .models import CaseCategory


def cluster_of(categories: Iterable[CaseCategory]) -> Code | None:
    """The cluster of the primary one among a case's categories; None where the list names none. Needs
    `code__cluster`."""
    return next((row.code.cluster for row in categories if row.is_primary), None)


def clusters() -> QuerySet[Code]:
    """The clusters in force today, in their order."""
    return Code.objects.of(Code.List.CLUSTER).valid_on(timezone.localdate()).order_by("order")


def of_cluster(code: str) -> Q:
    """Cases whose primary category belongs to the cluster `code`; to be filtered on cases."""
    primary = CaseCategory.objects.filter(case=OuterRef("pk"), is_primary=True, code__cluster__code=code)
    return Q(Exists(primary))
