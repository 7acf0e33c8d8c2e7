"""The cluster of ATENSI that serves a case: that of its primary category (Permensos 7/2021 art. 3). Read only."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from atensi.reference.models import Code

from .models import CaseCategory

Category = TypeVar("Category", Code, str)


def cluster_of(categories: Iterable[CaseCategory]) -> Code | None:
    """The cluster of the primary one among a case's categories; None where the list names none. Needs
    `code__cluster`."""
    return next((row.code.cluster for row in categories if row.is_primary), None)


def primary_of(categories: Sequence[Category], chosen: Category | None) -> Category | None:
    """The primary category, as a row or by its code: the one chosen, else the only one there is."""
    return chosen or (categories[0] if len(categories) == 1 else None)


def clusters() -> QuerySet[Code]:
    """The clusters in force today, in their order."""
    return Code.objects.in_force(Code.List.CLUSTER).order_by("order")


def of_cluster(code: str) -> Q:
    """Cases whose primary category belongs to the cluster `code`; to be filtered on cases."""
    primary = CaseCategory.objects.filter(case=OuterRef("pk"), is_primary=True, code__cluster__code=code)
    return Q(Exists(primary))
