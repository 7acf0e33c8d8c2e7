from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from guardian.utils import get_group_obj_perms_model

from atensi.reference.workdays import before_today
from atensi.scopes import ScopedQuerySet
from institutions.models import Institution
from institutions.offices import regencies_below
from institutions.rights import FIELD, groups_of, institutions_of, works_at
from institutions.states import CASE_ROLES, OFFICE_ROLES, SHARE_ROLES, Role

from .hand_over_states import TransferState
from .service_states import Attendance, FlagKind, Met
from .states import (
    JUSTICE_CATEGORIES,
    NOBODY_TO_VISIT,
    OPEN_INCOMING,
    PRIVATE_ATTACHMENTS,
    AttachmentKind,
    ConsentScope,
    NoticeState,
    Risk,
    Stage,
    TaskState,
)

# What a share of a case gives to an institution's group: seeing it, and (Sentra, LKSA) working on it.
SHARE_PERMISSION = "view_case"
WORK_PERMISSION = "work_case"
# Who reads the names of a restricted case through a share: those who work on it, or must weigh it to decide.
NAMED_BY_SHARE = frozenset({Role.INTAKE_OFFICER, Role.LKSA_STAFF, Role.SOCIAL_OFFICE_DECIDER})
# What of a service record its writer's institution keeps.
OWN_WORDS = (
    *("provided_on", "base", "provider", "description", "is_emergency_aid", "recorded_at"),
    *("case__number", "component__label", "activity__label", "recorded_by__name", "recorded_by__username"),
)


