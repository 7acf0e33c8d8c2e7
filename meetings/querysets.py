from django.db import models
from django.db.models import Exists, OuterRef, Q

from institutions.rights import institutions_of, works_at
from institutions.states import OFFICE_ROLES, RECEIVING_ROLES

from .states import ATTENDING_ROLES


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Meetings of the offices where `user` works with cases (the one that called counts among those asked), and
        those to which `user` is asked by name as a worker of an office that they still work at, or oversees who is."""
        asked = self.model._meta.get_field("invitations").related_model.objects.reaching(user)
        return self.filter(Exists(asked.filter(meeting=OuterRef("pk"))))

    def planned(self):
        """Neither held nor called off."""
        return self.filter(held_on=None, cancelled_at=None)

    def ahead(self, at):
        """Still to come at `at`."""
        return self.planned().filter(meets_at__gte=at)

    def unrecorded(self, at):
        """Whose time was before `at`, and nobody wrote down what came of it."""
        return self.planned().filter(meets_at__lt=at)

    def ended(self):
        """Held, or called off."""
        return self.exclude(held_on=None, cancelled_at=None)

    def with_office(self):
        return self.select_related("office__region", "region")

    def whole(self):
        """With everything that its page and the API tell: eleven queries, whatever stands in it."""
        people = ("called_by", "cancelled_by", "recorded_by", "signed_by")
        return (
            self.with_office()
            .select_related(*people)
            .prefetch_related(
                "agenda",
                "invitations__institution",
                "invitations__person",
                "groups__members__institution",
                "groups__members__person",
                "moves",
                "follow_ups__owner__institution",
                "follow_ups__owner__person",
                "follow_ups__done_by",
            )
        )


class InvitationQuerySet(models.QuerySet):
    def reaching(self, user):
        """Those by which `user` is asked: their institution, they themself, or a worker of an office that they
        oversee, who answer for what that worker is late with."""
        institutions = Q(person=None, institution__in=institutions_of(user, ATTENDING_ROLES))
        overseen = Q(person__isnull=False, institution__in=institutions_of(user, OFFICE_ROLES))
        return self.filter(institutions | overseen | Q(person=user.pk, institution__in=works_at(user)))

    def with_guest(self):
        """With who is asked to what."""
        return self.select_related("meeting", "institution", "person")

    def visible_to(self, user):
        """Those of the meetings that `user` reads of."""
        return self.filter(meeting__in=self._meetings.visible_to(user).values("pk"))

    @property
    def _meetings(self):
        return self.model._meta.get_field("meeting").related_model.objects


class PartQuerySet(models.QuerySet):
    """Parts of a meeting: who reads of the meeting reads them."""

    def visible_to(self, user):
        meetings = self.model._meta.get_field("meeting").related_model.objects
        return self.filter(meeting__in=meetings.visible_to(user).values("pk"))


class FollowUpQuerySet(PartQuerySet):
    def open(self):
        return self.filter(done_at=None)

    def done(self):
        return self.filter(done_at__isnull=False)

    def with_owner(self):
        """With what a list tells of each."""
        return self.select_related("owner__institution__region", "owner__person", "meeting__office__region", "done_by")

    def owned_by(self, user, role: str, institution_id: int | None):
        """What somebody acting as `role` at an institution has to do: what is theirs by name, and, where they receive
        or oversee, what is the institution's."""
        here = self.filter(owner__institution=institution_id)
        mine = Q(owner__person=user.pk)
        return here.filter(mine | Q(owner__person=None) if role in RECEIVING_ROLES | OFFICE_ROLES else mine)

    def of_membership(self, user, role: str, institution_id: int | None):
        """`owned_by`, and all of the meetings that the institution called."""
        owned = self.owned_by(user, role, institution_id).order_by().values("pk")
        return self.filter(Q(pk__in=owned) | Q(meeting__office=institution_id))
