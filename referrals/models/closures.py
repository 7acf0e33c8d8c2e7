from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution

from ..querysets import HomeClosureQuerySet, MovePlanQuerySet
from ..states import OPEN_MOVES, STANDING_CLOSURES, ClosureState, ClosureWhy, MoveState, MoveTo
from .placements import Placement

PERSON = settings.AUTH_USER_MODEL


class HomeClosure(models.Model):
    """A home can care for its children no longer (domain.md 7): it admits nobody, each child there gets an earlier
    review and a plan to move (`moves`). A Dinas decides it, and lifts it with a reason; it is empty by itself.

    from_on: the day the home stops. move_by: the last day on which a child may still live there.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="closures")
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("sebab"), max_length=15, choices=ClosureWhy)
    from_on = models.DateField(_("berhenti mulai"))
    move_by = models.DateField(_("semua anak pindah paling lambat"))
    reason = models.TextField(_("alasan"))
    state = models.CharField(max_length=10, choices=ClosureState, default=ClosureState.RUNNING)
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    emptied_on = models.DateField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lift_reason = models.TextField(_("mengapa dicabut"), blank=True)

    objects = HomeClosureQuerySet.as_manager()

    class Meta:
        ordering = ["-announced_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"],
                condition=Q(state__in=sorted(STANDING_CLOSURES)),
                name="one_standing_closure_of_a_home",
                violation_error_message=_("Penutupan lembaga ini sudah berjalan."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="closure_says_why",
                violation_error_message=_("Tulis alasannya."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ClosureState.RUNNING) | Q(emptied_on=None),
                name="running_closure_has_children",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClosureState.EMPTY) | Q(emptied_on__isnull=False),
                name="empty_closure_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(state=ClosureState.LIFTED, lifted_at__isnull=False, lifted_by__isnull=False)
                & ~Q(lift_reason="")
                | ~Q(state=ClosureState.LIFTED) & Q(lifted_at=None, lifted_by=None, lift_reason=""),
                name="closure_lifted_says_why",
                violation_error_message=_("Tulis mengapa penutupan dicabut."),
            ),
        ]

    def __str__(self) -> str:
        return f"PL-{self.pk}"

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING_CLOSURES


class MovePlan(models.Model):
    """Where one child of a home that stops goes, who sees to it, and by when (domain.md 5.3, 7).

    responsible: a person of the case's office; None for the case's worker, whoever that is.
    """

    closure = models.ForeignKey(HomeClosure, on_delete=models.PROTECT, related_name="moves")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="moves")
    due_on = models.DateField(_("paling lambat"))
    state = models.CharField(max_length=10, choices=MoveState, default=MoveState.WAITING)
    to = models.CharField(_("ke mana"), max_length=12, choices=MoveTo, blank=True)
    to_institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="moves_here"
    )
    responsible = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("catatan"), blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    left_on = models.DateField(null=True, blank=True)

    objects = MovePlanQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["closure", "placement"], name="move_plan_once_per_child"),
            models.CheckConstraint(
                condition=~Q(state=MoveState.PLANNED)
                | Q(planned_at__isnull=False, planned_by__isnull=False) & ~Q(to=""),
                name="planned_move_says_where",
                violation_error_message=_("Pilih ke mana anak pindah."),
            ),
            models.CheckConstraint(
                condition=Q(to_institution=None) | Q(to=MoveTo.OTHER_HOME),
                name="move_names_home_only_for_a_home",
            ),
            models.CheckConstraint(
                condition=Q(state=MoveState.LEFT, left_on__isnull=False) | ~Q(state=MoveState.LEFT) & Q(left_on=None),
                name="move_made_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["placement"], condition=Q(state__in=sorted(OPEN_MOVES)), name="move_open_of_placement")
        ]

    def __str__(self) -> str:
        return str(_("Rencana pindah"))

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_MOVES
