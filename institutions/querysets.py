from datetime import date

from django.db import models
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, Subquery, Value
from django.utils import timezone

from atensi.bound import bound_memberships

from .states import CASE_ROLES, SOCIAL_OFFICES, Role


class InstitutionQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def visible_to(self, user):
        """Institutions are public to every signed-in person; the people in them are not (`Membership.visible_to`)."""
        return self.all() if user.is_authenticated else self.none()

    def of_members(self, user, roles=None):
        """Institutions where `user` holds a current membership (of one of `roles`)."""
        memberships = user.memberships.current()
        if roles is not None:
            memberships = memberships.filter(role__in=roles)
        return self.filter(pk__in=memberships.values("institution_id"))

    def where_works(self, role, day: date | None = None):
        """Institutions where somebody holds `role` on `day` (today); a body that is switched off has nobody."""
        memberships = self.model._meta.get_field("memberships").related_model.objects.current(day).filter(role=role)
        return self.filter(pk__in=memberships.order_by().values("institution_id"))

    def kept_by(self, user):
        """Institutions that `user` administers: their own, and those of its region when it is a Dinas Sosial.

        The same rule as `permissions.keeps`; one query for the user's offices, unless a request has read them.
        """
        condition = Q(pk__in=[])
        for pk, kind, region in _administered(user):
            condition |= Q(pk=pk)
            if kind in SOCIAL_OFFICES:
                condition |= Q(region__code__startswith=region)
        return self.filter(condition)

    def search(self, words: str):
        """Institutions whose present or former name holds every word of `words`."""
        found = self.annotate(
            former=Func(F("former_names"), Value(" "), function="array_to_string", output_field=CharField())
        )
        for word in words.split():
            found = found.filter(Q(name__icontains=word) | Q(former__icontains=word))
        return found

    def narrowed(self, *, words: str = "", kind: str = "", region: str = "", is_active: bool = True):
        """What page and API filter by; empty values leave all in."""
        rows = self.search(words).filter(is_active=is_active)
        rows = rows.filter(kind=kind) if kind else rows
        return rows.in_region(region) if region else rows

    def in_region(self, code: str):
        """Institutions in region `code` or a part of it; a code's prefix is its parent."""
        return self.filter(region__code__startswith=code)


def _administered(user):
    """Id, kind and region of the institutions whose administrator `user` is; a token's person by that one alone
    (`rights.keep_rights`)."""
    standings = getattr(user, "standings", None)
    if standings is None:
        rows = user.memberships.current().filter(role=Role.ADMINISTRATOR)
        return list(rows.values_list("institution_id", "institution__kind", "institution__region_id"))
    offices = [membership.institution for membership in standings if membership.role == Role.ADMINISTRATOR]
    return [(office.pk, office.kind, office.region_id) for office in offices]


class MembershipQuerySet(models.QuerySet):
    def running(self, day: date | None = None):
        """Memberships that are not over on `day` (today): current ones and those that begin later."""
        day = day or timezone.localdate()
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), ended_at=None)

    def current(self, day: date | None = None):
        """Memberships in force on `day` (today), both ends included, of active users and institutions."""
        day = day or timezone.localdate()
        return self.running(day).filter(valid_from__lte=day, user__is_active=True, institution__is_active=True)

    def rights_of(self, user, day: date | None = None):
        """The memberships whose rights `user` holds on `day` (today): their own, and those lent to them by a mandate.

        The one source of what a person may see and under what they may act; a lent one dies with the mandate, with
        its owner's membership, and with the deputy's own membership there.
        """
        lent = self._mandates.lending(day).filter(deputy=user.pk).order_by().values("grantor_id")
        own = self.model._default_manager.filter(user=user.pk).order_by().values("pk")
        # Two index walks by person, not an OR over the table.
        return self.current(day).filter(pk__in=own.union(lent, all=True))

    def with_mandate(self, user, day: date | None = None):
        """Rows of `rights_of(user)` with `mandate_id`: by which mandate `user` holds one that is not their own."""
        mandates = self._mandates.on_day(day).filter(grantor=OuterRef("pk"), deputy=user.pk)
        return self.annotate(mandate_id=Subquery(mandates.order_by().values("pk")[:1]))

    @property
    def _mandates(self):
        return self.model._meta.get_field("mandates_given").related_model.objects

    def visible_to(self, user):
        """Memberships, past ones too, in the institutions that `user` administers: who works where is personal data."""
        institutions = self.model._meta.get_field("institution").related_model.objects.kept_by(user)
        return self.filter(institution__in=institutions)


