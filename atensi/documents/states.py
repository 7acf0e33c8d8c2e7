from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    """What kind of official paper it is; the value is what its number begins with."""

    SOCIAL_REPORT = "LS", _("Laporan sosial")
    CARE_PLAN = "RP", _("Rencana")
    REFERRAL_LETTER = "SR", _("Surat rujukan")
    VISIT_REPORT = "LK", _("Laporan kunjungan")
    MINUTES = "BA", _("Berita acara pembahasan")
    MEETING_MINUTES = "NR", _("Notulen rapat koordinasi")
    EXTENSION = "PJ", _("Perpanjangan penempatan")
    REVISION = "PB", _("Perubahan keputusan")
    REVOCATION = "PC", _("Pencabutan keputusan")
    HAND_OVER = "ST", _("Berita acara serah terima")
