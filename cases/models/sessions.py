from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution

from ..querysets import GroupSessionQuerySet
from ..service_states import Attendance, SessionKind
from ..states import Base
from .beneficiaries import FamilyMember
from .cases import Case

PERSON = settings.AUTH_USER_MODEL


class GroupSession(models.Model):
    """Sesi kelompok: something done with several people at once, TEPAK, FDS, therapy or training (domain.md 4.1).

    institution: under which it was held. Of each case somebody came for it writes one service record; the people of
    other cases stand in none of them.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="group_sessions")
    kind = models.CharField(_("jenis sesi"), max_length=20, choices=SessionKind)
    base = models.CharField(_("basis"), max_length=12, choices=Base)
    held_on = models.DateField(_("tanggal"))
    starts = models.TimeField(_("pukul"), null=True, blank=True)
    place = models.CharField(_("tempat"), max_length=200)
    facilitators = models.CharField(_("fasilitator"), max_length=300)
    agenda = models.TextField(_("agenda"))
    result = models.TextField(_("hasil sesi"), blank=True)
    # The form's own key: a second send of the same form is the same session.
    form_id = models.UUIDField(unique=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = GroupSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(place="") & ~Q(facilitators="") & ~Q(agenda=""), name="session_says_where_who_and_what"
            ),
            models.CheckConstraint(condition=Q(base__in=sorted(Base)), name="session_cites_one_base"),
        ]
        indexes = [models.Index(fields=["institution", "-held_on", "-id"], name="session_of_institution")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on}"


class SessionParticipant(models.Model):
    """Somebody who was invited to a session, for one case: the beneficiary, or a person of the family (member)."""

    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="participants")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="session_parts")
    member = models.ForeignKey(FamilyMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    attendance = models.CharField(_("kehadiran"), max_length=10, choices=Attendance)
    note = models.CharField(_("hasil singkat"), max_length=300, blank=True)

    class Meta:
        ordering = ["case_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "case", "member"], name="participant_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return str(self.member or self.case.beneficiary)


class AttendanceCorrection(models.Model):
    """That the attendance of a session was corrected: why, by whom, and what it said before. Rows stay as written.

    before: participant's id -> [attendance, note].
    """

    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="corrections")
    reason = models.TextField(_("alasan"))
    before = models.JSONField()
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-corrected_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="attendance_correction_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.corrected_at}"
