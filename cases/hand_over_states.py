"""Into whose hands a case or a person goes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HandedTo(models.TextChoices):
    """Into whose care the person goes when the office's work ends."""

    FAMILY = "FAMILY", _("Keluarga")
    VILLAGE = "VILLAGE", _("Desa atau kelurahan")
    OFFICE = "OFFICE", _("Dinas Sosial lain")
    INSTITUTION = "INSTITUTION", _("Lembaga lain")


class TransferState(models.TextChoices):
    """Where the offer to hand a case over stands."""

    OFFERED = "OFFERED", _("Menunggu jawaban")
    ACCEPTED = "ACCEPTED", _("Diterima")
    DECLINED = "DECLINED", _("Ditolak")
    WITHDRAWN = "WITHDRAWN", _("Ditarik")
