from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from atensi.documents.models import Document
from cases.models import (
    Assessment,
    Case,
    CaseConference,
    FamilyMember,
    ServiceRecord,
    SocialReport,
)
from cases.states import RESIDENTIAL_FORMS, Base, CareForm
from institutions.models import Institution

from ..querysets import AlternativeQuerySet, ReferralQuerySet
from ..states import NEEDS_REASON, AlternativeResult, ReferralKind, ReferralState, Source
from ..urgency import is_urgent_turn

PERSON = settings.AUTH_USER_MODEL


class Referral(models.Model):
    """A request to another body (domain.md 1, 5.3): for a service, to Dinas for a care decision, or, behind a title,
    to an institution to admit the child.

    summary: what the receiver reads before accepting; the case itself is shared on acceptance.
    asked_form, asked_base, asked_institution, asked_months: what a care decision is asked for.
    order_number, order_on, order_document: the order of court or investigator that an admission rests on.
    recommendation_due_on: by when the regency recommends to the province that decides (recommendation_workdays); empty
    where no recommendation is needed. answer_due_on: by the receiver's setting (referral_processing_workdays).
    lapses_on: until when it waits for a silent receiver, by the setting of the case's office; None: it never lapses.
    turn: its place in the inbox and the work list (`urgency.turn_of`), written when it is sent, when the case's risk
    rises, and when an emergency placement of the child begins or ends.
    """

    number = models.CharField(_("nomor rujukan"), max_length=40, unique=True)
    kind = models.CharField(_("jenis"), max_length=15, choices=ReferralKind)
    state = models.CharField(max_length=12, choices=ReferralState, default=ReferralState.SENT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    from_institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="referrals_sent")
    to_institution = models.ForeignKey(
        Institution, verbose_name=_("tujuan"), on_delete=models.PROTECT, related_name="referrals_received"
    )
    source = models.CharField(_("permintaan dari"), max_length=15, choices=Source)
    legally_responsible = models.CharField(_("penanggung jawab hukum anak"), max_length=200)
    reason = models.TextField(_("alasan merujuk"))
    summary = models.TextField(_("ringkasan untuk penerima"))
    asked_form = models.CharField(_("bentuk pengasuhan"), max_length=15, choices=CareForm, blank=True)
    asked_base = models.CharField(_("basis"), max_length=12, choices=Base)
    asked_institution = models.ForeignKey(
        Institution,
        verbose_name=_("lembaga yang diusulkan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_carer = models.ForeignKey(
        FamilyMember, verbose_name=_("pengasuh"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_months = models.PositiveSmallIntegerField(_("lama (bulan)"), null=True, blank=True)
    is_emergency = models.BooleanField(_("darurat"), default=False)
    social_report = models.ForeignKey(
        SocialReport, verbose_name=_("laporan sosial"), null=True, blank=True, on_delete=models.PROTECT
    )
    conference = models.ForeignKey(
        CaseConference, verbose_name=_("pembahasan kasus"), null=True, blank=True, on_delete=models.PROTECT
    )
    # Reasons given for letting soft problems pass: problem code -> text.
    soft_reasons = models.JSONField(default=dict, blank=True)
    redirected_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="redirected_to"
    )
    decision = models.ForeignKey(
        "CareDecision", null=True, blank=True, on_delete=models.PROTECT, related_name="admissions"
    )
    order_number = models.CharField(_("nomor penetapan"), max_length=100, blank=True)
    order_on = models.DateField(_("tanggal penetapan"), null=True, blank=True)
    order_document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recommendation_due_on = models.DateField(_("rekomendasi paling lambat"), null=True, blank=True)
    answer_due_on = models.DateField()
    lapses_on = models.DateField(null=True, blank=True)
    turn = models.BigIntegerField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer_reason = models.TextField(_("alasan"), blank=True)
    form_id = models.UUIDField(unique=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["answer_due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_institution=F("to_institution")) | Q(kind=ReferralKind.CARE_DECISION),
                name="referral_goes_elsewhere",
                violation_error_message=_("Rujukan tidak bisa dikirim ke lembaga sendiri."),
            ),
            models.CheckConstraint(
                condition=Q(state=ReferralState.SENT, answered_at=None, answered_by=None)
                | Q(state=ReferralState.LAPSED, answered_at__isnull=False, answered_by=None)
                | ~Q(state__in=[ReferralState.SENT, ReferralState.LAPSED])
                & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="referral_answer_has_time_and_person",
            ),
            # Dinas owes a decision: its silence climbs, it ends nothing (UU 23/2002 arts. 57-58).
            models.CheckConstraint(
                condition=~Q(kind=ReferralKind.CARE_DECISION) | ~Q(state=ReferralState.LAPSED) & Q(lapses_on=None),
                name="referral_decision_never_lapses",
                violation_error_message=_("Permintaan keputusan tidak gugur: Dinas Sosial wajib menjawabnya."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(NEEDS_REASON)) | ~Q(answer_reason=""),
                name="referral_refusal_has_reason",
                violation_error_message=_("Tuliskan alasannya."),
            ),
            # One decision admits once; after a refusal it may be put to the named institution again.
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(state__in=[ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.COMPLETED]),
                name="decision_admits_once",
                violation_error_message=_("Keputusan ini sudah dipakai untuk satu rujukan penempatan."),
            ),
            models.CheckConstraint(
                condition=Q(order_number="", order_on=None)
                | ~Q(order_number="") & Q(order_on__isnull=False, kind=ReferralKind.ADMISSION, decision=None),
                name="referral_order_is_whole",
                violation_error_message=_("Isi nomor dan tanggal penetapan."),
            ),
            # Residential base if and only if rank >= 6 (design.md 4).
            models.CheckConstraint(
                condition=Q(asked_form="")
                | Q(asked_form__in=sorted(RESIDENTIAL_FORMS), asked_base=Base.RESIDENTIAL)
                | ~Q(asked_form__in=sorted(RESIDENTIAL_FORMS)) & ~Q(asked_base=Base.RESIDENTIAL),
                name="referral_base_fits_form",
            ),
            # Who is responsible by law, why, and what about (domain.md 5.3, hard).
            models.CheckConstraint(
                condition=~Q(legally_responsible="") & ~Q(reason="") & ~Q(summary=""),
                name="referral_says_who_and_why",
                violation_error_message=_("Tulis penanggung jawab hukum, alasan, dan ringkasan."),
            ),
        ]
        indexes = [
            models.Index(fields=["to_institution", "state", "answer_due_on", "id"], name="referral_inbox"),
            models.Index(fields=["to_institution", "state", "turn", "id"], name="referral_turns"),
            models.Index(fields=["from_institution", "-sent_at"], name="referral_outbox"),
            # How fast an institution has answered lately (`routing.answering`).
            models.Index(
                fields=["to_institution", "answered_at"],
                include=["sent_at", "state"],
                condition=Q(answered_at__isnull=False),
                name="referral_answered",
            ),
            # What provinces wait for before they decide: few of all requests, read on the first page of an office.
            models.Index(
                fields=["recommendation_due_on", "id"],
                condition=Q(state=ReferralState.SENT, recommendation_due_on__isnull=False),
                name="referral_to_recommend",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_urgent(self) -> bool:
        """Whether it stands before those of any risk: an emergency, or the child is in an emergency placement."""
        return is_urgent_turn(self.turn)

    @cached_property
    def has_question(self) -> bool:
        """Whether the receiver has asked something that the sender has not answered. A list reads it in its own query
        (`with_question`)."""
        return self.asks if hasattr(self, "asks") else self.questions.filter(answered_at=None).exists()


class Alternative(models.Model):
    """One gentler rank of the care continuum that was asked before a step further from home (domain.md 5.1, hard):
    considered, result, reason, evidence. The evidence is a paper of the same case.

    inquiry: the answer on file that the entry was taken from; empty for what was written with the request itself."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="alternatives")
    form = models.CharField(max_length=15, choices=CareForm)
    considered_on = models.DateField(_("ditanyakan pada"))
    result = models.CharField(_("hasil"), max_length=20, choices=AlternativeResult)
    reason = models.TextField(_("alasan"))
    assessment = models.ForeignKey(Assessment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    conference = models.ForeignKey(CaseConference, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(ServiceRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    inquiry = models.ForeignKey(
        "Inquiry", null=True, blank=True, on_delete=models.PROTECT, related_name="entries", db_index=False
    )

    objects = AlternativeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "form"], name="alternative_once_per_form"),
            models.CheckConstraint(condition=~Q(reason=""), name="alternative_has_reason"),
            models.CheckConstraint(
                condition=Q(assessment__isnull=False) | Q(conference__isnull=False) | Q(service__isnull=False),
                name="alternative_has_evidence",
                violation_error_message=_("Pilih bukti: asesmen, pembahasan kasus, atau kunjungan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()}: {self.get_result_display()}"
