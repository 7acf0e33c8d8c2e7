"""The words of questionnaires: what one is for, how far a version has come, what a question asks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a questionnaire serves; the room that uses it asks for the one published for its purpose."""

    INITIAL = "INITIAL", _("Asesmen awal")
    COMPREHENSIVE = "COMPREHENSIVE", _("Asesmen lanjutan")


class Audience(models.TextChoices):
    ANY = "ANY", _("Semua umur")
    CHILD = "CHILD", _("Anak")
    ADULT = "ADULT", _("Dewasa")


class VersionState(models.TextChoices):
    DRAFT = "DRAFT", _("Draf")
    PUBLISHED = "PUBLISHED", _("Terbit")
    RETIRED = "RETIRED", _("Ditarik")


class Kind(models.TextChoices):
    """What a question asks for."""

    TEXT = "TEXT", _("Tulisan")
    SCALE = "SCALE", _("Skala")
    CHOICE = "CHOICE", _("Pilihan, satu")
    CHOICES = "CHOICES", _("Pilihan, beberapa")
    YES_NO = "YES_NO", _("Ya atau tidak")
    NUMBER = "NUMBER", _("Angka")
    DATE = "DATE", _("Tanggal")


class Good(models.TextChoices):
    """Which way a score of a domain is good."""

    HIGH = "HIGH", _("Makin tinggi makin baik")
    LOW = "LOW", _("Makin rendah makin baik")


# Kinds with options of their own; a scale's options stand beside the domains, a yes-or-no has two.
WITH_OPTIONS = frozenset({Kind.CHOICE, Kind.CHOICES})
# Kinds whose answers another question may wait for.
DECIDING = frozenset({Kind.SCALE, Kind.CHOICE, Kind.CHOICES, Kind.YES_NO})
# Kinds whose options may carry points.
SCORING = frozenset({Kind.SCALE, Kind.CHOICE, Kind.YES_NO})
YES, NO = "YES", "NO"
TONES = ("ok", "warn", "stop")
