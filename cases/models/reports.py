from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from atensi.instruments.definition import Definition
from atensi.instruments.models import InstrumentVersion

from ..querysets import CaseChildQuerySet
from ..states import AssessmentKind
from .cases import Case

PERSON = settings.AUTH_USER_MODEL


class Signed(models.Model):
    """A paper that a social worker signs; from then on a trigger refuses any change, a correction is a new version."""

    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The credential as it stood when signing (UU 14/2019 art. 28).
    str_number = models.CharField(max_length=60, blank=True)
    # Problem code -> the signer's written reason for going on in spite of a soft rule; shown on the paper.
    soft_reasons = models.JSONField(default=dict, blank=True)

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None) | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="%(class)s_signature_has_time_and_person",
            ),
        ]

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None


class Assessment(Signed):
    """Picture of the beneficiary by a questionnaire (Permensos 7/2021; domain.md 9): the version that was in force when
    it was begun, and stays its own.

    kind: the purpose of the questionnaire. answers: code of a question -> answer (`atensi.instruments.answers`), those
    of questions that are not shown, too; they never count. scores: by domain, as they stood at the signature. The
    child's own words and the conclusion are asked of every assessment, whatever its questionnaire. corrects: the signed
    one in whose place this one stands.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(_("jenis"), max_length=15, choices=AssessmentKind)
    version = models.ForeignKey(
        InstrumentVersion, verbose_name=_("instrumen"), on_delete=models.PROTECT, related_name="+"
    )
    assessed_on = models.DateField(_("tanggal asesmen"))
    answers = models.JSONField(_("jawaban"), default=dict, blank=True)
    scores = models.JSONField(_("nilai"), null=True, blank=True)
    child_view = models.TextField(_("suara anak"), blank=True)
    conclusion = models.TextField(_("kesimpulan"), blank=True)
    corrects = models.ForeignKey(
        "self",
        verbose_name=_("mengoreksi"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
    )

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(signed_at=None) | ~Q(conclusion="") & Q(scores__isnull=False),
                name="assessment_signed_is_complete",
                violation_error_message=_("Asesmen belum lengkap."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"

    @property
    def questionnaire(self) -> Definition:
        return self.version.questionnaire


class SocialReport(Signed):
    """Laporan sosial: the signed professional report for a decision maker (domain.md 9)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="social_reports")
    assessment = models.ForeignKey(
        Assessment, verbose_name=_("asesmen"), on_delete=models.PROTECT, related_name="social_reports"
    )
    purpose = models.TextField(_("permintaan dan tujuan"))
    chronology = models.TextField(_("masalah dan kronologi"))
    findings = models.TextField(_("temuan bio-psiko-sosial-spiritual"))
    family_and_care = models.TextField(_("keluarga dan pengasuhan"))
    analysis = models.TextField(_("analisis"))
    recommendation = models.TextField(_("rekomendasi"))

    class Meta(Signed.Meta):
        constraints = [
            *Signed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(signed_at=None)
                | ~Q(purpose="")
                & ~Q(chronology="")
                & ~Q(findings="")
                & ~Q(family_and_care="")
                & ~Q(analysis="")
                & ~Q(recommendation=""),
                name="socialreport_signed_is_complete",
                violation_error_message=_("Laporan sosial belum lengkap."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Laporan sosial"))


class CaseConference(models.Model):
    """Pembahasan kasus: multi-party meeting that gives recommendations; required before residential placement."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conferences")
    held_on = models.DateField(_("tanggal"))
    attendees = models.TextField(_("yang hadir"))
    child_view = models.TextField(_("suara anak"), blank=True)
    child_not_heard_reason = models.TextField(_("mengapa anak belum didengar"), blank=True)
    options = models.TextField(_("pilihan yang dibahas"))
    recommendation = models.TextField(_("rekomendasi"))
    dissent = models.TextField(_("pendapat berbeda"), blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(child_view="") | ~Q(child_not_heard_reason=""),
                name="conference_hears_the_child",
                violation_error_message=_("Catat suara anak, atau mengapa anak belum didengar."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on}"
