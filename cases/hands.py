"""Into whose hands work on a case can be given: those who can open it."""

from django.db.models import Q, QuerySet
from guardian.utils import get_group_obj_perms_model

from atensi.accounts.models import User
from institutions.models import Institution, Membership
from institutions.states import OFFICE_ROLES, SHARE_ROLES

from .models import Case
from .querysets import WORK_PERMISSION


def people_at(case: Case) -> QuerySet[User]:
    """The responsible worker and the overseers of the case's office, by name."""
    overseers = Membership.objects.current().filter(institution_id=case.office_id, role__in=OFFICE_ROLES)
    return User.objects.filter(Q(pk=case.worker_id) | Q(pk__in=overseers.values("user_id"))).order_by("name", "pk")


def institutions_at(case: Case) -> QuerySet[Institution]:
    """The institutions that work on the case by a share and have somebody to do it, by name."""
    shares = get_group_obj_perms_model(Case).objects.filter(
        content_object_id=case.pk, permission__codename=WORK_PERMISSION
    )
    staffed = Membership.objects.current().filter(role__in=SHARE_ROLES).values("institution_id")
    return Institution.objects.filter(group__in=shares.values("group_id"), pk__in=staffed).order_by("name", "pk")
