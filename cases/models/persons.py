"""What is known of a beneficiary beside name and numbers. The rows belong to the person and show with their case."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from atensi.documents.models import Document
from atensi.fields import EncryptedTextField

from ..person_states import (
    WITH_LEVEL,
    AliasKind,
    BenefitStatus,
    Communication,
    Disability,
    PaperKind,
    PaperState,
    Registry,
    Schooling,
    SchoolLevel,
)
from ..search_sql import NameParts
from .beneficiaries import Beneficiary

PERSON = {"on_delete": models.PROTECT, "related_name": "+"}


class BeneficiaryAlias(models.Model):
    """Another name the person goes by or went by; found and masked as the name is.

    name_keys: as a beneficiary's, for finding spelling variants.
    """

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(_("nama"), max_length=200)
    name_keys = ArrayField(models.TextField(), default=list, editable=False)
    kind = models.CharField(_("jenis"), max_length=10, choices=AliasKind)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiary", "name"],
                name="alias_once",
                violation_error_message=_("Nama lain ini sudah tercatat."),
            )
        ]
        indexes = [
            GinIndex(fields=["name_keys"], name="alias_by_name"),
            GinIndex(NameParts("name_keys"), name="alias_by_beginning"),
        ]

    def __str__(self) -> str:
        return self.name


class IdentityPaper(models.Model):
    """Whether the person has one of the civil papers, and its number where somebody read it off the paper."""

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20, choices=PaperKind)
    state = models.CharField(max_length=12, choices=PaperState)
    number = EncryptedTextField(blank=True)
    recorded_at = models.DateTimeField(auto_now=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["beneficiary", "kind"], name="paper_once_per_kind"),
            models.CheckConstraint(
                condition=Q(state=PaperState.HELD) | Q(number=""), name="only_a_paper_held_has_a_number"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class BeneficiaryProfile(models.Model):
    """Health, communication and school: specific data (UU 27/2022 art. 4(2)), shown only to those who work on the case
    and its overseers. The words about health are encrypted.

    disabilities: `Disability` codes; disability_note, aids: what it means in daily life, which aids there are or lack.
    communications: `Communication` codes; language: the one spoken at home, or the sign language.
    """

    beneficiary = models.OneToOneField(Beneficiary, on_delete=models.PROTECT, related_name="profile")
    disabilities = ArrayField(models.CharField(max_length=12, choices=Disability), default=list, blank=True)
    disability_note = EncryptedTextField(blank=True)
    aids = EncryptedTextField(blank=True)
    health_note = EncryptedTextField(blank=True)
    communications = ArrayField(models.CharField(max_length=12, choices=Communication), default=list, blank=True)
    language = models.CharField(max_length=100, blank=True)
    schooling = models.CharField(max_length=10, choices=Schooling, blank=True)
    school_level = models.CharField(max_length=10, choices=SchoolLevel, blank=True)
    school = models.CharField(max_length=200, blank=True)
    school_class = models.CharField(max_length=50, blank=True)
    school_note = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(school_level="") | Q(schooling__in=sorted(WITH_LEVEL)),
                name="school_level_of_who_went_to_school",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class BeneficiaryPhoto(models.Model):
    """A portrait, drawn anew without what the camera knew. One is shown at a time; one replaced or taken away keeps
    its row, and is served no more."""

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="photos")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, **PERSON)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiary"], condition=Q(removed_at=None), name="one_photo_shown_of_a_person"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="photo_removed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class BenefitLink(models.Model):
    """What a register or programme of social protection said of the person on a day (domain.md 12): eligibility may
    flip each quarter, so that each extract is a row of its own, and the newest one counts."""

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="benefits")
    registry = models.CharField(max_length=10, choices=Registry)
    status = models.CharField(max_length=12, choices=BenefitStatus)
    decile = models.PositiveSmallIntegerField(_("desil"), null=True, blank=True)
    programme = models.CharField(max_length=100, blank=True)
    number = EncryptedTextField(blank=True)
    extract_on = models.DateField(_("tanggal data"))
    recorded_at = models.DateTimeField(auto_now=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)

    class Meta:
        ordering = ["-extract_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiary", "registry", "programme", "extract_on"], name="benefit_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(decile=None) | Q(registry=Registry.DTSEN, decile__gte=1, decile__lte=10),
                name="decile_is_of_dtsen",
            ),
            models.CheckConstraint(
                condition=Q(registry=Registry.OTHER) & ~Q(programme="") | ~Q(registry=Registry.OTHER) & Q(programme=""),
                name="only_another_programme_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.programme or self.get_registry_display()
