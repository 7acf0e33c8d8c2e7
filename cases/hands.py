"""Into whose hands work on a case can be given: those who can open it."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from guardian.utils import get_group_obj_perms_model

from atensi.accounts.models import User
from institutions.models import Institution, Membership
from institutions.states import OFFICE_ROLES, SHARE_ROLES, SOCIAL_OFFICES, Role

from .models import CarePlan, Case, ConferenceGuest, IncomingReport
from .querysets import SHARE_PERMISSION, WORK_PERMISSION


def people_at(case: Case) -> QuerySet[User]:
    """The responsible worker, unless they left, and the overseers of the case's office, by name."""
    of_office = Membership.objects.current().filter(institution_id=case.office_id)
    worker = Q(role=Role.FIELD_SOCIAL_WORKER, user_id=case.worker_id)
    held = of_office.filter(worker | Q(role__in=OFFICE_ROLES))
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("name", "pk")


def invitable(case: Case) -> QuerySet[User]:
    """Who may be asked to a conference by name: the people of the office, and those who work on the case for an
    institution that it is shared with."""
    staff = Membership.objects.current().filter(institution__in=institutions_at(case), role__in=SHARE_ROLES)
    people = Q(pk__in=people_at(case).values("pk")) | Q(pk__in=staff.values("user_id"), is_active=True)
    return User.objects.filter(people).order_by("name", "pk")


def guests_asked(case: Case) -> QuerySet[ConferenceGuest]:
    """Who is asked to the conference that the case is called to."""
    return ConferenceGuest.objects.filter(call__in=case.conference_calls.open()).select_related("user")


def workers_of(office: Institution) -> QuerySet[User]:
    """The people who can be made responsible at `office`: its field social workers, by name."""
    memberships = office.memberships.current().filter(role=Role.FIELD_SOCIAL_WORKER)
    return User.objects.filter(pk__in=memberships.values("user_id")).order_by("name")


def first_hand(case: Case) -> User:
    """Who has a task in hand when nobody is named: the responsible worker; somebody who oversees the case where the
    worker has left; the worker all the same where there is nobody, so that the task climbs its ladder."""
    people = {person.pk: person for person in people_at(case)}
    return people.get(case.worker_id) or next(iter(people.values()), case.worker)


def institutions_at(case: Case) -> QuerySet[Institution]:
    """The institutions that work on the case by a share and have somebody to do it, by name."""
    staffed = Membership.objects.current().filter(role__in=SHARE_ROLES).values("institution_id")
    return shared_with(case, WORK_PERMISSION).filter(pk__in=staffed)


def shared_with(case: Case, codename: str = SHARE_PERMISSION) -> QuerySet[Institution]:
    """The institutions that hold a share of the case, active or not, by name."""
    held = shares(codename).filter(content_object=case)
    return Institution.objects.filter(group__in=held.values("group_id")).order_by("name", "pk")


def shares(*codenames: str) -> QuerySet[Any]:
    """The rows by which groups of institutions hold one of `codenames` on cases. To read: `services.shares` writes."""
    rows: Any = get_group_obj_perms_model(Case)  # type: ignore[arg-type]
    held: QuerySet[Any] = rows.objects.filter(permission__codename__in=codenames)
    return held


def offices_beside(report: IncomingReport) -> QuerySet[Institution]:
    """The offices of Dinas Sosial that a report of the desk may be handed to, by region."""
    return offices_but(report.office_id)


def offices_but(office_id: int) -> QuerySet[Institution]:
    """The active offices of Dinas Sosial but one, by region."""
    offices = Institution.objects.active().filter(kind__in=SOCIAL_OFFICES).exclude(pk=office_id)
    return offices.order_by("region_id")


def approvers_of(plan: CarePlan) -> QuerySet[User]:
    """Who may approve a plan: supervisors and deciders of the case's office who never wrote at it, supervisors first.
    The same as `permissions.can_approve_plan` says of one."""
    held = Membership.objects.current().filter(institution_id=plan.case.office_id)
    supervisors = held.filter(role=Role.SUPERVISOR).values("user_id")
    people = User.objects.filter(pk__in=held.filter(role__in=OFFICE_ROLES).values("user_id"), is_active=True)
    return people.exclude(pk__in=plan.wrote).order_by(
        ExpressionWrapper(Q(pk__in=supervisors), output_field=BooleanField()).desc(), "name", "pk"
    )
