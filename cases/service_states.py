"""Choices of what is done for people: group sessions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionKind(models.TextChoices):
    """What a session of several people is; each counts as one activity of ATENSI (`ACTIVITY_OF`)."""

    TEPAK = "TEPAK", _("Temu Penguatan Anak dan Keluarga (TEPAK)")
    FDS = "FDS", _("Family Development Session (FDS)")
    PEER = "PEER", _("Kelompok sebaya")
    FAMILY_CIRCLE = "FAMILY_CIRCLE", _("Lingkar dukungan keluarga")
    THERAPY = "THERAPY", _("Terapi kelompok")
    SPIRITUAL = "SPIRITUAL", _("Bimbingan mental spiritual")
    TRAINING = "TRAINING", _("Pelatihan keterampilan")


# Kind -> component and activity (domain.md 4.1): what a session is a service of.
ACTIVITY_OF: dict[str, tuple[str, str]] = {
    SessionKind.TEPAK: ("FAMILY_SUPPORT", "FAMILY_STRENGTHENING_SESSION"),
    SessionKind.FDS: ("FAMILY_SUPPORT", "FAMILY_DEVELOPMENT_SESSION"),
    SessionKind.PEER: ("FAMILY_SUPPORT", "PEER_GROUP"),
    SessionKind.FAMILY_CIRCLE: ("FAMILY_SUPPORT", "FAMILY_CIRCLE"),
    SessionKind.THERAPY: ("THERAPY", "GROUP_COUNSELLING"),
    SessionKind.SPIRITUAL: ("THERAPY", "SPIRITUAL_THERAPY"),
    SessionKind.TRAINING: ("VOCATIONAL", "VOCATIONAL_TRAINING"),
}


class Attendance(models.TextChoices):
    CAME = "CAME", _("Hadir")
    EXCUSED = "EXCUSED", _("Izin")
    ABSENT = "ABSENT", _("Tidak hadir")
