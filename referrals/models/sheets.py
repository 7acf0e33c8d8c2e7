from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from atensi.fields import EncryptedTextField
from institutions.models import Institution, Membership

from ..querysets import ResidentSheetQuerySet
from ..states import SheetLineState, SheetState
from .placements import Placement

PERSON = settings.AUTH_USER_MODEL


class ResidentSheet(models.Model):
    """A sheet of children who live in `institution` already, being entered line by line (design.md 4, title EXISTING).

    membership: what the uploader acted under; without its rights nothing more is entered. worker: who becomes
    responsible, where a supervisor chose. digest: stands for the lines, so that a second click makes no second sheet.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="resident_sheets")
    worker = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.WAITING)

    objects = ResidentSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "digest"],
                condition=~Q(state=SheetState.DONE),
                name="one_running_entry_of_a_sheet",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.uploaded_at:%Y-%m-%d}"


class ResidentSheetLine(models.Model):
    """One child of a sheet: waiting, entered with its placement, or refused with what stands against it.

    number: the line people count. cells: what was typed, as JSON; nothing is left of it once the child is entered.
    problems: [{"code", "text", "hard", "source"}].
    """

    sheet = models.ForeignKey(ResidentSheet, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    cells = EncryptedTextField()
    state = models.CharField(max_length=10, choices=SheetLineState, default=SheetLineState.WAITING)
    placement = models.OneToOneField(Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    problems = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="sheet_line_once"),
            models.CheckConstraint(
                condition=Q(state=SheetLineState.ENTERED, placement__isnull=False, cells="")
                | ~Q(state=SheetLineState.ENTERED) & Q(placement=None) & ~Q(cells=""),
                name="sheet_line_entered_has_placement",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sheet", "number"], condition=Q(state=SheetLineState.WAITING), name="sheet_line_waiting"
            )
        ]

    def __str__(self) -> str:
        return str(self.number)
