"""Accounts of the people in the institutions that an administrator keeps."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, RuleViolation, require, require_no_problems
from atensi.versions import refuse_other_version

from .. import permissions
from ..eligibility import row_problems
from ..models import Institution, Membership
from .memberships import add_membership
from .offices import office_of, require_keeper

SEEN_OF_PERSON = ("name", "email", "phone")


@transaction.atomic
def create_person(
    *,
    username: str,
    name: str,
    email: str,
    institution: Institution,
    role: str,
    by: Actor,
    phone: str = "",
    **term: Any,
) -> User:
    """Make an account with its first membership. It has no password: the person sets one by the mail they get.

    term: what else `add_membership` takes, from valid_from to the registration.

    Raises NotAllowed unless an administrator who keeps the institution; RuleViolation.
    """
    require_keeper(by, institution)
    user = User(username=username, name=name, email=email, phone=phone)
    user.set_unusable_password()
    require_no_problems(row_problems(user))
    user.save()
    record("person.create", user, by=by)
    add_membership(user=user, institution=institution, role=role, by=by, **term)
    return user


@transaction.atomic
def update_person(*, user: User, name: str, phone: str, email: str, by: Actor, seen: str = "") -> User:
    """Correct a person's name and telephone, and the e-mail as long as they have never signed in: afterwards it is
    the key to the account, and nobody else changes it.

    seen: the version (`version_of`) that the user read. Raises NotAllowed unless an administrator who keeps every place
    where the person works; StaleWrite; RuleViolation.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    require_sole_keeper(by, row)
    refuse_other_version(row, SEEN_OF_PERSON, seen)
    if email != row.email and row.last_login is not None:
        text = _("Surel hanya dapat diperbaiki sebelum orang ini pertama kali masuk.")
        raise RuleViolation(Problem("email_in_use", text, field="email"))
    row.name, row.phone, row.email = name, phone, email
    require_no_problems(row_problems(row))
    row.save(update_fields=["name", "phone", "email"])
    record("person.update", row, by=by)
    return row


@transaction.atomic
def deactivate_person(*, user: User, by: Actor, reason: str) -> User:
    """Close the account: the person is signed out with the next request.

    The password is made void with it: no session of before comes back to life when the account is opened again.
    Raises NotAllowed, RuleViolation.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    require_sole_keeper(by, row)
    if row.pk == by.user_id:
        raise RuleViolation(Problem("own_account", _("Akun sendiri tidak dapat dinonaktifkan.")))
    if not row.is_active:
        raise RuleViolation(Problem("inactive", _("Akun ini sudah tidak aktif.")))
    row.is_active = False
    row.set_unusable_password()
    row.save(update_fields=["is_active", "password"])
    record("person.deactivate", row, by=by, reason=reason)
    return row


@transaction.atomic
def activate_person(*, user: User, by: Actor) -> User:
    """Open a closed account again; its memberships count as far as they have not ended. The person sets a new password
    by the mail that `record_password_link` tells of. Raises NotAllowed, RuleViolation."""
    row = User.objects.select_for_update().get(pk=user.pk)
    require_sole_keeper(by, row)
    if row.is_active:
        raise RuleViolation(Problem("active", _("Akun ini sudah aktif.")))
    row.is_active = True
    row.save(update_fields=["is_active"])
    record("person.activate", row, by=by)
    return row


@transaction.atomic
def record_password_link(*, user: User, by: Actor) -> None:
    """Record that the mail for setting a password is sent to somebody on an administrator's wish. Raises NotAllowed,
    RuleViolation for an account that gets no mail."""
    require_sole_keeper(by, user)
    if not user.is_active or not user.email:
        raise RuleViolation(Problem("no_mail", _("Akun ini tidak aktif atau tanpa surel.")))
    record("person.password_link", user, by=by)


def keeps_all(by: Actor, user: User) -> bool:
    """Whether `by` keeps every institution where the person works or will work; of one who left, where they worked."""
    office = office_of(by)
    rows = list(Membership.objects.filter(user=user).select_related("institution"))
    counting = [row for row in rows if not row.is_over()] or rows
    return bool(counting) and all(permissions.can_keep(by, office, row.institution) for row in counting)


def require_sole_keeper(by: Actor, user: User) -> None:
    """Raise NotAllowed unless `keeps_all`: an account is shared by every place where its owner works."""
    require(
        keeps_all(by, user),
        _("Orang ini juga bertugas di lembaga lain. Akhiri keanggotaannya di lembaga Anda saja."),
    )
