from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution, Membership

from .querysets import CalendarFeedQuerySet, DeadlineQuerySet

PERSON = settings.AUTH_USER_MODEL


class Deadline(models.Model):
    """Something that obliges by a day and is not done yet: the one row that list, badge, page, feed and notice read.

    It follows from domain rows by its clock (`clocks.Clock`), is written with the change that calls for it, and goes
    when the matter is done. The rooms that own cases stand above this one, so the case is a plain id.

    subject_id: the row it is about, of the kind its clock names. reference: the number that may be shown outside.
    office: the Dinas responsible. holder: the home, Sentra or office that has to act. worker: the social worker.
    due_on: the last day, in the office's zone. due_at: the first moment that is too late.
    changed_at: when this row was last written from its clock, for calendars that ask what is new.
    step: the last rung of the ladder told of, in hours from `due_at`. next_step_at: when to look at it again.
    """

    clock = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=100)
    office = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("jatuh tempo"))
    due_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_default=Now())
    step = models.IntegerField(null=True)
    next_step_at = models.DateTimeField(null=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["clock", "subject_id"], name="deadline_once")]
        indexes = [
            models.Index(fields=["next_step_at", "id"], condition=Q(next_step_at__isnull=False), name="deadline_step"),
            models.Index(fields=["worker", "due_at", "id"], name="deadline_of_worker"),
            models.Index(fields=["office", "due_at", "id"], name="deadline_of_office"),
            models.Index(fields=["office", "clock", "due_at", "id"], name="deadline_of_office_by_clock"),
            models.Index(fields=["holder", "due_at", "id"], name="deadline_of_holder"),
            models.Index(fields=["case_id"], name="deadline_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.reference} {self.due_on}"


class Tick(models.Model):
    """One run of scheduled work: when it began, when it ended (never, when it was killed), and what it did."""

    task = models.CharField(max_length=40)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    done = models.JSONField(default=dict)

    class Meta:
        ordering = ["-began_at", "-pk"]
        indexes = [models.Index(fields=["task", "-began_at"], name="tick_of_task")]

    def __str__(self) -> str:
        return f"{self.task} {self.began_at}"


class CalendarFeed(models.Model):
    """A secret link by which a calendar program reads a person's deadlines without signing in: number and kind alone.

    It carries the rights of one membership and ends with it, with its own last day, or when the person takes it back.
    token_hash: of the link's secret, which is shown once and kept nowhere. life_days: the office's setting, copied.
    """

    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("dipakai di"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    life_days = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "-created_at"], name="feed_of_user")]

    def __str__(self) -> str:
        return self.name
