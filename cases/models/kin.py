from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..querysets import CaseChildQuerySet, TracingStepQuerySet
from ..states import BanBasis, TracingMethod, TracingResult, TracingState
from .beneficiaries import FamilyMember
from .cases import Case
from .tasks import CaseTask

PERSON = settings.AUTH_USER_MODEL


class CaregivingPeriod(models.Model):
    """That a person of the family cared for the child, from when until when; None: not known, not ended.

    `FamilyMember.is_caregiver` says the same of today: a period without end stands exactly for those who care now.
    """

    member = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="caregiving")
    since = models.DateField(_("sejak"), null=True, blank=True)
    until = models.DateField(_("sampai"), null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = [F("until").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="care_ends_after_it_began"
            ),
            models.UniqueConstraint(fields=["member"], condition=Q(until=None), name="cares_once_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.since}–{self.until}"


class ContactBan(models.Model):
    """That a person of the family may not have contact with the child: why, since when and by which basis.

    review_on: when it is looked at again; review_task reminds of it. A lifted ban stays on file with the reason.
    """

    member = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="bans")
    basis = models.CharField(_("dasar"), max_length=20, choices=BanBasis)
    order_number = models.CharField(_("nomor penetapan"), max_length=100, blank=True)
    reason = models.TextField(_("alasan"))
    since = models.DateField(_("sejak"))
    review_on = models.DateField(_("ditinjau pada"), null=True, blank=True)
    review_task = models.ForeignKey(CaseTask, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_reason = models.TextField(_("mengapa dicabut"), blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(lifted_at=None), name="contact_banned_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="contact_ban_says_why"),
            models.CheckConstraint(
                condition=~Q(basis=BanBasis.COURT_ORDER) | ~Q(order_number=""), name="court_ban_has_its_number"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_reason="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_reason=""),
                name="lifted_ban_says_why_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.get_basis_display()


class FamilyTracing(models.Model):
    """The search for the family of one case's child (domain.md 5.3): where it stands since which day, and why.

    When it has failed, Dinas Sosial consents in the family's place until a permanent family is found.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="tracing")
    state = models.CharField(_("keadaan"), max_length=20, choices=TracingState, default=TracingState.RUNNING)
    since = models.DateField(_("sejak"))
    reason = models.TextField(_("keterangan"), blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=TracingState.RUNNING) | ~Q(reason=""), name="settled_tracing_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class TracingStep(models.Model):
    """One try to find the family: when, how, who was asked and what came of it. Rows stay as written.

    next_step, next_on: what follows by which day; a task of the case reminds of it.
    """

    tracing = models.ForeignKey(FamilyTracing, on_delete=models.PROTECT, related_name="steps")
    done_on = models.DateField(_("tanggal"))
    method = models.CharField(_("cara"), max_length=20, choices=TracingMethod)
    asked = models.CharField(_("siapa yang ditanya"), max_length=200)
    result = models.CharField(_("hasil"), max_length=20, choices=TracingResult)
    finding = models.TextField(_("yang diketahui"))
    next_step = models.CharField(_("langkah berikutnya"), max_length=200, blank=True)
    next_on = models.DateField(_("paling lambat"), null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = TracingStepQuerySet.as_manager()

    class Meta:
        ordering = ["-done_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_step="", next_on=None) | ~Q(next_step="") & Q(next_on__isnull=False),
                name="next_tracing_step_has_its_day",
            ),
            models.CheckConstraint(condition=~Q(asked="") & ~Q(finding=""), name="tracing_step_says_whom_and_what"),
        ]

    def __str__(self) -> str:
        return f"{self.done_on} {self.get_method_display()}"
