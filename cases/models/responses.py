from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.fields import EncryptedTextField
from atensi.reference.models import Code, Region
from institutions.models import Institution

from ..querysets import CaseResponseQuerySet
from ..states import Channel, ImmediateAction, ResponseOutcome, Triage
from .beneficiaries import Beneficiary
from .cases import Case


class CaseResponse(models.Model):
    """A report and the first answer to it: who told, what happened, how safe the child is, what was done at once.

    first_contact_hours: the limit in force when it was logged, copied from the office's setting (domain.md 9).
    reporter_*: optional and encrypted; shown to the case team only.
    """

    number = models.CharField(_("nomor laporan"), max_length=30, unique=True)
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="responses")
    channel = models.CharField(_("lewat mana laporan masuk"), max_length=10, choices=Channel)
    received_at = models.DateTimeField(_("diterima"))
    region = models.ForeignKey(Region, verbose_name=_("kecamatan"), on_delete=models.PROTECT, related_name="+")
    place = models.CharField(_("desa atau patokan tempat"), max_length=200)
    what_happened = models.TextField(_("apa yang terjadi"))
    triage = models.CharField(_("keamanan anak sekarang"), max_length=8, choices=Triage)
    immediate_actions = ArrayField(models.CharField(max_length=20, choices=ImmediateAction), default=list, blank=True)
    categories = models.ManyToManyField(Code, through="ResponseCategory", related_name="+")
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="responses")
    reporter_name = EncryptedTextField(blank=True)
    reporter_phone = EncryptedTextField(blank=True)
    outcome = models.CharField(max_length=12, choices=ResponseOutcome)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="responses")
    first_contact_hours = models.PositiveIntegerField()
    first_contact_due_at = models.DateTimeField()
    first_contact_at = models.DateTimeField(null=True, blank=True)
    first_contact_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_contact_note = models.TextField(blank=True)
    # The form's own key: a second send of the same form is the same response.
    form_id = models.UUIDField(unique=True)
    logged_at = models.DateTimeField(auto_now_add=True)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="responses")

    objects = CaseResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=ResponseOutcome.ADVICE, case=None)
                | ~Q(outcome=ResponseOutcome.ADVICE) & Q(case__isnull=False),
                name="response_has_a_case_unless_advice",
            ),
            models.CheckConstraint(
                condition=Q(first_contact_at=None, first_contact_by=None)
                | Q(first_contact_at__isnull=False, first_contact_by__isnull=False),
                name="first_contact_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(first_contact_at=None) | Q(first_contact_at__gte=F("received_at")),
                name="first_contact_after_the_report",
                violation_error_message=_("Kontak tidak mungkin sebelum laporan diterima."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "first_contact_due_at"],
                condition=Q(first_contact_at=None),
                name="response_awaiting_contact",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ResponseCategory(models.Model):
    """One category named in a response; exactly one is primary (domain.md 3.1)."""

    response = models.ForeignKey(CaseResponse, on_delete=models.CASCADE, related_name="category_rows")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    is_primary = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_primary", "code__order"]
        constraints = [
            models.UniqueConstraint(fields=["response", "code"], name="response_category_once"),
            models.UniqueConstraint(
                fields=["response"], condition=Q(is_primary=True), name="response_one_primary_category"
            ),
        ]

    def __str__(self) -> str:
        return str(self.code)
