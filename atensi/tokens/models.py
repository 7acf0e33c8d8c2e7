from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, AuthTokenManager

from atensi.revoking import OwnQuerySet
from institutions.models import Membership


class ApiTokenQuerySet(OwnQuerySet):
    def running(self):
        """Tokens that neither ended nor were taken back; whether their membership still stands is asked besides."""
        return self.filter(revoked_at=None, expiry__gt=timezone.now())


class ApiTokenManager(AuthTokenManager.from_queryset(ApiTokenQuerySet)):  # type: ignore[misc]
    """knox's manager, which makes the secret and keeps its hash, with our narrowing."""


class ApiToken(AbstractAuthToken):
    """A secret by which a program acts as one membership of a person, and sees what that membership sees.

    digest: hash of the secret, which is shown once and kept nowhere. It ends with its last day, with the membership, or
    when the person takes it back.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="auth_token_set")
    digest = models.CharField(max_length=128, unique=True)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("dipakai untuk"), max_length=60)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    objects = ApiTokenManager()

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.name
