from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.instruments.definition import Text
from institutions.models import Institution

from ..querysets import AgreementQuerySet, ConsentNoticeQuerySet
from ..states import ConsentForm, ConsentScope, NoticeState
from .beneficiaries import FamilyMember
from .cases import Case

PERSON = settings.AUTH_USER_MODEL


class ConsentNotice(models.Model):
    """What people are told before they consent: purpose, who reads it, retention, rights (UU 27/2022 arts. 21-24).

    One wording for the whole country, kept by the ministry's administrators. From its publication on a trigger refuses
    any change but its retirement: what somebody was told stays readable beside their consent.
    """

    code = models.CharField(_("versi"), max_length=20, unique=True)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.DRAFT)
    purpose = models.TextField(_("untuk apa data dipakai"))
    recipients = models.TextField(_("siapa yang membacanya"))
    retention = models.TextField(_("berapa lama disimpan"))
    rights = models.TextField(_("hak anda dan cara menarik persetujuan"))
    purpose_en = models.TextField(_("untuk apa data dipakai, bahasa Inggris"), blank=True)
    recipients_en = models.TextField(_("siapa yang membacanya, bahasa Inggris"), blank=True)
    retention_en = models.TextField(_("berapa lama disimpan, bahasa Inggris"), blank=True)
    rights_en = models.TextField(_("hak anda, bahasa Inggris"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ConsentNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=NoticeState.IN_FORCE), name="consent_notice_in_force_once"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=NoticeState.DRAFT), name="consent_notice_drafted_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=NoticeState.DRAFT, published_at=None, published_by=None, retired_at=None, retired_by=None
                )
                | Q(state=NoticeState.IN_FORCE, published_at__isnull=False, retired_at=None, retired_by=None)
                | Q(state=NoticeState.RETIRED, published_at__isnull=False, retired_at__isnull=False),
                name="consent_notice_state_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Pemberitahuan versi %(code)s") % {"code": self.code})

    @property
    def is_draft(self) -> bool:
        return self.state == NoticeState.DRAFT

    @property
    def sections(self) -> list[tuple[str, str]]:
        """(heading, text) in the reader's language, in the order in which they are read out."""
        headings = (_("Untuk apa"), _("Siapa yang membacanya"), _("Berapa lama disimpan"), _("Hak Anda"))
        names = ("purpose", "recipients", "retention", "rights")
        return [
            (str(heading), str(Text(getattr(self, name), getattr(self, f"{name}_en"))))
            for heading, name in zip(headings, names, strict=True)
        ]


class Agreement(models.Model):
    """Consent, signed by child, parent or guardian, and provider (30/HUK/2011; UU 27/2022 arts. 20-26). What it covers
    stands in its `consents`.

    notice: what they were told; notice_version: its name, older than the texts on rows of before. is_own: the grown-up
    beneficiary consents themself; unable_reason: why somebody else does for a grown-up (art. 26). relation: of a
    signatory who is not among the family on file. office_is_party: Dinas Sosial signs where the family is unknown or
    cannot (domain.md 5.3, hard).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agreements")
    signed_on = models.DateField(_("tanggal"))
    is_own = models.BooleanField(_("penerima manfaat menyetujui sendiri"), default=False)
    unable_reason = models.TextField(_("mengapa ia tidak menyetujui sendiri"), blank=True)
    signatory = models.ForeignKey(
        FamilyMember, verbose_name=_("ditandatangani oleh"), null=True, blank=True, on_delete=models.PROTECT
    )
    signatory_name = models.CharField(_("nama penanda tangan"), max_length=200, blank=True)
    relation = models.CharField(_("hubungan"), max_length=100, blank=True)
    form = models.CharField(_("bentuk"), max_length=12, choices=ConsentForm, default=ConsentForm.WRITTEN)
    witness = models.CharField(_("saksi"), max_length=200, blank=True)
    child_agrees = models.BooleanField(_("anak setuju"))
    child_view = models.TextField(_("suara anak"), blank=True)
    child_not_heard_reason = models.TextField(_("mengapa anak belum didengar"), blank=True)
    office_is_party = models.BooleanField(_("Dinas Sosial menjadi pihak"), default=False)
    notice = models.ForeignKey(ConsentNotice, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notice_version = models.CharField(max_length=20)
    withdrawn_on = models.DateField(null=True, blank=True)
    # Problem code -> the written reason for going on in spite of a soft rule; shown on the paper.
    soft_reasons = models.JSONField(default=dict, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(office_is_party=True) | Q(is_own=True) | Q(signatory__isnull=False) | ~Q(signatory_name=""),
                name="agreement_has_family_or_office",
                violation_error_message=_("Isi penanda tangan keluarga, atau jadikan Dinas Sosial pihak."),
            ),
            models.CheckConstraint(
                condition=~Q(child_view="") | ~Q(child_not_heard_reason=""),
                name="agreement_hears_the_child",
                violation_error_message=_("Catat suara anak, atau mengapa anak belum didengar."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("signed_on")),
                name="agreement_withdrawn_after_signed",
                violation_error_message=_("Kesepakatan tidak bisa ditarik sebelum ditandatangani."),
            ),
            models.CheckConstraint(
                condition=~Q(form=ConsentForm.THUMB_PRINT) | ~Q(witness=""),
                name="agreement_by_thumb_has_witness",
                violation_error_message=_("Cap jempol memerlukan saksi. Isi namanya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed_on}"


class Consent(models.Model):
    """One thing that an agreement covers. institution: with whom data may be shared, for that scope only.

    Withdrawn on a day, by itself (UU 27/2022 art. 9); it stays on file with the reason.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(_("lingkup"), max_length=10, choices=ConsentScope)
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    withdrawal_recorded_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "scope", "institution"], nulls_distinct=False, name="consent_scope_once"
            ),
            models.CheckConstraint(
                condition=Q(scope=ConsentScope.SHARING, institution__isnull=False)
                | ~Q(scope=ConsentScope.SHARING) & Q(institution=None),
                name="consent_to_share_names_whom",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_reason="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason=""),
                name="consent_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()}: {self.institution}" if self.institution_id else self.get_scope_display()
