from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.documents.models import Document
from cases.models import Assessment, FamilyMember
from cases.states import Relation

from ..querysets import ReunificationQuerySet
from ..states import ConsentForm
from .placements import Placement

PERSON = settings.AUTH_USER_MODEL


class Reunification(models.Model):
    """The return of a child to the family, prepared step by step (domain.md 5.3 "Reunification", hard): readiness of
    the family, preparation (`steps`), consent of family and child, hand-over. Follow-up is `cases.AftercareVisit`.

    readiness_on, readiness_by: when and by whom the family was found ready, in a signed assessment or in own words.
    consent_relation: what the consenting person was to the child on that day, copied.
    From the end of the placement on a trigger refuses any change.
    """

    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="reunification")
    readiness_on = models.DateField(_("dinilai pada"), null=True, blank=True)
    readiness_by = models.CharField(_("dinilai oleh"), max_length=200, blank=True)
    readiness_findings = models.TextField(_("temuan kesiapan keluarga"), blank=True)
    assessment = models.ForeignKey(Assessment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    consent_by = models.ForeignKey(FamilyMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    consent_relation = models.CharField(max_length=20, choices=Relation, blank=True)
    consent_on = models.DateField(_("persetujuan pada"), null=True, blank=True)
    consent_form = models.CharField(_("bentuk persetujuan"), max_length=10, choices=ConsentForm, blank=True)
    consent_document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    child_view = models.TextField(_("suara anak"), blank=True)
    child_not_heard_reason = models.TextField(_("mengapa anak belum didengar"), blank=True)
    handed_over_on = models.DateField(_("serah terima pada"), null=True, blank=True)
    received_by = models.ForeignKey(FamilyMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handed_over_by = models.CharField(_("diserahkan oleh"), max_length=200, blank=True)
    documents = models.TextField(_("dokumen"), blank=True)
    belongings = models.TextField(_("barang"), blank=True)
    medicine = models.TextField(_("obat"), blank=True)
    hand_over_note = models.TextField(_("catatan"), blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    begun_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = ReunificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(readiness_on=None, readiness_by="", readiness_findings="", assessment=None)
                | Q(readiness_on__isnull=False)
                & ~Q(readiness_by="")
                & (Q(assessment__isnull=False) | ~Q(readiness_findings="")),
                name="reunification_readiness_is_whole",
                violation_error_message=_("Isi kapan, oleh siapa, dan apa yang ditemukan tentang kesiapan keluarga."),
            ),
            models.CheckConstraint(
                condition=Q(consent_on=None, consent_by=None, consent_form="")
                | Q(consent_on__isnull=False, consent_by__isnull=False)
                & ~Q(consent_form="")
                & ~Q(consent_relation="")
                & (~Q(child_view="") | ~Q(child_not_heard_reason="")),
                name="reunification_consent_is_whole",
                violation_error_message=_("Isi siapa yang setuju, kapan, dalam bentuk apa, dan suara anak."),
            ),
            models.CheckConstraint(
                condition=Q(handed_over_on=None, received_by=None, handed_over_by="")
                | Q(handed_over_on__isnull=False, received_by__isnull=False) & ~Q(handed_over_by=""),
                name="reunification_hand_over_is_whole",
                violation_error_message=_("Isi kapan, oleh siapa, dan kepada siapa anak diserahkan."),
            ),
            # First ready and agreed, then handed over.
            models.CheckConstraint(
                condition=Q(handed_over_on=None)
                | Q(
                    readiness_on__isnull=False,
                    readiness_on__lte=F("handed_over_on"),
                    consent_on__isnull=False,
                    consent_on__lte=F("handed_over_on"),
                ),
                name="reunification_hand_over_comes_last",
                violation_error_message=_("Serah terima dilakukan setelah keluarga dinilai siap dan setuju."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Persiapan kepulangan"))


class ReunificationStep(models.Model):
    """One step of preparing child and family for the return: a trial stay, a talk with the school, a room made."""

    reunification = models.ForeignKey(Reunification, on_delete=models.PROTECT, related_name="steps")
    done_on = models.DateField(_("tanggal"))
    what = models.TextField(_("yang dilakukan"))
    with_whom = models.CharField(_("bersama siapa"), max_length=200)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["done_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(with_whom=""),
                name="reunification_step_is_whole",
                violation_error_message=_("Isi apa yang dilakukan dan bersama siapa."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.done_on} {self.what}"
