"""Where the pages of a case are."""

from django.urls import NoReverseMatch, reverse

from ..models import Case


def case_url(case: Case) -> str:
    try:
        return reverse("cases:case", args=[case.pk])
    except NoReverseMatch:
        return ""
