from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from institutions.rights import memberships_of

from .states import ExportState

SILENT = timedelta(minutes=2)


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What `user` asked for under a membership whose rights they still have; nobody else knows of it. A token finds
        what was asked under its own membership."""
        return self.filter(asked_by=user.pk, membership__in=memberships_of(user))

    def to_be_made(self, at: datetime | None = None):
        """Those that wait, and those whose worker has given no sign of life for a while: it was killed."""
        silent = Q(state=ExportState.RUNNING, worked_at__lt=(at or timezone.now()) - SILENT)
        return self.filter(Q(state=ExportState.WAITING) | silent)

    def over(self, at: datetime | None = None):
        """Those whose file is to be removed."""
        return self.filter(state=ExportState.READY, expires_at__lte=at or timezone.now())