class CaseQuerySet(ScopedQuerySet):
    """Cases, and the one truth of who sees which (design.md 3)."""

    def scopes(self, user) -> dict[str, "CaseQuerySet"]:
        """The named sets of cases `user` may see, each one index walk.

        mine: the user is the responsible worker. office: cases of the Dinas where the user supervises or decides.
        shared: cases shared with the group of an institution where the user works.
        Rights follow current memberships and running mandates only: one that ended yesterday shows nothing today.
        """
        groups = groups_of(user, CASE_ROLES - FIELD)
        return {
            "mine": self.filter(worker_id=user.pk, office_id__in=works_at(user)),
            "office": self.filter(office_id__in=institutions_of(user, OFFICE_ROLES)),
            "shared": self.filter(pk__in=self._shared_with(groups, SHARE_PERMISSION)),
        }

    def _shared_with(self, groups, codename: str, among: Collection[int] | None = None):
        of_groups = get_group_obj_perms_model(self.model).objects.filter(group_id__in=groups)
        shares = of_groups.filter(permission__codename=codename)
        return (shares if among is None else shares.filter(content_object_id__in=among)).values("content_object_id")

    def shared_under(self, user, institution_id) -> "CaseQuerySet":
        """Of the cases shared with `user`, those shared with the one institution they act for: what is written down
        under a membership must not hold another's children."""
        group = Institution.objects.filter(pk=institution_id).values("group_id")
        return self.scopes(user)["shared"].filter(pk__in=self._shared_with(group, SHARE_PERMISSION))

    def visible_to(self, user) -> "CaseQuerySet":
        """Every case `user` may see: the OR of `scopes`. For single objects and checks, not for long lists."""
        return self.filter(self.in_scopes(user))

    def named_to(self, user, among: Collection[int] | None = None) -> "CaseQuerySet":
        """Cases whose names and places `user` may read even when they are restricted: the case team, the overseers
        of the office, those who work on it for an institution that it is shared with, and the decider of a Dinas that
        was asked to decide (design.md 3). The supervisor of such a Dinas does not work on the case: docs/adr/0003.

        among: ids of the cases asked for, where they are few: other shares of the institution are not read for them.
        """
        return self.filter(Q(restricted=False) | self._of_team(user, among))

    def masked_to(self, user) -> "CaseQuerySet":
        """The restricted cases that are not `named_to` the user, whether or not they see them."""
        return self.filter(Q(restricted=True) & ~self._of_team(user))

    def _of_team(self, user, among: Collection[int] | None = None) -> Q:
        return (
            Q(worker_id=user.pk, office_id__in=works_at(user))
            | Q(office_id__in=institutions_of(user, OFFICE_ROLES))
            | Q(pk__in=self._shared_with(groups_of(user, NAMED_BY_SHARE), WORK_PERMISSION, among))
        )

    def worked_on_by(self, actor) -> "CaseQuerySet":
        """Every case of which `permissions.can_work_on` is true for `actor`: for choosing among many."""
        if actor is None or actor.institution_id is None:
            return self.none()
        if actor.role == Role.FIELD_SOCIAL_WORKER:
            return self.filter(office_id=actor.institution_id, worker_id=actor.user_id)
        if actor.role == Role.SUPERVISOR:
            return self.filter(office_id=actor.institution_id)
        if actor.role not in SHARE_ROLES:
            return self.none()
        group = Institution.objects.filter(pk=actor.institution_id).values("group_id")
        return self.filter(pk__in=self._shared_with(group, WORK_PERMISSION))

    def open(self):
        return self.filter(closed_at=None)

    def in_justice(self):
        """Cases of children in contact with the law: by their matter, or by a category that says so."""
        tracks = self.model._meta.get_field("justice").related_model.objects.order_by()
        rows = self.model._meta.get_field("category_rows").related_model.objects.order_by()
        named = rows.filter(code__code__in=sorted(JUSTICE_CATEGORIES))
        # Asked case by case: lists of all such cases would be read for the one case of a page.
        of_case = {"track": tracks, "named": named}
        found = {name: Subquery(of.filter(case=OuterRef("pk")).values("case_id")[:1]) for name, of in of_case.items()}
        return self.alias(**found).filter(Q(track__isnull=False) | Q(named__isnull=False))

    def in_hand(self):
        """What a worker still answers for: open, or closed with visits of the after-care ahead."""
        visits = self.model._meta.get_field("aftercare_visits").related_model.objects.open()
        # Asked case by case: a list of all that have visits ahead would be read for one worker's cases, too.
        ahead = visits.filter(case=OuterRef("pk")).order_by().values("pk")[:1]
        return self.alias(visit_ahead=Subquery(ahead)).filter(Q(closed_at=None) | Q(visit_ahead__isnull=False))

    def narrowed(
        self,
        *,
        is_open: bool | None = None,
        stage: str = "",
        risk: str = "",
        cluster: str = "",
        flag: str = "",
        reader=None,
    ) -> "CaseQuerySet":
        """What page and API filter by; None, empty and values nobody offers leave all in. cluster: one of `clusters()`,
        that of the primary category. reader: who asks for a flag: it tells of the person, so that it finds only cases
        whose names they may read."""
        cases = self if is_open is None else self.filter(closed_at__isnull=is_open)
        cases = cases.filter(stage=stage) if stage in Stage.values else cases
        cases = cases.filter(risk=risk) if risk in Risk.values else cases
        if cluster:
            primary = self.model._meta.get_field("category_rows").related_model.objects.filter(is_primary=True)
            cases = cases.filter(Exists(primary.filter(case=OuterRef("pk"), code__cluster__code=cluster)))
        if flag not in FlagKind.values:
            return cases
        flags = self.model._meta.get_field("flags").related_model.objects.standing()
        return cases.named_to(reader).filter(Exists(flags.filter(case=OuterRef("pk"), kind=flag)))

    def with_flags(self):
        """Each with `flag_kinds`: the codes of the flags that stand, the newest first."""
        flags = self.model._meta.get_field("flags").related_model.objects.standing()
        return self.annotate(flag_kinds=ArraySubquery(flags.filter(case=OuterRef("pk")).values("kind")))


def newest_of_each(cases: Iterable[Any]) -> dict[int, Any]:
    """Beneficiary id -> the case of theirs among `cases` that tells most: an open one, else the newest."""
    return {case.beneficiary_id: case for case in sorted(cases, key=lambda case: (case.is_open, case.opened_at))}


