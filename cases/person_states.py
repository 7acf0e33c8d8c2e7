"""What can be said of a person: other names, civil papers, disability, communication, school, social protection."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AliasKind(models.TextChoices):
    NICKNAME = "NICKNAME", _("Nama panggilan")
    FORMER = "FORMER", _("Nama lama")
    SPELLING = "SPELLING", _("Ejaan lain")
    OTHER = "OTHER", _("Nama lain")


class PaperKind(models.TextChoices):
    """The civil papers of a person, in the order in which a child gets them."""

    BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE", _("Akta kelahiran")
    FAMILY_CARD = "FAMILY_CARD", _("Kartu keluarga")
    KIA = "KIA", _("Kartu identitas anak (KIA)")
    KTP = "KTP", _("KTP elektronik")


class PaperState(models.TextChoices):
    HELD = "HELD", _("Ada")
    BEING_MADE = "BEING_MADE", _("Sedang diurus")
    MISSING = "MISSING", _("Tidak ada")


class NikProof(models.TextChoices):
    """By what a NIK was found to be this person's."""

    KTP = "KTP", _("KTP elektronik")
    FAMILY_CARD = "FAMILY_CARD", _("Kartu keluarga")
    BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE", _("Akta kelahiran")
    KIA = "KIA", _("Kartu identitas anak (KIA)")
    CIVIL_OFFICE = "CIVIL_OFFICE", _("Jawaban Dinas Dukcapil")


class Disability(models.TextChoices):
    """Kinds of disability (UU 8/2016 art. 4(1)), the sensory one by sense. More than one is a multiple disability."""

    PHYSICAL = "PHYSICAL", _("Fisik")
    INTELLECTUAL = "INTELLECTUAL", _("Intelektual")
    MENTAL = "MENTAL", _("Mental")
    SIGHT = "SIGHT", _("Sensorik: penglihatan")
    HEARING = "HEARING", _("Sensorik: pendengaran")
    SPEECH = "SPEECH", _("Sensorik: wicara")


class Communication(models.TextChoices):
    """How one speaks with the person (UU 27/2022 art. 26)."""

    SPEECH = "SPEECH", _("Berbicara")
    SIGN = "SIGN", _("Bahasa isyarat")
    WRITING = "WRITING", _("Tulisan")
    PICTURES = "PICTURES", _("Gambar atau benda")
    ASSISTED = "ASSISTED", _("Dibantu orang yang mengenalnya")
    INTERPRETER = "INTERPRETER", _("Lewat juru bahasa")


class SchoolLevel(models.TextChoices):
    EARLY = "EARLY", _("PAUD, TK")
    PRIMARY = "PRIMARY", _("SD, MI")
    JUNIOR = "JUNIOR", _("SMP, MTs")
    SENIOR = "SENIOR", _("SMA, SMK, MA")
    SPECIAL = "SPECIAL", _("SLB")
    NON_FORMAL = "NON_FORMAL", _("Kejar paket A, B, C")
    HIGHER = "HIGHER", _("Perguruan tinggi")


class Schooling(models.TextChoices):
    ATTENDING = "ATTENDING", _("Bersekolah")
    LEFT = "LEFT", _("Putus sekolah")
    FINISHED = "FINISHED", _("Tamat")
    NEVER = "NEVER", _("Tidak pernah sekolah")
    TOO_YOUNG = "TOO_YOUNG", _("Belum usia sekolah")


# Where a level is asked for: whoever goes, went or finished.
WITH_LEVEL = frozenset({Schooling.ATTENDING, Schooling.LEFT, Schooling.FINISHED})


class Registry(models.TextChoices):
    """Registers and programmes of social protection."""

    DTSEN = "DTSEN", _("DTSEN")
    PKH = "PKH", _("PKH")
    BPNT = "BPNT", _("BPNT, Sembako")
    PBI_JK = "PBI_JK", _("PBI‑JK (iuran kesehatan)")
    OTHER = "OTHER", _("Program lain")


class BenefitStatus(models.TextChoices):
    RECEIVES = "RECEIVES", _("Menerima")
    LISTED = "LISTED", _("Terdaftar")
    PROPOSED = "PROPOSED", _("Diusulkan")
    STOPPED = "STOPPED", _("Dihentikan")
    NOT_LISTED = "NOT_LISTED", _("Tidak terdaftar")


class IdentityStep(models.TextChoices):
    """What comes next for the identity of somebody."""

    ATTACH = "ATTACH", _("Urus pencatatan sipil, lalu pasang NIK")
    ASK_HOLDER = "ASK_HOLDER", _("Hubungi kantor yang mencatat NIK ini")
    VERIFY = "VERIFY", _("Cocokkan NIK dengan dokumen aslinya")
    PAPERS = "PAPERS", _("Lengkapi dokumen yang belum ada")
    DONE = "DONE", _("Identitas lengkap")
