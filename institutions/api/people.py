"""The people of the institutions that an administrator keeps: accounts, and the roles they hold."""

from functools import partial

from django.db import transaction
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.accounts.invitations import send_password_link
from atensi.accounts.models import User
from atensi.api.fields import Day, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require

from ..acting import can_keep
from ..forms.people import NOT_FOUND
from ..models import Institution, Membership
from ..people import CLOSED, LEFT, WORKING, find_account, find_people, people_visible_to, with_memberships
from ..services.memberships import add_membership, end_membership
from ..services.people import (
    activate_person,
    create_person,
    deactivate_person,
    keeps_all,
    record_password_link,
    update_person,
)
from ..states import Role
from .institutions import InstitutionView
from .shown import PersonShown, RoleHeld

STATUSES = {"working": WORKING, "left": LEFT, "closed": CLOSED}


class PersonQuery(PageQuery):
    """`q`: words of the name; `status`: whether they work in what one keeps, left it, or have no open account."""

    q = serializers.CharField(required=False, allow_blank=True, max_length=100, default="")
    status = serializers.ChoiceField(choices=list(STATUSES), required=False, default="working")


class TermSent(serializers.Serializer):
    """A role, and how long it lasts: from today on where nothing is said."""

    role = serializers.ChoiceField(choices=Role.choices)
    is_head = serializers.BooleanField(required=False)
    valid_from = Day(required=False, allow_null=True)
    valid_until = Day(required=False, allow_null=True)
    str_number = Text(required=False, max_length=60)
    str_valid_until = Day(required=False, allow_null=True)


class PersonChanged(serializers.Serializer):
    """The e-mail is changed only before the person has signed in."""

    name = Text(max_length=150)
    email = serializers.EmailField(max_length=254)
    phone = serializers.CharField(max_length=30, allow_blank=True)


class PersonSent(TermSent, PersonChanged):
    """A new account with its first role."""

    username = Text(max_length=150)
    phone = Text(required=False, max_length=30)
    institution = Ref(lambda context: Institution.objects.visible_to(context["request"].user))


class ReasonSent(serializers.Serializer):
    reason = Text(max_length=500)


class PeopleView(ApiView):
    def person(self, pk: int, *, sole: bool = False) -> User:
        """Somebody of the institutions that the asking person keeps; 403 where one has to keep every place they work
        at (`sole`)."""
        user = self.request.user
        found = get_object_or_404(with_memberships(people_visible_to(user), user), pk=pk)
        require(not sole or keeps_all(self.request.actor, found))
        return found

    def mail(self, person: User) -> None:
        """Send the mail by which they set a password, once the account stands."""
        transaction.on_commit(partial(send_password_link, self.request._request, person))


class People(PeopleView):
    @operation("People by name", page_form(PersonShown), query=PersonQuery)
    def get(self, request):
        asked = self.asked(PersonQuery)
        people = find_people(request.user, words=asked["q"], status=STATUSES[asked["status"]])
        return self.page(
            PersonShown,
            with_memberships(people, request.user),
            field="name",
            query=PersonQuery,
            verb="person.list",
            subject=f"user:{request.user.pk}",
        )

    @operation("Make an account with its first role; a mail follows", PersonShown, takes=PersonSent, status=201)
    def post(self, request):
        given = self.given(PersonSent)
        require(can_keep(request, given["institution"]))
        person = create_person(by=request.actor, **given)
        self.mail(person)
        return self.done(PersonShown, person, 201)


class PersonDetail(PeopleView):
    @operation("One person", PersonShown)
    def get(self, request, pk):
        return self.show(PersonShown, self.person(pk), verb="person.view")

    @operation("Correct a name and ways to reach somebody", PersonShown, takes=PersonChanged)
    def put(self, request, pk):
        person, given = self.person(pk, sole=True), self.given(PersonChanged)
        return self.change(PersonShown, person, lambda row: update_person(user=row, by=request.actor, **given))


class PersonClosing(PeopleView):
    @operation("Close an account", PersonShown, takes=ReasonSent)
    def post(self, request, pk):
        person = self.person(pk, sole=True)
        closed = deactivate_person(user=person, by=request.actor, **self.given(ReasonSent))
        return self.done(PersonShown, closed)


class PersonOpening(PeopleView):
    @operation("Open a closed account again", PersonShown)
    def post(self, request, pk):
        return self.done(PersonShown, activate_person(user=self.person(pk, sole=True), by=request.actor))


class PersonPasswordLink(PeopleView):
    @operation("Send the mail for setting a password once more", PersonShown)
    def post(self, request, pk):
        person = self.person(pk, sole=True)
        record_password_link(user=person, by=request.actor)
        self.mail(person)
        return self.done(PersonShown, person)


class MembershipSent(TermSent):
    """A role for somebody who has an account, named by their whole e-mail or user name."""

    login = Text(max_length=254)

    def validate(self, data):
        user = find_account(data.pop("login"))
        if user is None:
            raise serializers.ValidationError({"login": [NOT_FOUND]})
        return {**data, "user": user}


class Memberships(InstitutionView):
    @operation("Roles in an institution that have not ended", page_form(RoleHeld), query=PageQuery)
    def get(self, request, pk):
        institution = self.institution(pk, kept=True)
        rows = Membership.objects.visible_to(request.user).running().filter(institution=institution)
        return self.page(
            RoleHeld,
            rows.select_related("user", "institution"),
            field="pk",
            verb="institution.members",
            subject=institution,
        )

    @operation("Give somebody a role", RoleHeld, takes=MembershipSent, status=201)
    def post(self, request, pk):
        institution = self.institution(pk, kept=True)
        made = add_membership(institution=institution, by=request.actor, **self.given(MembershipSent))
        return self.done(RoleHeld, made, 201)


class MembershipEndSent(ReasonSent):
    """`last_day`: today or left out, the right stops at once."""

    last_day = Day(required=False, allow_null=True)


class MembershipEnd(ApiView):
    @operation("End a role", RoleHeld, takes=MembershipEndSent)
    def post(self, request, pk):
        rows = Membership.objects.visible_to(request.user).select_related("user", "institution")
        membership = get_object_or_404(rows, pk=pk)
        require(can_keep(request, membership.institution))
        ended = end_membership(membership=membership, by=request.actor, **self.given(MembershipEndSent))
        return self.done(RoleHeld, ended)
