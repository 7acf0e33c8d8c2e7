from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.documents.models import Document
from cases.models import Case, CaseConference, FamilyMember, SocialReport
from cases.states import RESIDENTIAL_FORMS, Base, CareForm
from institutions.models import Institution

from ..querysets import CareDecisionQuerySet
from ..states import DecisionOutcome, Term
from .referrals import Referral
from .signed import REPORT_AUTHOR_SIGNS, ByMandate, by_mandate

PERSON = settings.AUTH_USER_MODEL


class CareDecision(ByMandate):
    """Dinas Sosial's decision on a child's care status (UU 23/2002 arts. 57-58; domain.md 5.2, hard): number, date,
    official, legal basis, report, conference, form, start, review due. Immutable once signed.

    try_first: what a rejection asks to try before (domain.md 5.1). start_due_on: by when a placement begins;
    usable_until: the last day on which one may; both by the office's settings on the day of signing, copied, and empty
    on a rejection and on what was signed before they were counted.
    Signed by somebody other than the author of the social report (four eyes, by person).
    """

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="care_decision")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="care_decisions")
    number = models.CharField(_("nomor"), max_length=60, unique=True)
    outcome = models.CharField(_("keputusan"), max_length=10, choices=DecisionOutcome)
    considerations = models.TextField(_("pertimbangan"))
    legal_basis = models.TextField(_("dasar hukum"))
    recommending_office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    deciding_office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="decisions")
    social_report = models.ForeignKey(SocialReport, on_delete=models.PROTECT, related_name="+")
    report_author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    conference = models.ForeignKey(CaseConference, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=15, choices=CareForm)
    base = models.CharField(max_length=12, choices=Base)
    term = models.CharField(max_length=10, choices=Term)
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    carer = models.ForeignKey(FamilyMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    review_due_on = models.DateField(_("tinjauan pertama"))
    try_first = models.TextField(_("ditempuh dulu"), blank=True, default="")
    start_due_on = models.DateField(_("penempatan dimulai paling lambat"), null=True, blank=True)
    usable_until = models.DateField(_("penempatan boleh dimulai sampai"), null=True, blank=True)
    soft_reasons = models.JSONField(default=dict, blank=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CareDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-pk"]
        indexes = [models.Index(fields=["deciding_office", "-signed_at", "-id"], name="decision_of_office")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(signed_by=F("report_author")),
                name="decision_four_eyes",
                violation_error_message=REPORT_AUTHOR_SIGNS,
            ),
            models.CheckConstraint(
                condition=by_mandate(signer="signed_by", other="report_author"),
                name="decision_by_mandate_four_eyes",
                violation_error_message=REPORT_AUTHOR_SIGNS,
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="decision_ends_after_start",
                violation_error_message=_("Keputusan berakhir sebelum mulai."),
            ),
            models.CheckConstraint(condition=Q(review_due_on__gte=F("starts_on")), name="decision_review_after_start"),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(considerations="") & ~Q(legal_basis=""),
                name="decision_says_its_grounds",
                violation_error_message=_("Keputusan memerlukan nomor, pertimbangan, dan dasar hukum."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome=DecisionOutcome.REJECTED) | ~Q(try_first=""),
                name="decision_rejection_says_what_first",
                violation_error_message=_("Tulis apa yang ditempuh dulu."),
            ),
            models.CheckConstraint(
                condition=Q(start_due_on=None, usable_until=None)
                # A comparison with NULL is not false, and a CHECK passes what is not false.
                | Q(
                    outcome=DecisionOutcome.APPROVED,
                    start_due_on__isnull=False,
                    usable_until__isnull=False,
                    start_due_on__gte=F("starts_on"),
                    usable_until__gte=F("start_due_on"),
                ),
                name="decision_is_used_in_time",
                violation_error_message=_("Batas mulai penempatan tidak cocok dengan masa keputusan."),
            ),
            models.CheckConstraint(
                condition=Q(form__in=sorted(RESIDENTIAL_FORMS), base=Base.RESIDENTIAL)
                | ~Q(form__in=sorted(RESIDENTIAL_FORMS)) & ~Q(base=Base.RESIDENTIAL),
                name="decision_base_fits_form",
            ),
            models.CheckConstraint(
                condition=~Q(base=Base.RESIDENTIAL) | Q(institution__isnull=False),
                name="decision_residential_names_institution",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def valid_until(self) -> date | None:
        """The last day of what was decided, as revisions stand; None without an end. Read with revisions prefetched."""
        ends = [self.ends_on, *(revision.until_on for revision in self.revisions.all())]
        return min((end for end in ends if end is not None), default=None)

    @property
    def startable_until(self) -> date | None:
        """The last day on which a placement may begin by it, as revisions stand; None where none was counted."""
        if self.usable_until is None:
            return None
        end = self.valid_until
        return self.usable_until if end is None else min(self.usable_until, end)
