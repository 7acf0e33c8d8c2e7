"""The case that an address is about, with the rights that the page asks for, and what may be named in it."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from atensi.api.paging import PageQuery
from atensi.api.views import ApiView
from atensi.reference.models import Code, Region

from ..models import Case, FamilyMember
from ..views.page import open_case

# What the trail says of whoever read the person of a case.
VIEWED_PERSON = "case.view_beneficiary"


def ampk(_context: dict[str, Any]) -> Any:
    return Code.objects.in_force(Code.List.AMPK)


class Category(serializers.CharField):
    """A category in force: a code of the list AMPK, or "PPKS:" and a code of that list."""

    default_error_messages = {"unknown": _("Tidak ada di antara pilihan.")}

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=60, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        given = super().run_validation(data)
        if not isinstance(given, str):
            return given
        head, _colon, tail = given.rpartition(":")
        found = (
            Code.objects.in_force(head or Code.List.AMPK).filter(code=tail).first()
            if head in ("", Code.List.PPKS)
            else None
        )
        return found or self.fail("unknown")


def components(_context: dict[str, Any]) -> Any:
    return Code.objects.in_force(Code.List.COMPONENT)


def activities(_context: dict[str, Any]) -> Any:
    return Code.objects.in_force(Code.List.ACTIVITY)


def closure_reasons(_context: dict[str, Any]) -> Any:
    return Code.objects.in_force(Code.List.CLOSURE_REASON)


def districts(_context: dict[str, Any]) -> Any:
    return Region.objects.filter(level=Region.Level.DISTRICT)


def regions_of_calls(_context: dict[str, Any]) -> Any:
    return Region.objects.filter(level__in=(Region.Level.REGENCY, Region.Level.DISTRICT))


def family(context: dict[str, Any]) -> Any:
    return context["case"].beneficiary.family.all()


class CaseView(ApiView):
    """An address below a case."""

    def case(self, pk: int, *, right: str = "", masked: bool = False) -> Case:
        """The case: invisible 404; without the `right` (a field of `Rights`) 403, as on its page.

        masked: also for those who may only know of a restricted one."""
        tab = "case" if masked else "timeline"  # every tab but the summary asks for the names
        return open_case(self.request, pk, tab=tab, right=right).case

    def rows(
        self,
        shown: type[Serializer],
        rows: QuerySet,
        *,
        case: Case,
        by: str,
        verb: str,
        query: type[Serializer] = PageQuery,
    ) -> Response:
        """A page of what belongs to the case, by the field `by`; "-" before it: newest first. The trail names the case;
        its parts are not listed."""
        field, newest_first = by.removeprefix("-"), by.startswith("-")
        return self.page(
            shown,
            rows,
            field=field,
            newest_first=newest_first,
            verb=verb,
            subject=case,
            seen=lambda _rows: [],
            query=query,
        )


class MemberView(CaseView):
    """An address below a person of the family."""

    def member(self, pk: int, member_pk: int, *, right: str = "") -> tuple[Case, FamilyMember]:
        """The case, as `case` finds it, and the person of its family."""
        case = self.case(pk, right=right)
        return case, get_object_or_404(case.beneficiary.family, pk=member_pk)