class CaseChildQuerySet(models.QuerySet):
    """Rows that belong to a case (`case` foreign key): visible with it."""

    def visible_to(self, user):
        cases = self.model._meta.get_field("case").related_model.objects.visible_to(user)
        return self.filter(case__in=cases)

    def each_visible_to(self, user):
        """The same rows as `visible_to`, asked one by one: for a list that walks an index of its own and stops. As one
        value, because what may be hashed would be read of all the cases that `user` sees."""
        cases = self.model._meta.get_field("case").related_model.objects.all()
        shared = cases._shared_with(groups_of(user, CASE_ROLES - FIELD), SHARE_PERMISSION)
        own = Q(worker_id=user.pk, office_id__in=works_at(user)) | Q(office_id__in=institutions_of(user, OFFICE_ROLES))
        seen = cases.filter(own | Exists(shared.filter(content_object_id=OuterRef("pk"))), pk=OuterRef("case_id"))
        return self.alias(seen_case=Subquery(seen.order_by().values("pk")[:1])).filter(seen_case__isnull=False)


class AgreementQuerySet(CaseChildQuerySet):
    def of_service(self):
        """Those under which the case is served now: given for the service, and not withdrawn."""
        return self.filter(withdrawn_on=None, consents__scope=ConsentScope.SERVICE, consents__withdrawn_on=None)


class ConsentNoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """They tell of nobody; who may open their pages says the access table."""
        return self if user.is_authenticated else self.none()

    def in_force(self):
        """The wording that holds today, None before the first was published."""
        return self.filter(state=NoticeState.IN_FORCE).first()

    def told_on(self, day):
        """The wordings that people may have been told on `day`, newest first: published by then and not yet replaced.
        The first one counts from ever: it is what was told before the application."""
        published = self.exclude(state=NoticeState.DRAFT)
        first = published.order_by("published_at", "pk").values("pk")[:1]
        begun = published.filter(Q(published_at__date__lte=day) | Q(pk=models.Subquery(first)))
        return begun.filter(Q(retired_at=None) | Q(retired_at__date__gte=day)).order_by("-published_at", "-pk")


class AttachmentQuerySet(CaseChildQuerySet):
    def kept(self):
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def told(self, *, private: bool):
        """What of the files shows: those of a private kind only where `private` says so."""
        return self if private else self.exclude(kind__in=sorted(PRIVATE_ATTACHMENTS))

    def of_kind(self, kind: str):
        """Of one kind; a word that is none leaves all in."""
        return self.filter(kind=kind) if kind in AttachmentKind.values else self


class ServiceRecordQuerySet(CaseChildQuerySet):
    def kept_by(self, user, institution_id):
        """What `institution_id` wrote about cases that are shared with it no more, for `user` of its staff, read-only
        (design.md 3): case number, days and its own words, nothing else of the case."""
        cases = self.model._meta.get_field("case").related_model.objects.visible_to(user)
        own = self.filter(recorded_for_id=institution_id, recorded_for__in=institutions_of(user, SHARE_ROLES))
        rows = own.exclude(case__in=cases)
        return rows.select_related("case", "component", "activity", "recorded_by").only(*OWN_WORDS)


class HeldQuerySet(models.QuerySet):
    """What an institution held on a day (`institution`, `kind`, `held_on`)."""

    def visible_to(self, user):
        """Those of the institutions where `user` works with cases."""
        return self.filter(institution_id__in=institutions_of(user, CASE_ROLES))

    def narrowed(self, *, kind: str = "", month: str = ""):
        """What page and API filter by. month: "2026-11"; words nobody offers leave all in."""
        kinds = {code for code, _label in self.model._meta.get_field("kind").choices}
        rows = self.filter(kind=kind) if kind in kinds else self
        year, _dash, number = month.partition("-")
        if len(year) == 4 and all(part.isascii() and part.isdecimal() for part in (year, number)):
            rows = rows.filter(held_on__year=int(year), held_on__month=int(number))
        return rows


class PreventionQuerySet(HeldQuerySet):
    def with_people(self):
        """Each with `people`: how many it reached."""
        return self.annotate(people=Coalesce(Sum("reach__people"), 0))


