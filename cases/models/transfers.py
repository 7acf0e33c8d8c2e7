"""Pelimpahan kasus: a case is offered to another worker or another office, and goes over when they accept it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution

from ..hand_over_states import TransferState
from ..querysets import CaseTransferQuerySet
from .cases import Case

PERSON = settings.AUTH_USER_MODEL


class CaseTransfer(models.Model):
    """An offer to hand a case over to another worker of its office, or to another Dinas (docs/adr/0031).

    Until it is accepted the giver stays responsible. from_office, from_worker: who answered for the case when it was
    offered. to_worker: the worker of the same office it is offered to; of another office whoever its overseer names
    when they accept. wanted_on: from when the giver wishes it; answer_due_on: by the receiver's setting then.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    from_office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    from_worker = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    to_office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    to_worker = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("alasan"))
    summary = models.TextField(_("ringkasan serah terima"))
    wanted_on = models.DateField(_("diharapkan mulai"))
    answer_due_on = models.DateField()
    state = models.CharField(max_length=9, choices=TransferState, default=TransferState.OFFERED)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer_reason = models.TextField(_("alasan jawaban"), blank=True)

    objects = CaseTransferQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "-pk"]
        indexes = [models.Index(fields=["offered_at", "id"], name="transfer_by_time")]  # lists: newest first
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state=TransferState.OFFERED),
                name="one_open_transfer_of_a_case",
                violation_error_message=_("Kasus ini sudah ditawarkan. Tarik dulu tawaran itu."),
            ),
            models.CheckConstraint(
                condition=Q(state=TransferState.OFFERED, answered_at=None, answered_by=None, answer_reason="")
                | ~Q(state=TransferState.OFFERED) & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="transfer_answer_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[TransferState.DECLINED, TransferState.WITHDRAWN]) | ~Q(answer_reason=""),
                name="transfer_not_taken_says_why",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(summary=""), name="transfer_says_why_and_what"),
            # To a worker of the same office who is another one; of another office nobody is named before it accepts.
            models.CheckConstraint(
                condition=Q(to_office=F("from_office"), to_worker__isnull=False) & ~Q(to_worker=F("from_worker"))
                | ~Q(to_office=F("from_office"))
                & (Q(state=TransferState.ACCEPTED, to_worker__isnull=False) | Q(to_worker=None)),
                name="transfer_goes_to_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return str(self.to_office if self.goes_out else self.to_worker)

    @property
    def is_open(self) -> bool:
        return self.state == TransferState.OFFERED

    @property
    def goes_out(self) -> bool:
        """Whether it is offered to another office."""
        return self.to_office_id != self.from_office_id
