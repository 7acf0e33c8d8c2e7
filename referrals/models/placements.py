from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.documents.models import Document
from atensi.ranges import DateRange, IdRange
from cases.models import Beneficiary, Case, FamilyMember
from cases.states import COURT_FORMS, RESIDENTIAL_FORMS, Base, CareForm
from institutions.models import Institution

from ..querysets import PlacementQuerySet
from ..states import HAPPENED, OPEN_PLACEMENTS, EndReason, PlacementState, Term, Title
from .decisions import CareDecision
from .referrals import Referral

PERSON = settings.AUTH_USER_MODEL


class Placement(models.Model):
    """Where a child lives and is cared for, by what title, from when to when (design.md 4).

    Never two at once for one person: the day of leaving may be the day of the next arrival.
    limit_days: the emergency limit of the deciding office when it began, copied; `emergency_ends_on` follows from it.
    referral_due_on: by when a child entered as EXISTING is put to Dinas Sosial for a decision; the setting, copied.
    review_rule: the interval it is reviewed by, copied: {"term": ..., "days"/"months": n}.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="placements")
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="placements")
    form = models.CharField(max_length=15, choices=CareForm)
    base = models.CharField(max_length=12, choices=Base)
    term = models.CharField(max_length=10, choices=Term)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    carer = models.ForeignKey(FamilyMember, null=True, blank=True, on_delete=models.PROTECT, related_name="placements")
    title = models.CharField(max_length=10, choices=Title)
    decision = models.ForeignKey(
        CareDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    referral = models.OneToOneField(Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="placement")
    order_number = models.CharField(_("nomor penetapan"), max_length=100, blank=True)
    order_on = models.DateField(_("tanggal penetapan"), null=True, blank=True)
    order_document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    limit_days = models.PositiveSmallIntegerField(null=True, blank=True)
    emergency_ends_on = models.DateField(null=True, blank=True)
    referral_due_on = models.DateField(null=True, blank=True)
    review_rule = models.JSONField()
    starts_on = models.DateField(_("masuk"))
    planned_end_on = models.DateField(_("direncanakan sampai"), null=True, blank=True)
    ended_on = models.DateField(_("berakhir"), null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    end_note = models.TextField(_("apa yang terjadi"), blank=True, default="", db_default="")
    state = models.CharField(max_length=12, choices=PlacementState, default=PlacementState.ACTIVE)
    soft_reasons = models.JSONField(default=dict, blank=True)
    admitted_at = models.DateTimeField()
    admitted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
                name="placement_ends_after_start",
                violation_error_message=_("Penempatan berakhir sebelum mulai."),
            ),
            ExclusionConstraint(
                name="placements_of_one_person_do_not_overlap",
                expressions=[
                    (IdRange("beneficiary"), RangeOperators.OVERLAPS),
                    (
                        DateRange("starts_on", "ended_on", RangeBoundary(inclusive_lower=True, inclusive_upper=False)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Anak ini sudah punya penempatan pada tanggal itu."),
            ),
            models.UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(state__in=sorted(OPEN_PLACEMENTS)),
                name="one_open_placement_per_person",
                violation_error_message=_("Anak ini sudah punya penempatan yang berjalan."),
            ),
            models.CheckConstraint(
                condition=Q(state=PlacementState.ENDED, ended_on__isnull=False) & ~Q(end_reason="")
                | ~Q(state=PlacementState.ENDED) & Q(ended_on=None, end_reason=""),
                name="placement_end_has_date_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(end_reason__in=sorted(HAPPENED)) | ~Q(end_note=""),
                name="placement_end_says_what_happened",
                violation_error_message=_("Tulis apa yang terjadi."),
            ),
            # Residential base if and only if rank >= 6; a residence has an institution, a family has a carer.
            models.CheckConstraint(
                condition=Q(form__in=sorted(RESIDENTIAL_FORMS), base=Base.RESIDENTIAL, institution__isnull=False)
                | ~Q(form__in=sorted(RESIDENTIAL_FORMS)) & ~Q(base=Base.RESIDENTIAL) & Q(carer__isnull=False),
                name="placement_base_fits_form_and_place",
            ),
            # Community base: a carer of rank 1-5 plus a named providing body (design.md 4).
            models.CheckConstraint(
                condition=~Q(base=Base.COMMUNITY) | Q(institution__isnull=False),
                name="placement_community_names_body",
            ),
            # No placement without its title (design.md 4).
            models.CheckConstraint(
                condition=Q(title=Title.DECISION, decision__isnull=False)
                | Q(title=Title.COURT, order_on__isnull=False) & ~Q(order_number="")
                | Q(title=Title.EMERGENCY, limit_days__isnull=False, emergency_ends_on__isnull=False)
                | Q(title=Title.EXISTING, referral_due_on__isnull=False),
                name="placement_has_its_title",
            ),
            # Guardianship and adoption always need an order, and it comes before the child (PP 29/2019; PP 54/2007).
            models.CheckConstraint(
                condition=~Q(title=Title.COURT) & ~Q(form__in=sorted(COURT_FORMS))
                | Q(order_on__isnull=False, order_on__lte=F("starts_on")) & ~Q(order_number=""),
                name="placement_order_comes_first",
                violation_error_message=_("Isi nomor dan tanggal penetapan pengadilan atau penyidik."),
            ),
            # By an order means with its paper in the case: whoever doubts the title can read it (design.md 4).
            models.CheckConstraint(
                condition=~Q(title=Title.COURT) | Q(order_document__isnull=False),
                name="placement_order_has_its_paper",
                violation_error_message=_("Unggah penetapannya."),
            ),
            # An emergency lasts no longer than the limit that was copied when it began (domain.md 5.3, hard).
            models.CheckConstraint(
                condition=~Q(title=Title.EMERGENCY)
                | Q(
                    term=Term.EMERGENCY,
                    emergency_ends_on__lte=ExpressionWrapper(
                        F("starts_on") + F("limit_days"), output_field=models.DateField()
                    ),
                ),
                name="placement_within_emergency_limit",
                violation_error_message=_("Batas penempatan darurat tidak dapat diperpanjang."),
            ),
            # Whatever is signed: an emergency never lasts longer than its limit (design.md 4).
            models.CheckConstraint(
                condition=~Q(title=Title.EMERGENCY)
                | Q(planned_end_on=None)
                | Q(planned_end_on__lte=F("emergency_ends_on")),
                name="placement_emergency_is_not_extended",
                violation_error_message=_("Batas penempatan darurat tidak dapat diperpanjang."),
            ),
            models.CheckConstraint(
                condition=~Q(title=Title.EXISTING) | Q(base=Base.RESIDENTIAL),
                name="placement_existing_is_residential",
                violation_error_message=_("Hanya anak yang sudah tinggal di lembaga dicatat tanpa keputusan."),
            ),
            models.CheckConstraint(
                condition=~Q(state=PlacementState.OVERSTAYED) | Q(title=Title.EMERGENCY),
                name="only_emergency_overstays",
            ),
        ]
        indexes = [
            models.Index(
                fields=["institution"],
                condition=Q(state__in=sorted(OPEN_PLACEMENTS)),
                name="placement_open_in_institution",
            ),
            models.Index(
                fields=["case"],
                condition=Q(state__in=sorted(OPEN_PLACEMENTS)),
                name="placement_open_of_case",
            ),
            models.Index(
                fields=["case"],
                condition=Q(state__in=sorted(OPEN_PLACEMENTS), title=Title.EXISTING),
                name="placement_open_existing",
            ),
            models.Index(
                fields=["case"], condition=Q(state=PlacementState.OVERSTAYED), name="placement_overstayed_of_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.starts_on}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_PLACEMENTS

    @property
    def is_residential(self) -> bool:
        return self.base == Base.RESIDENTIAL

    @property
    def place_name(self) -> str:
        """Where the child lives, in a few words: the residence, or the form of care and who cares."""
        if self.institution is not None and self.is_residential:
            return self.institution.name
        return f"{self.get_form_display()}: {self.carer}"

    @property
    def days_lived(self) -> int | None:
        """How long a stay lasted that has ended."""
        return (self.ended_on - self.starts_on).days if self.ended_on else None

    def days_away(self, on=None) -> int:
        """Days in residential care so far; 0 for care in a family."""
        if not self.is_residential:
            return 0
        return ((self.ended_on or on or timezone.localdate()) - self.starts_on).days
