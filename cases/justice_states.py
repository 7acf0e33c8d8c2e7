"""Words of the law about a child in contact with it (UU 11/2012; domain.md 9)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JusticeRole(models.TextChoices):
    """As what the child stands in the matter (art. 1)."""

    OFFENDER = "OFFENDER", _("Anak (diduga pelaku)")
    VICTIM = "VICTIM", _("Anak Korban")
    WITNESS = "WITNESS", _("Anak Saksi")


# From which age a child answers for an act (art. 1); a younger one does not go before a court (art. 21).
OFFENDER_AGE = 12


class JusticeAgency(models.TextChoices):
    POLICE = "POLICE", _("Kepolisian (penyidik)")
    PROSECUTOR = "PROSECUTOR", _("Kejaksaan (penuntut umum)")
    BAPAS = "BAPAS", _("Bapas (pembimbing kemasyarakatan)")
    COURT = "COURT", _("Pengadilan")
    LAWYER = "LAWYER", _("Advokat atau bantuan hukum")
    OTHER = "OTHER", _("Lainnya")


class JusticeDateKind(models.TextChoices):
    """What the law or a summons sets a day for."""

    DIVERSION_START = "DIVERSION_START", _("Diversi dimulai")
    DIVERSION_END = "DIVERSION_END", _("Diversi selesai")
    HEARING = "HEARING", _("Sidang")
    VERDICT = "VERDICT", _("Putusan atau penetapan")
    SOCIAL_REPORT = "SOCIAL_REPORT", _("Laporan sosial diminta")
    PROGRAMME_END = "PROGRAMME_END", _("Program pembinaan berakhir")


# Days that people enter; the others follow from a step and a setting.
ENTERED_DATES = (JusticeDateKind.HEARING, JusticeDateKind.VERDICT, JusticeDateKind.SOCIAL_REPORT)
DIVERSION_DATES = frozenset({JusticeDateKind.DIVERSION_START, JusticeDateKind.DIVERSION_END})


class JusticeDuty(models.TextChoices):
    """What a social worker does for the child (art. 68)."""

    GUIDE = "GUIDE", _("Membimbing, membantu, melindungi, dan mendampingi")
    ADVOCATE = "ADVOCATE", _("Pendampingan dan advokasi sosial")
    LISTEN = "LISTEN", _("Menjadi sahabat anak dan mendengarkan")
    RECOVER = "RECOVER", _("Membantu pemulihan dan perubahan perilaku")
    REPORT = "REPORT", _("Melaporkan hasil bimbingan kepada pembimbing kemasyarakatan")
    ADVISE = "ADVISE", _("Memberi pertimbangan rehabilitasi kepada penegak hukum")
    HAND_OVER = "HAND_OVER", _("Mendampingi penyerahan kepada orang tua atau lembaga")
    COMMUNITY = "COMMUNITY", _("Mendekati masyarakat agar menerima kembali")


class YoungDecision(models.TextChoices):
    """What investigator, probation officer and social worker decide together for a child under 12 (art. 21)."""

    RETURNED = "RETURNED", _("Diserahkan kembali kepada orang tua atau wali")
    PROGRAMME = "PROGRAMME", _("Program pendidikan, pembinaan, dan pembimbingan")


class JusticeOutcome(models.TextChoices):
    """How the matter ended for the child."""

    DIVERSION = "DIVERSION", _("Kesepakatan diversi")
    RETURNED = "RETURNED", _("Dikembalikan kepada orang tua atau wali")
    PROGRAMME = "PROGRAMME", _("Program pembinaan di lembaga")
    LPKS = "LPKS", _("Ditempatkan di LPKS")
    VERDICT_ACTION = "VERDICT_ACTION", _("Putusan: tindakan")
    VERDICT_SENTENCE = "VERDICT_SENTENCE", _("Putusan: pidana")
    ACQUITTED = "ACQUITTED", _("Putusan: bebas atau lepas")
    PROTECTED = "PROTECTED", _("Pendampingan korban atau saksi selesai")
    STOPPED = "STOPPED", _("Perkara dihentikan")


# A victim and a witness are not on trial: of them only these can be said.
OUTCOMES_OF_OTHERS = frozenset({JusticeOutcome.PROTECTED, JusticeOutcome.STOPPED, JusticeOutcome.LPKS})
OUTCOMES_OF_OFFENDER = frozenset(set(JusticeOutcome) - {JusticeOutcome.PROTECTED})
OUTCOMES_OF_YOUNG = frozenset({JusticeOutcome.RETURNED, JusticeOutcome.PROGRAMME, JusticeOutcome.STOPPED})
