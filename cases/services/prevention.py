"""Prevention activities: what an institution did, and how many it reached."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.reference.models import Region
from institutions.models import Institution

from .. import permissions
from ..eligibility.prevention import prevention_problems
from ..models import PreventionActivity, PreventionReach
from .locks import sent_before


@transaction.atomic
def record_prevention(
    *,
    by: Actor,
    form_id: UUID,
    kind: str,
    title: str,
    region: Region,
    place: str,
    held_on: date,
    reach: Mapping[tuple[str, str], int],
    partners: str = "",
    result: str = "",
) -> PreventionActivity:
    """Record an activity of the acting institution. reach: (age, sex) -> people. A second send of the same form is the
    same activity. Raises NotAllowed, RuleViolation."""
    require(permissions.can_record_prevention(by))
    if found := sent_before(PreventionActivity, form_id, by=by, made_by="recorded_by_id"):
        return found
    institution = Institution.objects.select_related("region").get(pk=by.institution_id)
    said = {"title": title.strip(), "place": place.strip(), "region": region, "held_on": held_on}
    require_no_problems(prevention_problems(institution, reach=reach, **said))
    activity = PreventionActivity(institution=institution, form_id=form_id, kind=kind, **said)
    activity.partners, activity.result, activity.recorded_by_id = partners.strip(), result.strip(), by.user_id
    activity.save()
    PreventionReach.objects.bulk_create(
        PreventionReach(activity=activity, age=age, sex=sex, people=people)
        for (age, sex), people in reach.items()
        if people
    )
    record("prevention.record", activity, by=by, data={"kind": kind, "people": sum(reach.values())})
    return activity
