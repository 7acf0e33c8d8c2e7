"""Showing a case to another institution: the only writers of django-guardian's rows, the only share table."""

from django.db import transaction
from guardian.shortcuts import assign_perm, remove_perm
from guardian.utils import get_group_obj_perms_model

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require
from atensi.language import in_record_language
from institutions.models import Institution

from .. import permissions
from ..hooks import SHARE_GROUNDS
from ..models import Case
from ..querysets import SHARE_PERMISSION, WORK_PERMISSION
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


def _shared(case: Case, institution: Institution) -> set[str]:
    """What the institution's group holds on the case."""
    shares = get_group_obj_perms_model(Case).objects.filter(group=institution.group_id, content_object=case)
    return set(shares.values_list("permission__codename", flat=True))


@transaction.atomic
@in_record_language
def share_case(*, case: Case, institution: Institution, by: Actor, reason: str = "") -> None:
    """Let `institution` see the case and its receiving roles work on it. Sharing twice changes nothing.

    Raises NotAllowed. Source: design.md 3; a referral's consent stands on the referral.
    """
    case = locked_case(case)
    require(_may_share(by, case, institution))
    if _shared(case, institution) == set(PERMISSIONS):
        return
    for codename in PERMISSIONS:
        assign_perm(codename, institution.group, case)
    record("case.share", case, by=by, data={"institution": institution.pk}, reason=reason)


@transaction.atomic
@in_record_language
def unshare_case(*, case: Case, institution: Institution, by: Actor, reason: str = "") -> None:
    """Take the share back; the institution keeps nothing of the case in sight. Raises NotAllowed."""
    case = locked_case(case)
    require(_may_unshare(by, case, institution))
    for codename in PERMISSIONS:
        remove_perm(codename, institution.group, case)
    record("case.unshare", case, by=by, data={"institution": institution.pk}, reason=reason)
