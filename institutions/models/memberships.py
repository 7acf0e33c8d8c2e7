from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import MembershipQuerySet
from ..states import LENDING_ROLES, Role
from .institutions import Institution


class Membership(models.Model):
    """A person's role in an institution between two dates. Both ends count; without an end it runs on.

    ended_at, ended_by: an administrator ended it at that moment; from then on it gives no right, whatever the dates.
    is_head: its holder heads the institution; late deadlines climb to them.
    str_number, str_valid_until: the social worker's registration certificate (UU 14/2019 arts. 28-29), where held.
    mandate_id: by which mandate its rights are held; only on rows of `rights_of` that are not the person's own.
    """

    mandate_id: int | None = None

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("peran"), max_length=30, choices=Role)
    is_head = models.BooleanField(_("pimpinan lembaga"), default=False)
    valid_from = models.DateField(_("mulai"), default=timezone.localdate)
    valid_until = models.DateField(_("sampai"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    str_number = models.CharField(_("nomor STR"), max_length=60, blank=True)
    str_valid_until = models.DateField(_("STR berlaku sampai"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["institution__name", "role"]
        constraints = [
            models.UniqueConstraint("user", "institution", "role", "valid_from", name="membership_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_start",
                violation_error_message=_("Keanggotaan berakhir sebelum mulai."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False),
                name="membership_ended_by_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.institution}"

    @property
    def title(self) -> str:
        """The role; of one held by mandate also in whose name (UU 30/2014 art. 14)."""
        if self.mandate_id is None:
            return self.get_role_display()
        return str(_("%(role)s a.n. %(name)s") % {"role": self.get_role_display(), "name": self.user})

    @property
    def is_lendable(self) -> bool:
        """Whether its holder may have a deputy."""
        return self.role in LENDING_ROLES

    def is_over(self, day: date | None = None) -> bool:
        """Whether it was ended, or its last day lies before `day` (today)."""
        day = day or timezone.localdate()
        return self.ended_at is not None or (self.valid_until is not None and self.valid_until < day)

    def is_current(self, day: date | None = None) -> bool:
        day = day or timezone.localdate()
        return self.valid_from <= day and not self.is_over(day)