class GroupSessionQuerySet(HeldQuerySet):
    """Sessions; who took part is told apart, case by case."""

    def with_numbers(self):
        """Each with `invited` and `came`: people, of every case."""
        came = Q(participants__attendance=Attendance.CAME)
        return self.annotate(invited=Count("participants"), came=Count("participants", filter=came))


class CaseContactQuerySet(CaseChildQuerySet):
    def reached(self):
        """Somebody was met or spoken to; what was tried in vain is no contact."""
        return self.exclude(met__contains=[Met.NOBODY])


class CaseFlagQuerySet(CaseChildQuerySet):
    def standing(self):
        return self.filter(ended_at=None)


class BeneficiaryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """People with a visible case, or with a visible report that led to no case."""
        cases, responses = (
            self.model._meta.get_field(name).related_model.objects.visible_to(user) for name in ("cases", "responses")
        )
        alone = responses.filter(case=None)  # one of a case shows the person as the case does, also after a transfer
        return self.filter(Q(pk__in=cases.values("beneficiary_id")) | Q(pk__in=alone.values("beneficiary_id")))


class BeneficiaryMergeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Visible with the file that goes on."""
        people = self.model._meta.get_field("kept").related_model.objects.visible_to(user)
        return self.filter(kept__in=people)


class CaseResponseQuerySet(ScopedQuerySet):
    def scopes(self, user) -> dict[str, "CaseResponseQuerySet"]:
        """The named sets for lists. mine: logged by the user, or leading to a case the user is responsible for.
        office: those of a Dinas where the user supervises or decides."""
        own = Q(logged_by_id=user.pk, office_id__in=works_at(user))
        answers_for = Q(case__worker_id=user.pk, case__office_id__in=works_at(user))
        return {
            "mine": self.filter(own | answers_for),
            "office": self.filter(office_id__in=institutions_of(user, OFFICE_ROLES)),
        }

    def visible_to(self, user):
        """Every response of `scopes`, and those of visible cases."""
        cases = self.model._meta.get_field("case").related_model.objects.visible_to(user)
        return self.filter(Q(case__in=cases) | self.in_scopes(user))

    def awaiting_contact(self):
        return self.filter(first_contact_at=None)

    def overdue(self, at: datetime | None = None):
        """Without first contact though its moment has come: as `Deadline.late`."""
        return self.awaiting_contact().filter(first_contact_due_at__lte=at or timezone.now())


class IncomingReportQuerySet(ScopedQuerySet):
    def scopes(self, user) -> dict[str, "IncomingReportQuerySet"]:
        """The named sets of reports `user` may see.

        own: what the user took as an operator. mine: given to the user as a worker of its office. office: in the hands
        of a Dinas where the user supervises or decides. above: those of the regencies of a province where the user
        does, as long as nobody has taken them up in time: silence climbs to the province.
        """
        desk = institutions_of(user, {Role.HOTLINE_OPERATOR})
        overseen = Institution.objects.filter(pk__in=institutions_of(user, OFFICE_ROLES))
        return {
            "own": self.filter(recorded_by_id=user.pk, recorded_for_id__in=desk),
            "mine": self.filter(assigned_to_id=user.pk, office_id__in=works_at(user)),
            "office": self.filter(office_id__in=institutions_of(user, OFFICE_ROLES)),
            "above": self.late().filter(office_id__in=regencies_below(overseen).values("pk")),
        }

    def visible_to(self, user):
        """Every report of `scopes`. For single rows and checks, not for long lists."""
        return self.filter(self.in_scopes(user))

    def open(self):
        return self.filter(state__in=sorted(OPEN_INCOMING))

    def ended(self):
        """Answered or closed."""
        return self.exclude(state__in=sorted(OPEN_INCOMING))

    def late(self, at: datetime | None = None):
        """Open though the time of whoever has it in hand is over: as `Deadline.late`."""
        return self.open().filter(due_at__lte=at or timezone.now())


class IncomingStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Visible with the report."""
        reports = self.model._meta.get_field("report").related_model.objects.visible_to(user)
        return self.filter(report__in=reports)


