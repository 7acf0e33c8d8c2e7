"""The mail by which a new person sets their first password, or anyone a new one."""

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

from .models import User


def send_password_link(request: HttpRequest, user: User) -> bool:
    """Send allauth's reset mail to `user`. False when their account gets none: closed, or without an e-mail.

    Call it after the transaction that made the account. Raises what the mail transport raises.
    """
    form = ResetPasswordForm({"email": user.email})
    if not form.is_valid() or user not in form.users:
        return False
    form.save(request)
    return True
