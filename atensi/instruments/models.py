from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .definition import Definition, Text
from .querysets import InstrumentQuerySet, InstrumentVersionQuerySet
from .reading import definition_of
from .states import Audience, Purpose, VersionState

PERSON = settings.AUTH_USER_MODEL


class Instrument(models.Model):
    """A questionnaire that the country uses for one purpose; its questions stand in its versions."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama dalam bahasa Inggris"), max_length=120, blank=True)
    purpose = models.CharField(_("tujuan"), max_length=20, choices=Purpose)
    audience = models.CharField(_("untuk siapa"), max_length=10, choices=Audience, default=Audience.ANY)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering = ["-purpose", "pk"]

    def __str__(self) -> str:
        return str(Text(self.name, self.name_en))

    @property
    def has_draft(self) -> bool:
        """Among the versions, which are loaded."""
        return any(version.is_draft for version in self.versions.all())


class InstrumentVersion(models.Model):
    """One wording of a questionnaire. From its publication on a trigger refuses any change but its retirement: what was
    answered stays readable as it was asked. definition: the document that `reading.read` reads."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("versi"))
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    definition = models.JSONField()
    legal_basis = models.CharField(_("dasar"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = InstrumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["instrument", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="instrument_number_once"),
            models.UniqueConstraint(
                fields=["instrument"], condition=Q(state=VersionState.PUBLISHED), name="instrument_published_once"
            ),
            models.UniqueConstraint(
                fields=["instrument"],
                condition=Q(state=VersionState.DRAFT),
                name="instrument_drafted_once",
                violation_error_message=_("Instrumen ini sudah punya draf."),
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT, published_at=None, published_by=None)
                | ~Q(state=VersionState.DRAFT) & Q(published_at__isnull=False),
                name="instrument_published_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.RETIRED, retired_at__gte=F("published_at"))
                | ~Q(state=VersionState.RETIRED) & Q(retired_at=None, retired_by=None),
                name="instrument_retired_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument}, {_('versi')} {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == VersionState.PUBLISHED

    @cached_property
    def questionnaire(self) -> Definition:
        """The questions, read from the document as it was loaded."""
        return definition_of(self.definition)
