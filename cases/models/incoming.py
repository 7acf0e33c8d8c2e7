from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atensi.fields import EncryptedTextField
from atensi.reference.models import Code, Region
from institutions.models import Institution

from ..querysets import IncomingReportQuerySet, IncomingStepQuerySet
from ..states import (
    OPEN_INCOMING,
    RESTRICTED_CATEGORIES,
    Channel,
    IncomingClosure,
    IncomingState,
    IncomingStepKind,
    Urgency,
)
from .responses import CaseResponse


class IncomingReport(models.Model):
    """What a caller told an operator, on its way to the Dinas Sosial of the place (domain.md 9; TePSA 1500-771).

    region: regency or district of the place. office: the Dinas that has it in hand now. recorded_for: the desk that
    took the call. due_hours: the limit of whoever has it in hand, copied from the office's setting; it counts anew
    with each hand-over. response: the case response it became. double_of: the report that told of it before.
    Names and telephone are encrypted; a caller need not say theirs.
    """

    number = models.CharField(_("nomor laporan"), max_length=30, unique=True)
    channel = models.CharField(_("lewat mana laporan masuk"), max_length=10, choices=Channel)
    received_at = models.DateTimeField(_("diterima"))
    reporter_name = EncryptedTextField(blank=True)
    reporter_phone = EncryptedTextField(blank=True)
    child_name = EncryptedTextField(blank=True)
    problem = models.TextField(_("apa yang diceritakan"))
    category = models.ForeignKey(Code, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(_("bahaya"), max_length=10, choices=Urgency)
    region = models.ForeignKey(Region, verbose_name=_("wilayah"), on_delete=models.PROTECT, related_name="+")
    place = models.CharField(_("desa atau patokan tempat"), max_length=200, blank=True)
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="incoming_reports")
    state = models.CharField(max_length=10, choices=IncomingState, default=IncomingState.WAITING)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_hours = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    response = models.OneToOneField(
        CaseResponse, null=True, blank=True, on_delete=models.PROTECT, related_name="incoming"
    )
    closure = models.CharField(max_length=20, choices=IncomingClosure, blank=True)
    closure_note = models.TextField(blank=True)
    double_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="doubles")
    # The form's own key: a second send of the same form is the same report.
    form_id = models.UUIDField(unique=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_for = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")

    objects = IncomingReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=IncomingState.ASSIGNED) | Q(assigned_to__isnull=False),
                name="incoming_assigned_has_worker",
            ),
            models.CheckConstraint(
                condition=Q(state=IncomingState.ANSWERED, response__isnull=False)
                | ~Q(state=IncomingState.ANSWERED) & Q(response=None),
                name="incoming_answered_has_response",
            ),
            models.CheckConstraint(
                condition=Q(state=IncomingState.CLOSED) & ~Q(closure="") & ~Q(closure_note="")
                | ~Q(state=IncomingState.CLOSED) & Q(closure="", closure_note=""),
                name="incoming_closed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(closure=IncomingClosure.DUPLICATE, double_of__isnull=False) & ~Q(double_of=F("id"))
                | ~Q(closure=IncomingClosure.DUPLICATE) & Q(double_of=None),
                name="incoming_double_names_the_other",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "due_at", "id"], condition=Q(state__in=["ASSIGNED", "WAITING"]), name="incoming_open"
            ),
            models.Index(fields=["office", "-received_at", "-id"], name="incoming_of_office"),
            models.Index(fields=["recorded_by", "-received_at", "-id"], name="incoming_of_operator"),
            models.Index(fields=["assigned_to", "-received_at", "-id"], name="incoming_of_worker"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_INCOMING

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at <= timezone.now()

    @property
    def is_restricted(self) -> bool:
        """Whether its category hides the name outside its own page (design.md 3). Needs `category`."""
        return self.category is not None and self.category.code in RESTRICTED_CATEGORIES

    @property
    def who(self) -> str:
        """The child for a list: its name as far as it was told; nothing of a restricted report. Needs `category`."""
        if self.is_restricted:
            return gettext("Laporan terbatas")
        return self.child_name or gettext("Nama anak belum diketahui")


class IncomingReportStep(models.Model):
    """One hand that a report went through, for its timeline. office: who had it from then on. Rows stay as written."""

    report = models.ForeignKey(IncomingReport, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=IncomingStepKind)
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = IncomingStepQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at}"
