"""What was done on the way of one child to kin, a guardian or adoption."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case, FamilyMember
from cases.states import CareForm

from ..querysets import CareProcessQuerySet, CareProcessStepQuerySet
from ..states import Verdict
from ..ways import WAY_CODES, WAY_FORMS

PERSON = settings.AUTH_USER_MODEL


class CareProcess(models.Model):
    """The way of one child to kin, a guardian or adoption (domain.md 6). One that leads nowhere is ended with the
    reason and another may begin; what was done in it counts no more. relative: of the way to kin whom of the family it
    is about, and no other: what was done for one counts for them alone."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="care_processes")
    form = models.CharField(_("bentuk pengasuhan"), max_length=15, choices=WAY_FORMS)
    relative = models.ForeignKey(FamilyMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.TextField(_("alasan"), blank=True)

    objects = CareProcessQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "form"],
                condition=Q(ended_on=None),
                name="one_open_care_process",
                violation_error_message=_("Proses ini sudah dibuka untuk kasus ini."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, end_reason="")
                | Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(end_reason=""),
                name="care_process_end_is_whole",
                violation_error_message=_("Tuliskan mengapa proses diakhiri."),
            ),
            models.CheckConstraint(
                condition=~Q(form=CareForm.KINSHIP) & Q(relative=None)
                | Q(form=CareForm.KINSHIP) & (Q(relative__isnull=False) | Q(ended_on__isnull=False)),
                name="way_to_kin_names_the_relative",
                violation_error_message=_("Pilih kerabatnya: proses kerabat adalah tentang satu orang."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_form_display()

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


class CareProcessStep(models.Model):
    """That one step of `ways.WAYS` was taken: on which day, with which paper, before whom, and what came of it. Rows
    stay as written: a mistake is withdrawn by a row that `withdraws` it and says why; neither of the two counts."""

    process = models.ForeignKey(CareProcess, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(max_length=12, choices=list(WAY_CODES.items()))
    verdict = models.CharField(_("hasil"), max_length=10, choices=Verdict)
    done_on = models.DateField(_("tanggal"))
    paper_number = models.CharField(_("nomor surat"), max_length=100, blank=True)
    body = models.CharField(_("pengadilan atau lembaga"), max_length=200, blank=True)
    note = models.TextField(_("catatan"), blank=True)
    withdraws = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawn_by"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = CareProcessStepQuerySet.as_manager()

    class Meta:
        ordering = ["done_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=Verdict.MET, withdraws=None) | ~Q(note=""),
                name="care_step_says_why",
                violation_error_message=_("Tuliskan apa yang ditemukan."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()
