"""A child in contact with the law (ABH): the matter, who handles it, its days, and what the social worker did."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.fields import EncryptedTextField

from ..justice_states import (
    ENTERED_DATES,
    OFFENDER_AGE,
    JusticeAgency,
    JusticeDateKind,
    JusticeDuty,
    JusticeOutcome,
    JusticeRole,
    YoungDecision,
)
from ..querysets import CaseChildQuerySet, JusticePartQuerySet
from .cases import Case
from .reports import SocialReport

PERSON = settings.AUTH_USER_MODEL


class ChildInJustice(models.Model):
    """The matter that brings the child of one case before the law (UU 11/2012; domain.md 9).

    act_on: the day of the act, by which the child's age counts. reported_on: when law enforcement took it up.
    diversion: whether diversion is sought. reasons: problem code -> why it stands in spite of a soft rule.
    outcome: how it ended, "" while it runs; the days still ahead end with it.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="justice")
    role = models.CharField(_("peran anak"), max_length=10, choices=JusticeRole)
    act_on = models.DateField(_("tanggal perbuatan"))
    reported_on = models.DateField(_("diterima penegak hukum"))
    matter = models.CharField(_("perkara"), max_length=200)
    diversion = models.BooleanField(_("diversi diupayakan"), default=False)
    reasons = models.JSONField(default=dict, blank=True)
    outcome = models.CharField(_("hasil akhir"), max_length=20, choices=JusticeOutcome, blank=True)
    outcome_on = models.DateField(_("tanggal"), null=True, blank=True)
    outcome_note = models.TextField(_("catatan"), blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reported_on__gte=F("act_on")), name="matter_reported_after_the_act"),
            models.CheckConstraint(
                condition=Q(role=JusticeRole.OFFENDER) | Q(diversion=False), name="only_an_offender_is_diverted"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on=None) | ~Q(outcome="") & Q(outcome_on__isnull=False),
                name="justice_outcome_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def is_open(self) -> bool:
        return not self.outcome

    @property
    def age_at_act(self) -> int | None:
        """Whole years on the day of the act; None without a birth date. Needs `case__beneficiary`."""
        return self.case.beneficiary.age_on(self.act_on)

    @property
    def is_young_offender(self) -> bool:
        """An alleged offender under 12 at the act, whom three parties decide about together (art. 21)."""
        age = self.age_at_act
        return self.role == JusticeRole.OFFENDER and age is not None and age < OFFENDER_AGE


class YoungOffenderDecision(models.Model):
    """What investigator, probation officer and social worker decided for a child under 12 (UU 11/2012 art. 21).

    programme_at, until: where and to which day a programme runs, at most as long as the office's setting says.
    """

    track = models.OneToOneField(ChildInJustice, on_delete=models.PROTECT, related_name="young_decision")
    decision = models.CharField(_("keputusan"), max_length=10, choices=YoungDecision)
    decided_on = models.DateField(_("tanggal"))
    investigator = models.CharField(_("penyidik"), max_length=200)
    probation_officer = models.CharField(_("pembimbing kemasyarakatan"), max_length=200)
    social_worker = models.CharField(_("pekerja sosial"), max_length=200)
    programme_at = models.CharField(_("lembaga pelaksana"), max_length=200, blank=True)
    until = models.DateField(_("sampai"), null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = JusticePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(investigator="") & ~Q(probation_officer="") & ~Q(social_worker=""),
                name="young_offender_decided_by_three",
            ),
            models.CheckConstraint(
                condition=Q(decision=YoungDecision.RETURNED, programme_at="", until=None)
                | Q(decision=YoungDecision.PROGRAMME, until__gt=F("decided_on")) & ~Q(programme_at=""),
                name="young_offender_programme_has_its_end",
            ),
        ]

    def __str__(self) -> str:
        return self.get_decision_display()


class JusticeContact(models.Model):
    """Who handles the matter at police, prosecution, Bapas or court, and under which number."""

    track = models.ForeignKey(ChildInJustice, on_delete=models.PROTECT, related_name="contacts")
    agency = models.CharField(_("pihak"), max_length=12, choices=JusticeAgency)
    office = models.CharField(_("kantor"), max_length=200)
    officer = models.CharField(_("nama petugas"), max_length=200, blank=True)
    phone = EncryptedTextField(blank=True)
    file_number = models.CharField(_("nomor berkas"), max_length=100, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = JusticePartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_agency_display()}: {self.officer or self.office}"


class JusticeDate(models.Model):
    """A day that the law or a summons sets, and when it was kept or called off. A clock tells of it
    (`cases.clocks.JUSTICE`). Where it was before it moved stands in the story of the case."""

    track = models.ForeignKey(ChildInJustice, on_delete=models.PROTECT, related_name="dates")
    kind = models.CharField(_("apa"), max_length=16, choices=JusticeDateKind)
    due_on = models.DateField(_("tanggal"))
    place = models.CharField(_("tempat"), max_length=200, blank=True)
    done_on = models.DateField(_("terlaksana"), null=True, blank=True)
    note = models.TextField(_("hasil"), blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    called_off_reason = models.TextField(_("alasan dibatalkan"), blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = JusticePartQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["track", "kind"],
                condition=Q(kind__in=["DIVERSION_START", "DIVERSION_END", "PROGRAMME_END"]),
                name="counted_date_once",
            ),
            models.CheckConstraint(condition=~Q(done_on=None) | Q(note=""), name="justice_date_told_once_kept"),
            models.CheckConstraint(
                condition=Q(called_off_at=None, called_off_by=None, called_off_reason="")
                | Q(called_off_at__isnull=False, called_off_by__isnull=False, done_on=None) & ~Q(called_off_reason=""),
                name="justice_date_called_off_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_ahead(self) -> bool:
        """Neither kept nor called off; `ahead` of its queryset asks of the matter and the case, too."""
        return self.done_on is None and self.called_off_at is None

    @property
    def is_counted(self) -> bool:
        """Set by the law from a step before it, not by people."""
        return self.kind not in ENTERED_DATES


class JusticeDutyDone(models.Model):
    """One time that a duty of art. 68 was done: when, by whom, and what. Rows stay as written."""

    track = models.ForeignKey(ChildInJustice, on_delete=models.PROTECT, related_name="duties")
    duty = models.CharField(_("tugas"), max_length=10, choices=JusticeDuty)
    done_on = models.DateField(_("tanggal"))
    done_by = models.CharField(_("oleh"), max_length=200)
    note = models.TextField(_("catatan"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = JusticePartQuerySet.as_manager()

    class Meta:
        ordering = ["-done_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(done_by="") & ~Q(note=""), name="duty_says_by_whom_and_what"),
        ]

    def __str__(self) -> str:
        return self.get_duty_display()


class JusticeReport(models.Model):
    """That a signed social report of the case went to law enforcement, and to whom."""

    track = models.ForeignKey(ChildInJustice, on_delete=models.PROTECT, related_name="reports")
    report = models.ForeignKey(SocialReport, on_delete=models.PROTECT, related_name="sent_to_justice")
    contact = models.ForeignKey(JusticeContact, on_delete=models.PROTECT, related_name="reports")
    sent_on = models.DateField(_("tanggal"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = JusticePartQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "contact"], name="report_sent_once_to_one"),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.sent_on}"
