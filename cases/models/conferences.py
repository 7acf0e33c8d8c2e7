from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets import ConferenceCallQuerySet
from .cases import Case
from .reports import CaseConference
from .tasks import CaseTask

PERSON = settings.AUTH_USER_MODEL


class ConferenceCall(models.Model):
    """Undangan pembahasan kasus: when, where and about what a conference meets, and who is asked to come.

    meets_on: the day of `meets_at` at the case's office. conference: what came of it; a case has one open call.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conference_calls")
    meets_at = models.DateTimeField(_("waktu"))
    meets_on = models.DateField()
    place = models.CharField(_("tempat"), max_length=200)
    agenda = models.TextField(_("yang dibahas"))
    called_at = models.DateTimeField(auto_now_add=True)
    called_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    conference = models.OneToOneField(
        CaseConference, null=True, blank=True, on_delete=models.PROTECT, related_name="call"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.TextField(_("alasan dibatalkan"), blank=True)

    objects = ConferenceCallQuerySet.as_manager()

    class Meta:
        ordering = ["-meets_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, conference=None) & ~Q(cancel_reason=""),
                name="conference_call_cancelled_says_why",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(conference=None, cancelled_at=None),
                name="one_open_conference_call_of_a_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meets_on}"

    @property
    def is_open(self) -> bool:
        return self.conference_id is None and self.cancelled_at is None


class ConferenceGuest(models.Model):
    """Somebody who is asked to a conference: a person who uses the system (`user`), or somebody else by name and role.

    came: whether they were there; empty before it was held.
    """

    call = models.ForeignKey(ConferenceCall, on_delete=models.PROTECT, related_name="guests")
    user = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nama"), max_length=200, blank=True)
    role = models.CharField(_("peran"), max_length=100, blank=True)
    came = models.BooleanField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) & ~Q(name="") | Q(user__isnull=False, name=""),
                name="conference_guest_is_one_person",
            ),
            models.UniqueConstraint(fields=["call", "user"], name="conference_guest_once"),
        ]

    def __str__(self) -> str:
        name = str(self.user) if self.user else self.name
        return f"{name} ({self.role})" if self.role else name


class ConferenceFollowUp(models.Model):
    """What a conference agreed that somebody does: a task of the case (domain.md 9, "follow-up owner")."""

    conference = models.ForeignKey(CaseConference, on_delete=models.PROTECT, related_name="follow_ups")
    task = models.OneToOneField(CaseTask, on_delete=models.PROTECT, related_name="follow_up_of")

    class Meta:
        ordering = ["task__due_on", "pk"]

    def __str__(self) -> str:
        return str(self.task)
