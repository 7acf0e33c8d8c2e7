"""A prevention activity for tests."""

import uuid

from django.utils import timezone

from cases.prevention import districts_around
from cases.services.prevention import record_prevention
from institutions.models import Institution


def prevented(by, **changes):
    """A visit to a school in a district of the acting institution, today."""
    institution = Institution.objects.select_related("region").get(pk=by.institution_id)
    given = {
        "form_id": uuid.uuid4(),
        "kind": "SCHOOL",
        "title": "Aman di sekolah (contoh)",
        "region": districts_around(institution).first(),
        "place": "SD Contoh",
        "held_on": timezone.localdate(),
        "reach": {("TO_11", "MALE"): 30, ("TO_11", "FEMALE"): 34},
    }
    return record_prevention(by=by, **given | changes)
