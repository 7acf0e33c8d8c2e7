"""The mail by which a new person sets their first password, or anyone a new one."""

import logging

from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from django.http import HttpRequest

from .models import User

logger = logging.getLogger(__name__)


def send_password_link(request: HttpRequest, user: User) -> bool:
    """Send allauth's reset mail to `user`. False when their account gets none (closed, or without an e-mail), and when
    the mail does not get out: the account stands all the same.

    Call it after the transaction that made the account.
    """
    form = ResetPasswordForm({"email": user.email})
    if not form.is_valid() or user not in form.users:
        return False
    try:
        with request_context(request):
            form.save(request)
    except OSError:
        logger.exception("password mail for user %s not sent", user.pk)
        return False
    return True
