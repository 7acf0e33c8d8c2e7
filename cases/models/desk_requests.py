from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.fields import EncryptedTextField
from atensi.reference.models import Region
from institutions.models import Institution

from ..request_querysets import DeskRequestQuerySet, DeskRequestStepQuerySet
from ..states import RequestState, RequestStepKind, Source, Urgency
from .incoming import IncomingReport

PERSON = settings.AUTH_USER_MODEL


class DeskRequest(models.Model):
    """What somebody asked for at the one door of a Sentra (SERASI, domain.md 1, 4), whoever asks and for whom.

    It is sent on to the Dinas of the place, where it becomes an `IncomingReport` (`report`), to another Sentra, or is
    answered at once. sentra: who has it in hand. recorded_for: the Sentra whose desk took it. due_hours: the limit of
    who has it in hand, copied from its setting; it counts anew with each hand-over. Names and telephone are encrypted.
    """

    number = models.CharField(_("nomor permintaan"), max_length=30, unique=True)
    source = models.CharField(_("permintaan dari"), max_length=15, choices=Source)
    received_at = models.DateTimeField(_("diterima"))
    requester_name = EncryptedTextField(blank=True)
    requester_phone = EncryptedTextField(blank=True)
    is_child = models.BooleanField(_("untuk anak"))
    person_name = EncryptedTextField(blank=True)
    problem = models.TextField(_("apa yang diminta"))
    urgency = models.CharField(_("bahaya"), max_length=10, choices=Urgency)
    region = models.ForeignKey(Region, verbose_name=_("wilayah"), on_delete=models.PROTECT, related_name="+")
    place = models.CharField(_("desa atau patokan tempat"), max_length=200, blank=True)
    sentra = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="desk_requests")
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.WAITING)
    due_hours = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    report = models.OneToOneField(
        IncomingReport, null=True, blank=True, on_delete=models.PROTECT, related_name="desk_request"
    )
    answer = models.TextField(_("apa yang dilakukan"), blank=True)
    # The form's own key: a second send of the same form is the same request.
    form_id = models.UUIDField(unique=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_for = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")

    objects = DeskRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.SENT_ON, report__isnull=False)
                | ~Q(state=RequestState.SENT_ON) & Q(report=None),
                name="request_sent_on_is_a_report",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.ANSWERED) & ~Q(answer="")
                | ~Q(state=RequestState.ANSWERED) & Q(answer=""),
                name="request_answered_says_what_was_done",
                violation_error_message=_("Tuliskan apa yang dilakukan."),
            ),
        ]
        indexes = [
            models.Index(fields=["sentra", "due_at", "id"], condition=Q(state="WAITING"), name="request_open"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.WAITING

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at <= timezone.now()


class DeskRequestStep(models.Model):
    """One hand that a request went through. sentra: who had it from then on. Rows stay as written."""

    request = models.ForeignKey(DeskRequest, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=RequestStepKind)
    sentra = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = DeskRequestStepQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at}"