class MandateQuerySet(models.QuerySet):
    def running(self, day: date | None = None):
        """Mandates that are not over on `day` (today), those that begin later included."""
        return self.filter(valid_until__gte=day or timezone.localdate(), ended_at=None)

    def on_day(self, day: date | None = None):
        """Mandates of which `day` (today) is one of the days."""
        return self.running(day).filter(valid_from__lte=day or timezone.localdate())

    def lending(self, day: date | None = None):
        """Mandates of `day` (today) whose deputy still works on cases in the grantor's institution."""
        memberships = self.model._meta.get_field("grantor").related_model.objects
        day = day or timezone.localdate()
        works_there = memberships.running(day).filter(
            user=OuterRef("deputy"),
            institution=OuterRef("grantor__institution"),
            role__in=CASE_ROLES,
            valid_from__lte=day,
        )
        return self.on_day(day).filter(Exists(works_there), deputy__is_active=True)

    def in_force(self, day: date | None = None):
        """Mandates that lend a right on `day` (today): the grantor still holds the office, too."""
        memberships = self.model._meta.get_field("grantor").related_model.objects
        return self.lending(day).filter(Exists(memberships.current(day).filter(pk=OuterRef("grantor"))))

    def acted_under(self, actor):
        """The mandate that `actor` acts under, as far as it is in force, with whose it is; None for who acts by a
        membership of their own, without a query."""
        if actor.mandate_id is None:
            return None
        rows = self.in_force().filter(pk=actor.mandate_id, deputy=actor.user_id)
        return rows.select_related("grantor__user").first()

    def visible_to(self, user):
        """Mandates that `user` gave or got, and those in the institutions that they administer. A token's person: gave
        under its membership, got in its institution."""
        memberships = self.model._meta.get_field("grantor").related_model
        institutions = memberships._meta.get_field("institution").related_model.objects.kept_by(user)
        gave, got = Q(grantor__user=user), Q(deputy=user)
        if (bound := bound_memberships(user)) is not None:
            gave &= Q(grantor__in=[membership.pk for membership in bound])
            got &= Q(grantor__institution__in=[membership.institution_id for membership in bound])
        return self.filter(gave | got | Q(grantor__institution__in=institutions))

    def with_people(self):
        """With everybody whom a line about a mandate names."""
        return self.select_related("grantor__user", "grantor__institution", "deputy", "granted_by", "ended_by")


class PartnershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Which bodies work together is as public as the bodies themselves (`InstitutionQuerySet.visible_to`)."""
        return self.all() if user.is_authenticated else self.none()

    def of(self, institution):
        """Those of a Sentra with its partners, or of a body with the Sentra it works with."""
        return self.filter(Q(sentra=institution) | Q(partner=institution))

    def running(self, day: date | None = None):
        """Not over on `day` (today), those that begin later included."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day or timezone.localdate()), ended_at=None)

    def standing(self, day: date | None = None):
        """In force on `day` (today)."""
        return self.running(day).filter(valid_from__lte=day or timezone.localdate())


class ParameterQuerySet(models.QuerySet):
    def standing(self):
        """Versions that nobody took back: the only ones that count."""
        return self.filter(cancelled_at=None)

    def visible_to(self, user):
        """Versions of the institutions that `user` administers."""
        institutions = self.model._meta.get_field("institution").related_model.objects.kept_by(user)
        return self.filter(institution__in=institutions)
