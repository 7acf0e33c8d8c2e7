"""The register of households that offer to care for a child."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.documents.models import Document
from atensi.fields import EncryptedTextField
from atensi.reference.models import Region
from cases.states import Sex
from institutions.models import Institution
from institutions.states import Faith

from ..querysets import CandidatePartQuerySet, CandidateQuerySet
from ..requirements import CODES
from ..states import (
    OPEN_CANDIDATES,
    PERMITTED,
    WITH_REASON,
    CandidateKind,
    CandidateState,
    CandidateStepKind,
    Verdict,
)

PERSON = settings.AUTH_USER_MODEL
SEXES = [(Sex.MALE, Sex.MALE.label), (Sex.FEMALE, Sex.FEMALE.label)]  # of a grown-up it is known


class Candidate(models.Model):
    """Calon pengasuh: a household that offers to foster, to be guardian or to adopt, in the register of one Dinas
    (domain.md 6).

    married_on: since when the couple is married; None for one person alone. own_children: those it has already.
    decision_due_on: by when the decider answers, while it waits for that; the office's setting, counted when it was
    submitted. permit_until: the last day of its newest permit. wants_sex, wants_age_from, wants_age_to: the child that
    it offers to take, "" and None for any; ages in completed years, both ends among them.
    """

    number = models.CharField(max_length=60, unique=True)
    kind = models.CharField(_("jenis"), max_length=10, choices=CandidateKind)
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CandidateState, default=CandidateState.REGISTERED)
    region = models.ForeignKey(Region, verbose_name=_("kecamatan"), on_delete=models.PROTECT, related_name="+")
    address = models.TextField(_("alamat"))
    phone = EncryptedTextField(blank=True)
    married_on = models.DateField(_("menikah sejak"), null=True, blank=True)
    own_children = models.PositiveSmallIntegerField(_("anak sendiri"), default=0)
    wants_sex = models.CharField(_("anak laki-laki atau perempuan"), max_length=10, choices=SEXES, blank=True)
    wants_age_from = models.PositiveSmallIntegerField(_("umur anak paling rendah"), null=True, blank=True)
    wants_age_to = models.PositiveSmallIntegerField(_("umur anak paling tinggi"), null=True, blank=True)
    note = models.TextField(_("catatan"), blank=True)
    decision_due_on = models.DateField(null=True, blank=True)
    permit_until = models.DateField(null=True, blank=True)
    registered_at = models.DateTimeField(auto_now_add=True)
    registered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CandidateState.SUBMITTED, decision_due_on__isnull=False)
                | ~Q(state=CandidateState.SUBMITTED) & Q(decision_due_on=None),
                name="candidate_submitted_is_answered_in_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(PERMITTED)) | Q(permit_until__isnull=False),
                name="candidate_approved_has_a_permit",
                violation_error_message=_("Calon disetujui dengan izin yang berjangka."),
            ),
            models.CheckConstraint(
                condition=Q(wants_age_from=None) | Q(wants_age_to=None) | Q(wants_age_from__lte=F("wants_age_to")),
                name="candidate_wishes_ages_in_order",
                violation_error_message=_("Umur paling rendah melebihi umur paling tinggi."),
            ),
        ]
        indexes = [models.Index(fields=["office", "-registered_at", "-id"], name="candidate_of_office")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_CANDIDATES

    @property
    def is_married(self) -> bool:
        return self.married_on is not None

    @property
    def name(self) -> str:
        """Who they are: both names of a couple. Needs `people`."""
        return " & ".join(person.name for person in self.people.all())


class CandidatePerson(models.Model):
    """One of the household who would be a parent to the child: the first, or husband or wife of the first.

    nik: encrypted, with its blind index beside it (ADR 0005). is_citizen: WNI.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="people")
    is_first = models.BooleanField()
    name = models.CharField(_("nama"), max_length=200)
    nik = EncryptedTextField(blank=True)
    nik_index = models.CharField(max_length=64, null=True, editable=False)
    sex = models.CharField(_("jenis kelamin"), max_length=10, choices=SEXES)
    birth_date = models.DateField(_("tanggal lahir"))
    faith = models.CharField(_("agama"), max_length=20, choices=Faith, blank=True)
    is_citizen = models.BooleanField(_("warga negara Indonesia"), default=True)
    occupation = models.CharField(_("pekerjaan"), max_length=100, blank=True)

    objects = CandidatePartQuerySet.as_manager()

    class Meta:
        ordering = ["-is_first"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "is_first"], name="candidate_is_one_or_a_couple"),
            models.CheckConstraint(
                condition=Q(nik="", nik_index=None) | ~Q(nik="") & Q(nik_index__isnull=False),
                name="candidate_nik_and_index_agree",
            ),
        ]
        indexes = [models.Index(fields=["nik_index"], name="candidate_by_nik")]

    def __str__(self) -> str:
        return self.name

    def age_on(self, day: date) -> int:
        """Completed years."""
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    @property
    def nik_ending(self) -> str:
        return self.nik[-4:]


class CandidateCheck(models.Model):
    """That one requirement (`requirements.REQUIREMENTS`) was checked: when, by whom, with which paper, and what came of
    it. Rows stay as written; the newest of a code counts. valid_until: how long it counts, by the office's setting."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="checks")
    code = models.CharField(max_length=12, choices=list(CODES.items()))
    verdict = models.CharField(_("hasil"), max_length=10, choices=Verdict)
    done_on = models.DateField(_("tanggal"))
    paper_number = models.CharField(_("nomor surat"), max_length=100, blank=True)
    note = models.TextField(_("catatan"), blank=True)
    valid_until = models.DateField(null=True, blank=True)
    document = models.OneToOneField(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = CandidatePartQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=Verdict.MET) | ~Q(note=""),
                name="candidate_check_not_met_says_why",
                violation_error_message=_("Tuliskan mengapa syarat tidak terpenuhi."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class CandidatePermit(models.Model):
    """That a decider of the Dinas approves the household for a time, or renews that. Rows stay as signed.

    max_children: how many children it may care for at once. reasons: problem code -> why it stands in spite of a soft
    rule.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="permits")
    number = models.CharField(max_length=60, unique=True)
    valid_from = models.DateField(_("berlaku dari"))
    valid_until = models.DateField(_("sampai"))
    max_children = models.PositiveSmallIntegerField(_("paling banyak anak"))
    considerations = models.TextField(_("pertimbangan"))
    reasons = models.JSONField(default=dict, blank=True)
    signed_at = models.DateTimeField(auto_now_add=True)
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = CandidatePartQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="permit_ends_after_start"),
            models.CheckConstraint(condition=Q(max_children__gte=1), name="permit_is_for_a_child"),
        ]

    def __str__(self) -> str:
        return self.number


class CandidateStep(models.Model):
    """What was done with a candidate, by whom, and why; rows stay as written."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=CandidateStepKind)
    reason = models.TextField(_("alasan"), blank=True)
    taken_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = CandidatePartQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(WITH_REASON)) | ~Q(reason=""), name="candidate_step_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
