from datetime import datetime, timedelta

from django.utils import timezone

from atensi.revoking import OwnQuerySet
from atensi.scopes import ScopedQuerySet
from institutions.rights import institutions_of, works_at
from institutions.states import OFFICE_ROLES, RECEIVING_ROLES, Role


class CalendarFeedQuerySet(OwnQuerySet):
    def running(self, at: datetime | None = None):
        """Links that neither ended nor were taken back; whether their membership still stands is asked besides."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())


class DeadlineQuerySet(ScopedQuerySet):
    def late(self, at: datetime | None = None):
        """Those whose last day is over at moment `at` (now): the one definition of overdue."""
        return self.filter(due_at__lte=at or timezone.now())

    def ahead(self, days: int, at: datetime | None = None):
        """Those that are late or will be within `days`."""
        return self.filter(due_at__lte=(at or timezone.now()) + timedelta(days=days))

    def scopes(self, user) -> dict[str, "DeadlineQuerySet"]:
        """The named sets of deadlines `user` has to do with, each one index walk.

        mine: the user is the worker who answers for it. office: of the Dinas where the user supervises or decides.
        holder: what the institution where the user receives has to act on.
        """
        return {
            "mine": self.filter(worker_id=user.pk, office_id__in=works_at(user)),
            "office": self.filter(office_id__in=institutions_of(user, OFFICE_ROLES)),
            "holder": self.filter(holder_id__in=institutions_of(user, RECEIVING_ROLES)),
        }

    def of_membership(self, user, role: str, institution_id: int | None):
        """Of `scopes`, the one that is the day's work of somebody acting as `role` at an institution: their own as the
        worker, the office's, or what the home has to act on. None for other roles."""
        scopes = self.scopes(user)
        if role == Role.FIELD_SOCIAL_WORKER:
            return scopes["mine"].filter(office_id=institution_id)
        if role in OFFICE_ROLES:
            return scopes["office"].filter(office_id=institution_id)
        if role in RECEIVING_ROLES:
            return scopes["holder"].filter(holder_id=institution_id)
        return self.none()

    def visible_to(self, user):
        """Every deadline of `scopes`: number and day alone, no name. For single rows and checks, not for long lists."""
        return self.filter(self.in_scopes(user))
