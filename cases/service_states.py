"""Choices of what is done for people: group sessions, visits and calls, work and business, flags."""

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


class ContactKind(models.TextChoices):
    HOME_VISIT = "HOME_VISIT", _("Kunjungan rumah")
    SCHOOL_VISIT = "SCHOOL_VISIT", _("Kunjungan sekolah")
    HOME_OF_CHILDREN = "HOME_OF_CHILDREN", _("Kunjungan lembaga")
    OFFICE = "OFFICE", _("Datang ke kantor")
    PHONE = "PHONE", _("Telepon")
    VIDEO = "VIDEO", _("Panggilan video")
    MESSAGE = "MESSAGE", _("Pesan tertulis")


class Met(models.TextChoices):
    """Who was met or spoken to. NOBODY: tried in vain, which is no contact."""

    CHILD = "CHILD", _("Anak atau penerima manfaat")
    PARENT = "PARENT", _("Orang tua")
    CARER = "CARER", _("Pengasuh")
    KIN = "KIN", _("Keluarga lain")
    TEACHER = "TEACHER", _("Guru")
    VILLAGE = "VILLAGE", _("Aparat desa, kader")
    OTHER = "OTHER", _("Orang lain")
    NOBODY = "NOBODY", _("Tidak ada yang ditemui")


class SeenSafety(models.TextChoices):
    SAFE = "SAFE", _("Aman")
    DOUBTFUL = "DOUBTFUL", _("Meragukan")
    UNSAFE = "UNSAFE", _("Tidak aman")
    UNKNOWN = "UNKNOWN", _("Belum dapat dinilai")


class VocationalGoal(models.TextChoices):
    SKILL = "SKILL", _("Keterampilan")
    JOB = "JOB", _("Bekerja")
    BUSINESS = "BUSINESS", _("Usaha sendiri")


class VocationalOutcome(models.TextChoices):
    WORKING = "WORKING", _("Sudah bekerja")
    OWN_BUSINESS = "OWN_BUSINESS", _("Usaha berjalan")
    SKILLED = "SKILLED", _("Terampil, belum bekerja")
    NOT_REACHED = "NOT_REACHED", _("Tujuan tidak tercapai")


class VocationalStepKind(models.TextChoices):
    TRAINING = "TRAINING", _("Pelatihan")
    APPRENTICESHIP = "APPRENTICESHIP", _("Magang")
    JOB = "JOB", _("Mulai bekerja")
    CAPITAL = "CAPITAL", _("Bantuan usaha")
    FOLLOW_UP = "FOLLOW_UP", _("Kunjungan pendampingan")


# Where somebody earns: only there an income is told.
EARNING_STEPS = frozenset({VocationalStepKind.JOB, VocationalStepKind.FOLLOW_UP, VocationalStepKind.APPRENTICESHIP})


class Capital(models.TextChoices):
    MONEY = "MONEY", _("Uang")
    TOOLS = "TOOLS", _("Alat")
    GOODS = "GOODS", _("Barang dagangan atau bahan")
    PLACE = "PLACE", _("Tempat usaha")


class IncomeBand(models.TextChoices):
    """What somebody earns in a month, in Rupiah."""

    NONE = "NONE", _("Belum ada")
    UNDER_500 = "UNDER_500", _("Di bawah Rp500 ribu")
    TO_1000 = "TO_1000", _("Rp500 ribu sampai 1 juta")
    TO_2500 = "TO_2500", _("Rp1 sampai 2,5 juta")
    ABOVE_2500 = "ABOVE_2500", _("Di atas Rp2,5 juta")


class FlagKind(models.TextChoices):
    """What whoever opens a case must know at once."""

    HOME_UNSAFE = "HOME_UNSAFE", _("Rumah tidak aman")
    RUNAWAY = "RUNAWAY", _("Risiko kabur")
    HEALTH = "HEALTH", _("Perhatian kesehatan")
    SELF_HARM = "SELF_HARM", _("Risiko melukai diri")
    MEDIA = "MEDIA", _("Sorotan media")
    STAFF_SAFETY = "STAFF_SAFETY", _("Keselamatan petugas")
