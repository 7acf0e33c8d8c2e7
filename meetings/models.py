from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from atensi.reference.models import Region
from institutions.models import Institution

from .querysets import FollowUpQuerySet, InvitationQuerySet, MeetingQuerySet, PartQuerySet
from .states import MeetingState

PERSON = settings.AUTH_USER_MODEL


class Meeting(models.Model):
    """Rapat koordinasi wilayah: a Dinas or Sentra calls the institutions and field workers of a region together. It is
    about the region, never about a case: nothing in it leads to one.

    meets_on: the day of `meets_at` at the office. attendees: who came besides those asked, one on a line.
    held_on, decisions: what came of it, until the minutes are signed open to correction; from then on a trigger keeps
    all of it.
    """

    number = models.CharField(max_length=60, unique=True)
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="meetings_called")
    region = models.ForeignKey(Region, verbose_name=_("wilayah"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("judul"), max_length=200)
    meets_at = models.DateTimeField(_("waktu"))
    meets_on = models.DateField()
    place = models.CharField(_("tempat"), max_length=200)
    called_at = models.DateTimeField(auto_now_add=True)
    called_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.TextField(_("alasan dibatalkan"), blank=True)
    held_on = models.DateField(_("tanggal pelaksanaan"), null=True, blank=True)
    attendees = models.TextField(_("yang hadir selain undangan"), blank=True)
    decisions = models.TextField(_("keputusan"), blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-meets_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, held_on=None) & ~Q(cancel_reason=""),
                name="meeting_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=Q(held_on=None, recorded_at=None, recorded_by=None, decisions="", attendees="")
                | Q(held_on__isnull=False, recorded_at__isnull=False, recorded_by__isnull=False) & ~Q(decisions=""),
                name="meeting_held_says_what_was_decided",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False, held_on__isnull=False),
                name="meeting_signed_was_held",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> MeetingState:
        if self.cancelled_at is not None:
            return MeetingState.CANCELLED
        if self.signed_at is not None:
            return MeetingState.SIGNED
        return MeetingState.HELD if self.held_on is not None else MeetingState.PLANNED

    @property
    def is_planned(self) -> bool:
        return self.state == MeetingState.PLANNED

    @property
    def is_open(self) -> bool:
        """Whether something may still be written in it."""
        return self.state in {MeetingState.PLANNED, MeetingState.HELD}


class MeetingMove(models.Model):
    """A meeting that was put to another time or place, with the reason; from: where and when it was before."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="moves")
    from_moment = models.CharField(max_length=260)
    reason = models.TextField(_("alasan dipindahkan"))
    moved_at = models.DateTimeField(auto_now_add=True)
    moved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="meeting_move_says_why")]

    def __str__(self) -> str:
        return self.from_moment


class AgendaPoint(models.Model):
    """A point of the agenda, in its order, and what was said about it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("acara"), max_length=200)
    notes = models.TextField(_("catatan"), blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="agenda_position_once")]

    def __str__(self) -> str:
        return self.text


class Invitation(models.Model):
    """An institution that is asked to a meeting, or one of its field workers by name (`person`). The office that calls
    is the first of them: it comes, works in groups and has follow-ups like the others.

    came: empty before it was held. represented_by: who came for the institution.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    invited_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    came = models.BooleanField(null=True)
    represented_by = models.CharField(_("diwakili"), max_length=200, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "institution", "person"], nulls_distinct=False, name="meeting_guest_once"
            ),
            models.CheckConstraint(
                condition=Q(person=None, came=True) & ~Q(represented_by="")
                | Q(represented_by="") & (Q(person__isnull=False) | Q(came=False) | Q(came=None)),
                name="institution_that_came_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.institution)

    @property
    def who(self) -> str:
        """The institution, or the person with where they work. Read with both."""
        return f"{self.person}, {self.institution}" if self.person else str(self.institution)

    @property
    def is_host(self) -> bool:
        """Of the office that calls, which always comes. Read with `meeting`."""
        return self.person_id is None and self.institution_id == self.meeting.office_id


class WorkingGroup(models.Model):
    """Kelompok: those of a meeting who work on one topic among themselves, and what they brought back."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("nama kelompok"), max_length=100)
    topic = models.CharField(_("topik"), max_length=200)
    members = models.ManyToManyField(Invitation, related_name="groups")
    result = models.TextField(_("hasil"), blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "name"], name="meeting_group_name_once")]

    def __str__(self) -> str:
        return self.name


class MeetingFollowUp(models.Model):
    """What somebody of a meeting shall do until when: one of those asked, an institution or a person."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="follow_ups")
    title = models.CharField(_("apa yang dikerjakan"), max_length=200)
    owner = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="follow_ups")
    due_on = models.DateField(_("paling lambat"))
    agreed_at = models.DateTimeField(auto_now_add=True)
    agreed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_note = models.TextField(_("catatan"), blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, done_note="")
                | Q(done_at__isnull=False, done_by__isnull=False) & ~Q(done_note=""),
                name="meeting_follow_up_done_says_what",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.done_at is None
