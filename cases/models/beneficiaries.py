from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.fields import EncryptedTextField
from atensi.reference.models import Region
from institutions.models import Institution
from institutions.states import Faith

from ..person_states import NikProof
from ..querysets import BeneficiaryQuerySet
from ..search_sql import AddressWords, NameParts, PhoneKey
from ..states import BirthPrecision, NikStatus, NoNikReason, Relation, Sex

ADULT_AGE = 18  # UU 35/2014 art. 1: a child is under 18, the unborn included


class Beneficiary(models.Model):
    """The person a case is about. A child case can be created without name, birth date or NIK.

    birth_date: exact, or the first day of the month or year that `birth_precision` says is known.
    nik, nkk: encrypted; `nik_index` is the blind index that keeps one living beneficiary per NIK (domain.md 10.3).
    nik_proof: the paper by which somebody found the NIK to be this person's, exactly while it is VERIFIED.
    merged_into: the file of the same person that goes on in place of this one (`BeneficiaryMerge`), never in a chain.
    name_keys: normal forms of the name's parts (cases.names), for finding spelling variants.
    """

    name = models.CharField(_("nama"), max_length=200, blank=True)
    name_keys = ArrayField(models.TextField(), default=list, editable=False)
    sex = models.CharField(_("jenis kelamin"), max_length=10, choices=Sex)
    birth_date = models.DateField(_("tanggal lahir"), null=True, blank=True)
    birth_precision = models.CharField(max_length=10, choices=BirthPrecision, default=BirthPrecision.UNKNOWN)
    nik = EncryptedTextField(blank=True)
    nik_index = models.CharField(max_length=64, null=True, editable=False)
    nik_status = models.CharField(max_length=10, choices=NikStatus, default=NikStatus.NONE)
    no_nik_reason = models.CharField(max_length=20, choices=NoNikReason, blank=True, default=NoNikReason.NOT_ASKED)
    nik_proof = models.CharField(max_length=20, choices=NikProof, blank=True)
    nik_verified_at = models.DateTimeField(null=True, blank=True)
    nik_verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    nkk = EncryptedTextField(blank=True)
    nkk_index = models.CharField(max_length=64, null=True, editable=False)
    faith = models.CharField(_("agama"), max_length=20, choices=Faith, blank=True)
    region = models.ForeignKey(Region, verbose_name=_("kecamatan"), on_delete=models.PROTECT, related_name="+")
    address = models.TextField(_("alamat"), blank=True)
    died_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from", editable=False
    )
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["nik_index"],
                condition=Q(died_on=None, merged_into=None),
                name="nik_once_among_the_living",
                violation_error_message=_("NIK ini sudah dipakai berkas lain."),
            ),
            models.CheckConstraint(
                condition=Q(nik_index=None, nik="", nik_status=NikStatus.NONE)
                | Q(nik_index__isnull=False, nik_status__in=[NikStatus.VERIFIED, NikStatus.UNVERIFIED]) & ~Q(nik=""),
                name="nik_and_its_status_agree",
            ),
            models.CheckConstraint(
                condition=Q(nik_status=NikStatus.VERIFIED, nik_verified_at__isnull=False, nik_verified_by__isnull=False)
                & ~Q(nik_proof="")
                | ~Q(nik_status=NikStatus.VERIFIED) & Q(nik_proof="", nik_verified_at=None, nik_verified_by=None),
                name="nik_verified_by_somebody_and_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(birth_date=None, birth_precision=BirthPrecision.UNKNOWN)
                | Q(birth_date__isnull=False) & ~Q(birth_precision=BirthPrecision.UNKNOWN),
                name="birth_date_and_precision_agree",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="not_merged_into_itself"),
        ]
        indexes = [
            GinIndex(fields=["name_keys"], name="beneficiary_by_name"),
            models.Index(fields=["nik_index"], name="beneficiary_by_nik"),
            models.Index(fields=["nkk_index"], name="beneficiary_by_nkk"),
            models.Index(fields=["birth_date"], name="beneficiary_by_birth"),
            GinIndex(NameParts("name_keys"), name="beneficiary_by_beginning"),
            GinIndex(AddressWords("address"), name="beneficiary_by_address"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Nama belum diketahui"))

    def age_on(self, day: date | None = None) -> int | None:
        """Age in completed years, None when the birth date is unknown."""
        if self.birth_date is None:
            return None
        day = day or timezone.localdate()
        return day.year - self.birth_date.year - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))

    @property
    def is_child(self) -> bool:
        """Under 18; somebody whose age is unknown is presumed a child."""
        age = self.age_on()
        return age is None or age < ADULT_AGE


class FamilyMemberQuerySet(models.QuerySet):
    def able_to_receive(self):
        """Those into whose hands a child may be given, as `FamilyMember.may_receive_child` says of one."""
        return self.filter(is_alive=True, may_contact=True, is_alleged_harmer=False)


class FamilyMember(models.Model):
    """A person around the beneficiary: kin or carer. Birth-parent links are never deleted (UU 35/2014 art. 39).

    faith: asked of foster parents, guardians and adopters, who are of the child's (domain.md 6); "" while unknown.
    """

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="family")
    name = models.CharField(_("nama"), max_length=200)
    relation = models.CharField(_("hubungan"), max_length=20, choices=Relation)
    kinship_degree = models.PositiveSmallIntegerField(_("derajat kekerabatan"), null=True, blank=True)
    phone = models.CharField(_("telepon"), max_length=30, blank=True)
    address = models.TextField(_("alamat"), blank=True)
    is_alive = models.BooleanField(_("masih hidup"), default=True)
    is_caregiver = models.BooleanField(_("mengasuh sekarang"), default=False)
    may_contact = models.BooleanField(_("boleh kontak"), default=True)
    is_alleged_harmer = models.BooleanField(_("diduga pelaku"), default=False)
    faith = models.CharField(_("agama"), max_length=20, choices=Faith, blank=True)
    note = models.TextField(_("catatan"), blank=True)
    # A sibling who is a beneficiary too.
    same_as = models.ForeignKey(Beneficiary, null=True, blank=True, on_delete=models.PROTECT, related_name="appears_as")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FamilyMemberQuerySet.as_manager()

    class Meta:
        ordering = ["kinship_degree", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["beneficiary", "same_as"], name="relative_linked_once"),
            models.CheckConstraint(
                condition=Q(same_as=None) | Q(relation=Relation.SIBLING) & ~Q(same_as=F("beneficiary")),
                name="linked_relative_is_a_sibling",
            ),
        ]
        indexes = [models.Index(PhoneKey("phone"), name="relative_by_phone")]

    def __str__(self) -> str:
        return self.name

    @property
    def may_receive_child(self) -> bool:
        """Whether a child may be given into this person's hands: alive, contact allowed, not the alleged harmer."""
        return self.is_alive and self.may_contact and not self.is_alleged_harmer
