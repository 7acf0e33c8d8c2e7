from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Assessment, Case, CaseConference, FamilyMember, ServiceRecord
from cases.states import CareForm

from ..querysets import InquiryQuerySet
from ..states import OPEN_RESULTS, AlternativeResult

PERSON = settings.AUTH_USER_MODEL


class Inquiry(models.Model):
    """That somebody was asked whether the child may be cared for in one form (domain.md 5.1): whom, when, what came of
    it, why, and the paper of the case behind it. Written down when it happens, long before anybody goes past the rank.

    member or asked_whom: a person of the family, or somebody else in words. Rows stay as written: a mistake, or proof
    that comes later, is a new row that `corrects` the old one, which counts no more.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inquiries", db_index=False)
    form = models.CharField(_("bentuk pengasuhan"), max_length=15, choices=CareForm)
    asked_on = models.DateField(_("ditanyakan pada"))
    member = models.ForeignKey(
        FamilyMember, verbose_name=_("keluarga"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_whom = models.CharField(_("orang atau lembaga lain"), max_length=200, blank=True)
    result = models.CharField(_("hasil"), max_length=20, choices=AlternativeResult)
    reason = models.TextField(_("alasan"))
    assessment = models.ForeignKey(Assessment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    conference = models.ForeignKey(CaseConference, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(ServiceRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, asked_whom="") | Q(member=None) & ~Q(asked_whom=""),
                name="inquiry_says_whom",
                violation_error_message=_("Pilih siapa yang ditanya dari keluarga, atau tulis orang atau lembaganya."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="inquiry_says_why",
                violation_error_message=_("Tuliskan apa jawabannya dan mengapa."),
            ),
        ]
        indexes = [models.Index(fields=["case", "-asked_on", "-id"], name="inquiry_of_case")]

    def __str__(self) -> str:
        return f"{self.get_form_display()}: {self.get_result_display()}"

    @property
    def whom(self) -> str:
        """Who was asked, for those who may read names."""
        if self.member is None:
            return self.asked_whom
        return f"{self.member.name}, {self.member.get_relation_display()}"

    @property
    def role(self) -> str:
        """Who was asked, without the name of a person of the family."""
        return self.asked_whom if self.member is None else str(self.member.get_relation_display())

    @property
    def is_open(self) -> bool:
        """Whether somebody said yes."""
        return self.result in OPEN_RESULTS
