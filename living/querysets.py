from datetime import datetime

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Substr
from django.utils import timezone

from atensi.scopes import ScopedQuerySet
from institutions.models import Institution
from institutions.offices import regencies_below
from institutions.rights import FIELD, institutions_of
from institutions.states import OFFICE_ROLES, SHARE_ROLES, Kind


class IncidentQuerySet(ScopedQuerySet):
    def scopes(self, user) -> dict[str, "IncidentQuerySet"]:
        """The named sets of incidents `user` may see, each one index walk. Who of the children is named to them is
        another matter (`living.telling`).

        home: of the home where the user works. office: of a Dinas where the user supervises or decides. above: those of
        the regencies of a province where the user does, as long as their Dinas is late with its report.
        of_cases: with a child whose case the user sees and may read the names of.
        """
        children = self.model._meta.get_field("children").related_model.objects.order_by()
        cases = children.model._meta.get_field("placement").related_model._meta.get_field("case").related_model.objects
        own = children.filter(incident=OuterRef("pk"), placement__case__in=cases.visible_to(user).named_to(user))
        overseen = Institution.objects.filter(pk__in=institutions_of(user, OFFICE_ROLES))
        return {
            "home": self.filter(institution_id__in=institutions_of(user, SHARE_ROLES)),
            "office": self.filter(office_id__in=institutions_of(user, OFFICE_ROLES)),
            "above": self.late().filter(office_id__in=regencies_below(overseen).values("pk")),
            "of_cases": self.filter(Exists(own)),
        }

    def visible_to(self, user):
        """Every incident of `scopes`."""
        return self.filter(self.in_scopes(user))

    def of_membership(self, user, role: str, institution_id: int | None):
        """Of `scopes`, the one that somebody acting as `role` at an institution works with: the home's own, those that
        the Dinas answers for, or those of one's cases. None for other roles."""
        scopes = self.scopes(user)
        if role in SHARE_ROLES:
            return scopes["home"].filter(institution_id=institution_id)
        if role in OFFICE_ROLES:
            return scopes["office"].filter(office_id=institution_id)
        return scopes["of_cases"] if role in FIELD else self.none()

    def open(self):
        return self.filter(closed_at=None)

    def owing_report(self):
        """Open ones on which Dinas Sosial has to report and has not yet."""
        return self.open().filter(reported_at=None, report_due_at__isnull=False)

    def late(self, at: datetime | None = None):
        """Those owing a report whose moment has come: as `Deadline.late`."""
        return self.owing_report().filter(report_due_at__lte=at or timezone.now())

    def with_place(self):
        return self.select_related("institution__region", "office__region")

    def whole(self):
        """With everything that its page and the API tell: four queries, whatever stands in it."""
        people = ("recorded_by", "recorded_for", "reported_by", "closed_by")
        return (
            self.with_place()
            .select_related(*people)
            .prefetch_related(
                "steps__written_by",
                "steps__written_for",
                "children__placement__case__beneficiary__region",
                "children__placement__case__office",
            )
        )

    def counted(self):
        """Each with `children_count`."""
        return self.annotate(children_count=Count("children"))

    def narrowed(self, *, kind: str = "", is_open: bool | None = None):
        """What page and API filter by; None, empty and words nobody offers leave all in."""
        kinds = {code for code, _label in self.model._meta.get_field("kind").choices}
        rows = self.filter(kind=kind) if kind in kinds else self
        return rows if is_open is None else rows.filter(closed_at__isnull=is_open)


class IncidentPartQuerySet(models.QuerySet):
    """What belongs to an incident."""

    def visible_to(self, user):
        incidents = self.model._meta.get_field("incident").related_model.objects.visible_to(user)
        return self.filter(incident__in=incidents)


class IncidentChildQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who are named to the user: of cases that they see and may read the names of."""
        placement = self.model._meta.get_field("placement").related_model
        cases = placement._meta.get_field("case").related_model.objects
        return self.filter(placement__case__in=cases.visible_to(user).named_to(user))


class StayPartQuerySet(models.QuerySet):
    """What belongs to a child's stay (`placement`)."""

    def visible_to(self, user):
        """With the stay, to those who may read the child's name."""
        placement = self.model._meta.get_field("placement").related_model
        cases = placement._meta.get_field("case").related_model.objects
        return self.filter(placement__case__in=cases.visible_to(user).named_to(user))


class LeaveQuerySet(StayPartQuerySet):
    def out(self):
        """Not back yet, of stays that run."""
        return self.filter(back_on=None, placement__ended_on=None)


class CaregiverQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the homes where `user` works, and of homes in a regency whose Dinas the user oversees."""
        overseen = Institution.objects.filter(pk__in=institutions_of(user, OFFICE_ROLES)).order_by()
        regencies = overseen.filter(kind=Kind.DINAS_REGENCY).values("region_id")
        provinces = overseen.filter(kind=Kind.DINAS_PROVINCE).values("region_id")
        regions = self.annotate(
            regency=Substr("institution__region_id", 1, 5), province=Substr("institution__region_id", 1, 2)
        )
        own = Q(institution_id__in=institutions_of(user, SHARE_ROLES))
        return regions.filter(own | Q(regency__in=regencies) | Q(province__in=provinces))

    def of_home(self, home: int | None):
        return self.filter(institution_id=home)

    def working(self):
        """Into whose care children may be given."""
        return self.filter(left_on=None, suspended_on=None)

    def reviewed(self):
        """Whose next review is waited for."""
        return self.filter(left_on=None)

    def counted(self):
        """Each with `children_count`: whom they care for now."""
        now = Q(assignments__until=None, assignments__placement__ended_on=None)
        return self.annotate(children_count=Count("assignments", filter=now & Q(assignments__isnull=False)))


class CaregiverPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        caregivers = self.model._meta.get_field("caregiver").related_model.objects.visible_to(user)
        return self.filter(caregiver__in=caregivers)