class ConferenceCallQuerySet(CaseChildQuerySet):
    def open(self):
        """Neither held nor called off, of cases that are open."""
        return self.filter(conference=None, cancelled_at=None, case__closed_at=None)


class CaseTaskQuerySet(CaseChildQuerySet):
    def open(self):
        """Not done yet, of cases that are open."""
        return self.filter(state=TaskState.OPEN, case__closed_at=None)


class JusticePartQuerySet(models.QuerySet):
    """What belongs to the matter of a child before the law."""

    def visible_to(self, user):
        """Visible with the matter, and so with its case."""
        tracks = self.model._meta.get_field("track").related_model.objects.visible_to(user)
        return self.filter(track__in=tracks)

    def ahead(self):
        """Of `JusticeDate`: days neither kept nor called off, of matters that run in open cases."""
        return self.filter(done_on=None, called_off_at=None, track__outcome="", track__case__closed_at=None)


class TaskStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Visible with the task."""
        tasks = self.model._meta.get_field("task").related_model.objects.visible_to(user)
        return self.filter(task__in=tasks)


class TracingStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Visible with the search it belongs to."""
        tracings = self.model._meta.get_field("tracing").related_model.objects.visible_to(user)
        return self.filter(tracing__in=tracings)


class AftercareVisitQuerySet(CaseChildQuerySet):
    def open(self):
        """Visits not made yet, but for those of a child who died, of cases entered in error, and of a homecoming after
        which the case was reopened."""
        nobody = Q(case__closed_at__isnull=False, case__closure_reason__code__in=NOBODY_TO_VISIT)
        return self.filter(Q(done_on=None, stopped_on=None, case__beneficiary__died_on=None) & ~nobody)

    def overdue(self, at: datetime | None = None):
        """Visits not made though their day is over at the case's office: as `Deadline.late`."""
        return self.open().filter(before_today("due_on", "case__office__region__time_zone", at=at))


class ReentryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With the case the child went home from, the one it came back into, or the report of it."""
        cases, responses = (
            self.model._meta.get_field(name).related_model.objects.visible_to(user) for name in ("case", "response")
        )
        return self.filter(Q(former__in=cases) | Q(case__in=cases) | Q(response__in=responses))


class CaseTransferQuerySet(ScopedQuerySet):
    """Offers to hand a case over. Who may read which of their words says `cases.transfers.told_of`."""

    def scopes(self, user) -> dict[str, "CaseTransferQuerySet"]:
        """received: offered to the user as a worker of the receiving office, or to a Dinas where the user supervises or
        decides. given: of cases of the giving office that the user answers for, or they or such a Dinas did when it
        was offered; whoever took the case over gave nothing."""
        offices, overseen = works_at(user), institutions_of(user, OFFICE_ROLES)
        return {
            "received": self.filter(
                Q(to_worker_id=user.pk, to_office_id__in=offices) | Q(to_office_id__in=overseen),
            ),
            "given": self.filter(
                Q(from_worker_id=user.pk, from_office_id__in=offices)
                | Q(case__worker_id=user.pk, case__office_id__in=offices, case__office_id=F("from_office_id"))
                | Q(from_office_id__in=overseen),
            ),
        }

    def visible_to(self, user):
        """Every offer of `scopes`, and those of the cases that the user answers for: how a case came to them."""
        answers_for = Q(case__worker_id=user.pk, case__office_id__in=works_at(user))
        return self.filter(answers_for | self.in_scopes(user))

    def open(self):
        """Offered and not answered yet."""
        return self.filter(state=TransferState.OFFERED)

    def answerable_by(self, actor):
        """Those that wait for `actor`'s answer, as `permissions.can_answer_transfer` says of one."""
        if actor is None or actor.institution_id is None:
            return self.none()
        rows = self.open().filter(to_office_id=actor.institution_id).exclude(offered_by_id=actor.user_id)
        if actor.role == Role.FIELD_SOCIAL_WORKER:
            return rows.filter(to_worker_id=actor.user_id)
        return rows.filter(to_worker=None) if actor.role in OFFICE_ROLES else rows.none()
