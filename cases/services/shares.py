"""Showing a case to another institution: the only writers of django-guardian's rows, the only share table."""

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import QuerySet

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require
from atensi.language import in_record_language
from atensi.webhooks.services.announcing import withhold
from institutions.models import Institution

from .. import permissions
from ..hooks import SHARE_GROUNDS
from ..models import Case, CaseGroupObjectPermission
from ..querysets import SHARE_PERMISSION, WORK_PERMISSION
from .case_tasks import take_tasks_back
from .locks import locked_case

PERMISSIONS = (SHARE_PERMISSION, WORK_PERMISSION)


def _may_share(by: Actor, case: Case, institution: Institution) -> bool:
    """Whoever may share the case; the institution itself only what was put before it: nobody helps themselves."""
    if by.is_system or permissions.can_share(by, case):
        return True
    return permissions.can_take(by, institution) and any(grounds(case, institution) for grounds in SHARE_GROUNDS)


def _may_unshare(by: Actor, case: Case, institution: Institution) -> bool:
    """Whoever may share the case; and the institution itself may always lay it down."""
    return by.is_system or permissions.can_take(by, institution) or permissions.can_share(by, case)


def _held(case: Case, institution: Institution) -> QuerySet[CaseGroupObjectPermission]:
    """What the institution's group holds on the case."""
    return CaseGroupObjectPermission.objects.filter(group=institution.group_id, content_object=case)


@transaction.atomic
@in_record_language
def share_case(*, case: Case, institution: Institution, by: Actor, reason: str = "") -> None:
    """Let `institution` see the case and its receiving roles work on it. Sharing twice changes nothing.

    Raises NotAllowed. Source: design.md 3; a referral's consent stands on the referral.
    """
    case = locked_case(case)
    require(_may_share(by, case, institution))
    granted = Permission.objects.filter(content_type__app_label="cases", codename__in=PERMISSIONS)
    missing = granted.exclude(pk__in=_held(case, institution).values("permission"))
    rows = [
        CaseGroupObjectPermission(permission=one, group_id=institution.group_id, content_object=case) for one in missing
    ]
    if not rows:
        return
    CaseGroupObjectPermission.objects.bulk_create(rows)  # guardian's `assign_perm` asks six statements for each
    record("case.share", case, by=by, data={"institution": institution.pk}, reason=reason)


@transaction.atomic
@in_record_language
def unshare_case(*, case: Case, institution: Institution, by: Actor, reason: str = "") -> None:
    """Take the share back; the institution keeps nothing of the case in sight. Raises NotAllowed."""
    case = locked_case(case)
    require(_may_unshare(by, case, institution))
    _held(case, institution).delete()
    take_tasks_back(case=case, holder=institution, by=by)
    if institution.pk != case.office_id:
        withhold(case_id=case.pk, institution=institution)
    record("case.unshare", case, by=by, data={"institution": institution.pk}, reason=reason)
