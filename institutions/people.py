"""Whose account an administrator sees and finds."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from atensi.accounts.models import User

from .models import Membership

WORKING, LEFT, CLOSED = "", "selesai", "nonaktif"


def people_visible_to(viewer: User) -> QuerySet[User]:
    """People who hold or held a role in an institution that `viewer` administers."""
    return User.objects.filter(Exists(Membership.objects.visible_to(viewer).filter(user=OuterRef("pk"))))


def in_status(people: QuerySet[User], viewer: User, status: str) -> QuerySet[User]:
    """Those who work in the viewer's institutions now or soon, who left them, or whose account is closed."""
    if status == CLOSED:
        return people.filter(is_active=False)
    here = Exists(Membership.objects.visible_to(viewer).running().filter(user=OuterRef("pk")))
    return people.filter(~here if status == LEFT else here, is_active=True)


def find_people(viewer: User, *, words: str, status: str) -> QuerySet[User]:
    """Those of `people_visible_to` in this status whose name holds every word."""
    people = in_status(people_visible_to(viewer), viewer, status)
    for word in words.split():
        people = people.filter(name__icontains=word)
    return people


def with_memberships(people: QuerySet[User], viewer: User) -> QuerySet[User]:
    """People with `shown`: their memberships as far as `viewer` may see them."""
    rows = Membership.objects.visible_to(viewer).select_related("institution").order_by("-valid_from", "pk")
    return people.prefetch_related(Prefetch("memberships", rows, to_attr="shown"))


def memberships_of(person: User, viewer: User) -> list[Membership]:
    """Their memberships as far as `viewer` may see them: those that `with_memberships` has read, else read now."""
    [read] = [person] if hasattr(person, "shown") else with_memberships(User.objects.filter(pk=person.pk), viewer)
    return read.shown


def find_account(login: str) -> User | None:
    """The account with exactly this e-mail or user name."""
    return User.objects.filter(Q(email__iexact=login) | Q(username=login)).first()
