"""What the page and the API read alike."""

from typing import Any

from django.http import Http404

from cases.models import Case

from .models import Candidate
from .querysets import CandidateQuerySet
from .requirements import KIND_OF_FORM


def registered_for(user: Any, case: Case, form_of_care: str) -> CandidateQuerySet:
    """The households of the register of the case's office that offer this form of care and are still in it; with what
    the rules read: three queries. Raises Http404 for another form."""
    if form_of_care not in KIND_OF_FORM:
        raise Http404
    rows = Candidate.objects.visible_to(user).filter(office=case.office, kind=KIND_OF_FORM[form_of_care])
    return rows.permitted().with_people().prefetch_related("permits")
