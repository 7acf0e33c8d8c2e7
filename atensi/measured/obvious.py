"""The obvious build of a list, to be measured beside ours: django-guardian's helper in an OR over everything that lets
somebody see a case, a whole COUNT(*), OFFSET, and names by `icontains`."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from guardian.shortcuts import get_objects_for_user

from atensi.accounts.models import User
from cases.models import Case
from institutions.states import OFFICE_ROLES

SIZE = 25


def visible(user: User) -> QuerySet[Case]:
    granted = get_objects_for_user(user, "cases.view_case", klass=Case)
    groups = [membership.institution.group_id for membership in user.memberships.select_related("institution")]
    offices = user.memberships.filter(role__in=OFFICE_ROLES).values("institution_id")
    rights = Q(pk__in=granted.values("pk")) | Q(casegroupobjectpermission__group__in=groups)
    return Case.objects.filter(rights | Q(worker=user) | Q(office__in=offices)).distinct()


def page(user: User, offset: int = 0, **filters: Any) -> tuple[int, list[Case]]:
    """A page of the list and how many rows it has."""
    rows = visible(user).filter(**filters).select_related("beneficiary__region__parent", "office", "worker")
    return rows.count(), list(rows.order_by("-opened_at")[offset : offset + SIZE])


def search(user: User, text: str) -> tuple[int, list[Case]]:
    """Cases whose child's name holds every word of `text` as it is spelled."""
    condition = Q()
    for word in text.split():
        condition &= Q(beneficiary__name__icontains=word)
    rows = visible(user).filter(condition).select_related("beneficiary__region__parent", "office", "worker")
    return rows.count(), list(rows.order_by("-opened_at")[:50])
