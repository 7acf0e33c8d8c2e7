from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..querysets import CaseChildQuerySet
from ..service_states import (
    EARNING_STEPS,
    Capital,
    IncomeBand,
    VocationalGoal,
    VocationalOutcome,
    VocationalStepKind,
)
from .cases import Case

PERSON = settings.AUTH_USER_MODEL


class VocationalTrack(models.Model):
    """Pelatihan vokasional dan pembinaan kewirausahaan (domain.md 4.1, component 5): one way towards a living, from
    what somebody wants to what came of it. A case has one running at a time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="vocational_tracks")
    goal = models.CharField(_("tujuan"), max_length=10, choices=VocationalGoal)
    interest = models.TextField(_("minat dan bakat"))
    started_on = models.DateField(_("mulai"))
    outcome = models.CharField(_("hasil akhir"), max_length=20, choices=VocationalOutcome, blank=True)
    outcome_note = models.TextField(_("keterangan"), blank=True)
    ended_on = models.DateField(_("berakhir"), null=True, blank=True)
    ended_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_on=None), name="one_running_track"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, outcome="")
                | Q(ended_on__gte=F("started_on"), ended_by__isnull=False) & ~Q(outcome="") & ~Q(outcome_note=""),
                name="ended_track_says_what_came_of_it",
            ),
            models.CheckConstraint(condition=~Q(interest=""), name="track_says_what_is_wanted"),
        ]

    def __str__(self) -> str:
        return self.get_goal_display()


class VocationalStep(models.Model):
    """One step of a track: training, apprenticeship, job, help for a business, or a visit to it."""

    track = models.ForeignKey(VocationalTrack, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("langkah"), max_length=20, choices=VocationalStepKind)
    place = models.CharField(_("tempat"), max_length=200)
    since = models.DateField(_("tanggal"))
    until = models.DateField(_("sampai"), null=True, blank=True)
    certificate = models.CharField(_("sertifikat"), max_length=200, blank=True)
    capital = models.CharField(_("bentuk bantuan"), max_length=10, choices=Capital, blank=True)
    asset = models.CharField(_("yang diberikan"), max_length=300, blank=True)
    income = models.CharField(_("penghasilan sebulan"), max_length=12, choices=IncomeBand, blank=True)
    note = models.TextField(_("catatan"), blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="step_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(kind=VocationalStepKind.CAPITAL) & ~Q(capital="") & ~Q(asset="")
                | ~Q(kind=VocationalStepKind.CAPITAL) & Q(capital="", asset=""),
                name="capital_says_what_was_given",
            ),
            models.CheckConstraint(
                condition=Q(certificate="") | Q(kind=VocationalStepKind.TRAINING), name="certificate_is_of_training"
            ),
            models.CheckConstraint(condition=Q(income="") | Q(kind__in=sorted(EARNING_STEPS)), name="income_is_earned"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.place}"
