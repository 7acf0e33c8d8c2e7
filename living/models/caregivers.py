from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution
from referrals.models import Placement

from ..querysets import CaregiverPartQuerySet, CaregiverQuerySet, StayPartQuerySet

PERSON = settings.AUTH_USER_MODEL


class Caregiver(models.Model):
    """Pengasuh: somebody of a home who cares for its children day by day (domain.md 5.5).

    statement_on: day of the statement that there is no criminal record. review_due_on: when they are looked at next, by
    the setting of the home's office. suspended_on: while an investigation runs.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="caregivers")
    name = models.CharField(_("nama"), max_length=200)
    since = models.DateField(_("sejak"))
    training = models.TextField(_("pelatihan"), blank=True)
    statement_on = models.DateField(_("surat keterangan catatan kepolisian"), null=True, blank=True)
    review_due_on = models.DateField(_("penilaian berikutnya"))
    suspended_on = models.DateField(_("diberhentikan sementara"), null=True, blank=True)
    suspended_because = models.TextField(_("mengapa diberhentikan sementara"), blank=True)
    left_on = models.DateField(_("berhenti"), null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = CaregiverQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "name"], condition=Q(left_on=None), name="caregiver_of_a_home_once"
            ),
            models.CheckConstraint(
                condition=Q(suspended_on=None, suspended_because="")
                | Q(suspended_on__isnull=False) & ~Q(suspended_because=""),
                name="suspended_caregiver_says_why",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("since")), name="caregiver_leaves_after_coming"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def works(self) -> bool:
        """Whether children may be given into this person's care."""
        return self.left_on is None and self.suspended_on is None


class CaregiverReview(models.Model):
    """That a caregiver was looked at, on which day, and what came of it; rows stay (trigger)."""

    caregiver = models.ForeignKey(Caregiver, on_delete=models.PROTECT, related_name="reviews")
    held_on = models.DateField(_("tanggal penilaian"))
    result = models.TextField(_("hasil penilaian"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = CaregiverPartQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(result=""), name="caregiver_review_says_what")]

    def __str__(self) -> str:
        return str(self.held_on)


class Assignment(models.Model):
    """Who cares for a child of a home, from when until when. hand_over: what the one before handed over, in words; a
    change without it is refused (trigger). soft_reasons: problem code -> reason."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="caregiving")
    caregiver = models.ForeignKey(Caregiver, on_delete=models.PROTECT, related_name="assignments")
    since = models.DateField(_("sejak"))
    until = models.DateField(_("sampai"), null=True, blank=True)
    hand_over = models.TextField(_("catatan serah terima"), blank=True)
    soft_reasons = models.JSONField(default=dict, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = StayPartQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"], condition=Q(until=None), name="one_caregiver_of_a_child_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="assignment_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.caregiver} {self.since}"
