from django.db import models
from django.utils.translation import gettext_lazy as _


class IncidentKind(models.TextChoices):
    """What must not happen to a child in care, and what a home must tell at once (domain.md 5.5)."""

    VIOLENCE = "VIOLENCE", _("Hukuman badan atau kekerasan")
    EXPLOITATION = "EXPLOITATION", _("Eksploitasi")
    NEGLECT = "NEGLECT", _("Penelantaran")
    MALTREATMENT = "MALTREATMENT", _("Perlakuan salah")
    CHILD_LABOUR = "CHILD_LABOUR", _("Anak dipekerjakan")
    RESTRAINT = "RESTRAINT", _("Anak diikat atau dikucilkan")
    CAREGIVER_CHANGE = "CAREGIVER_CHANGE", _("Pengasuh berganti tanpa rencana")
    CONTACT_DENIED = "CONTACT_DENIED", _("Kontak keluarga ditahan sebagai hukuman")
    IDENTITY_SHOWN = "IDENTITY_SHOWN", _("Identitas anak disiarkan")
    FAITH = "FAITH", _("Anak diminta pindah agama")
    RECRUITING = "RECRUITING", _("Anak direkrut dari keluarganya")
    ABSCONDING = "ABSCONDING", _("Anak pergi tanpa diketahui")
    ILLNESS = "ILLNESS", _("Sakit atau kecelakaan")
    DEATH = "DEATH", _("Anak meninggal")


# Violence in each of its forms, a crime (UU 35/2014 arts. 76A-76J).
VIOLENT = frozenset(
    {
        IncidentKind.VIOLENCE,
        IncidentKind.EXPLOITATION,
        IncidentKind.NEGLECT,
        IncidentKind.MALTREATMENT,
        IncidentKind.CHILD_LABOUR,
        IncidentKind.RESTRAINT,
    }
)
# What Dinas Sosial looks into at once, reports on, and alone may close (Permensos 30/HUK/2011; domain.md 5.5, hard).
GRAVE = VIOLENT | {IncidentKind.DEATH}
# What happens in every family: told, not reported on.
WITHOUT_REPORT = frozenset({IncidentKind.ILLNESS})


class IncidentState(models.TextChoices):
    """How far an incident is; it follows from what its row says."""

    OPEN = "OPEN", _("Terbuka")
    REPORTED = "REPORTED", _("Laporan Dinas ada")
    CLOSED = "CLOSED", _("Ditutup")


class StepKind(models.TextChoices):
    """What was done about an incident after it was written down."""

    MEASURE = "MEASURE", _("Tindakan")
    TOLD_FAMILY = "TOLD_FAMILY", _("Keluarga diberi tahu")
    TOLD_OFFICE = "TOLD_OFFICE", _("Dinas Sosial diberi tahu")
    TOLD_POLICE = "TOLD_POLICE", _("Dilaporkan ke polisi")
    NOTE = "NOTE", _("Catatan")


class ContactWay(models.TextChoices):
    """How the family was in contact with a child in care."""

    VISIT = "VISIT", _("Keluarga berkunjung")
    CALL = "CALL", _("Telepon atau pesan")
    OUTING = "OUTING", _("Bertemu di luar lembaga")
    LETTER = "LETTER", _("Surat")


class AdmissionPaper(models.TextChoices):
    """Papers that come with a child into a home (domain.md 5.3)."""

    LETTER = "LETTER", _("Surat desa/kelurahan atau lembaga")
    SOCIAL_REPORT = "SOCIAL_REPORT", _("Laporan sosial")
    FAMILY_CARD = "FAMILY_CARD", _("Kartu keluarga")
    PARENTS_ID = "PARENTS_ID", _("KTP orang tua")
    BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE", _("Akta kelahiran")
    SCHOOL_REPORT = "SCHOOL_REPORT", _("Rapor sekolah")
    HEALTH_LETTER = "HEALTH_LETTER", _("Surat keterangan sehat")


# The others come along if they can be had.
NEEDED_PAPERS = (AdmissionPaper.LETTER, AdmissionPaper.SOCIAL_REPORT)


class AgreedBy(models.TextChoices):
    """Who signed the agreement of an admission; Dinas where the family is not known (domain.md 5.3)."""

    CHILD = "CHILD", _("Anak")
    FAMILY = "FAMILY", _("Orang tua/wali")
    OFFICE = "OFFICE", _("Dinas Sosial")
    HOME = "HOME", _("Lembaga")
