from datetime import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.ranges import IdRange, MomentRange
from cases.models import Case
from institutions.models import Institution

from ..querysets import PlaceHoldQuerySet
from .placements import Placement

PERSON = settings.AUTH_USER_MODEL


class PlaceHold(models.Model):
    """A place of a residence kept free for one case, for some hours (domain.md 13, place_hold_hours).

    While it stands, the place counts as taken for everybody else. It ends when the child is placed, or somebody lets
    it go (ended_at); else it lapses by itself at `lapses_at`: time alone says so, no work has to run.
    hours: the setting of the case's office, copied. placement: the one that used it up.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="place_holds")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="place_holds")
    hours = models.SmallIntegerField()
    held_at = models.DateTimeField()
    held_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    lapses_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = PlaceHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lapses_at__gt=F("held_at")) & Q(hours__gt=0),
                name="hold_lapses_after_start",
                violation_error_message=_("Tempat ditahan paling sedikit satu jam."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, placement=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="hold_end_has_time_and_person",
            ),
            # One child needs one place.
            ExclusionConstraint(
                name="one_hold_at_a_time_per_case",
                expressions=[
                    (IdRange("case"), RangeOperators.OVERLAPS),
                    (MomentRange("held_at", "lapses_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None),
                violation_error_message=_("Satu tempat sudah ditahan untuk kasus ini."),
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "lapses_at"], condition=Q(ended_at=None), name="hold_of_institution")
        ]

    def __str__(self) -> str:
        return str(self.institution)

    def stands(self, at: datetime | None = None) -> bool:
        """As `standing()`."""
        return self.ended_at is None and self.lapses_at > (at or timezone.now())
