from django.db import models

from cases.querysets import CaseChildQuerySet
from institutions.models import Institution
from institutions.offices import regencies_below
from institutions.rights import institutions_of
from institutions.states import OFFICE_ROLES

from .states import PERMITTED, READING_ROLES, CandidateState


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those in the register of a Dinas where `user` works with cases, and, for the overseers of a province's Dinas,
        those of its regencies: whoever offers a home to a child is nobody else's business."""
        below = regencies_below(Institution.objects.filter(pk__in=institutions_of(user, OFFICE_ROLES)))
        own = Institution.objects.filter(pk__in=institutions_of(user, READING_ROLES)).order_by()
        # One list of offices, not two conditions: whose register is small does not have the whole nation's read.
        return self.filter(office__in=own.values("pk").union(below.values("pk")))

    def submitted(self):
        """Before a decider."""
        return self.filter(state=CandidateState.SUBMITTED)

    def permitted(self):
        """Who holds a permit, resting or not."""
        return self.filter(state__in=sorted(PERMITTED))

    def with_people(self):
        """With what a list tells of each: one query more."""
        return self.select_related("office__region", "region").prefetch_related("people")

    def whole(self):
        """With everything that its page and the API tell: five queries."""
        return self.with_people().prefetch_related("checks__recorded_by", "permits__signed_by", "steps__taken_by")


class CandidatePartQuerySet(models.QuerySet):
    """Parts of a candidate: who sees it sees them."""

    def visible_to(self, user):
        candidates = self.model._meta.get_field("candidate").related_model.objects
        return self.filter(candidate__in=candidates.visible_to(user).values("pk"))


class CareProcessQuerySet(CaseChildQuerySet):
    def standing(self):
        """Those that go on, or led to their end."""
        return self.filter(ended_on=None)

    def whole(self):
        """With everything that its page and the API tell: three queries more."""
        return self.select_related("opened_by", "ended_by", "relative").prefetch_related(
            "steps__recorded_by", "steps__withdrawn_by", "steps__withdraws", "hearings__called_off_by"
        )


class CareProcessStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        processes = self.model._meta.get_field("process").related_model.objects
        return self.filter(process__in=processes.visible_to(user).values("pk"))

    def standing(self):
        """Those that count: neither withdrawn nor a withdrawal."""
        return self.filter(withdraws=None, withdrawn_by=None)


class CareMatchQuerySet(CaseChildQuerySet):
    def standing(self):
        """Those that take a place in their household: chosen, or lived in."""
        return self.filter(ended_on=None)

    def chosen(self):
        """Chosen, and the child has not come."""
        return self.standing().filter(lives_from=None)

    def whole(self):
        """With what its page and the API tell: no query more."""
        return self.select_related("candidate", "carer", "chosen_by", "ended_by")


class CareHearingQuerySet(models.QuerySet):
    def visible_to(self, user):
        processes = self.model._meta.get_field("process").related_model.objects
        return self.filter(process__in=processes.visible_to(user).values("pk"))

    def waiting(self):
        """Neither held nor called off."""
        return self.filter(kept_by=None, called_off_on=None)

    def ahead(self):
        """Waiting, in processes that run in open cases."""
        return self.waiting().filter(process__ended_on=None, process__case__closed_at=None)
