from django.db import models
from django.utils.translation import gettext_lazy as _

from institutions.states import OFFICE_ROLES, Role


class CandidateKind(models.TextChoices):
    """What a household offers to be (domain.md 6)."""

    FOSTER = "FOSTER", _("Orang tua asuh")
    GUARDIAN = "GUARDIAN", _("Calon wali")
    ADOPTER = "ADOPTER", _("Calon orang tua angkat")


class CandidateState(models.TextChoices):
    REGISTERED = "REGISTERED", _("Syarat diperiksa")
    SUBMITTED = "SUBMITTED", _("Menunggu keputusan")
    APPROVED = "APPROVED", _("Disetujui")
    SUSPENDED = "SUSPENDED", _("Ditangguhkan")
    REJECTED = "REJECTED", _("Ditolak")
    ENDED = "ENDED", _("Berakhir")


class CandidateStepKind(models.TextChoices):
    """What was done with a candidate, in the words of the story."""

    REGISTERED = "REGISTERED", _("Didaftarkan")
    SUBMITTED = "SUBMITTED", _("Diajukan untuk diputuskan")
    RETURNED = "RETURNED", _("Dikembalikan")
    APPROVED = "APPROVED", _("Disetujui")
    REJECTED = "REJECTED", _("Ditolak")
    RENEWED = "RENEWED", _("Izin diperpanjang")
    SUSPENDED = "SUSPENDED", _("Ditangguhkan")
    RESUMED = "RESUMED", _("Penangguhan dicabut")
    ENDED = "ENDED", _("Diakhiri")


class DecisionChoice(models.TextChoices):
    """What a decider makes of a candidate who was put to them."""

    APPROVED = "APPROVED", _("Setujui")
    RETURNED = "RETURNED", _("Kembalikan untuk dilengkapi")
    REJECTED = "REJECTED", _("Tolak")


class Standing(models.TextChoices):
    """What becomes of a candidate besides the decision."""

    SUSPENDED = "SUSPENDED", _("Tangguhkan")
    RESUMED = "RESUMED", _("Cabut penangguhan")
    ENDED = "ENDED", _("Akhiri")


class Verdict(models.TextChoices):
    MET = "MET", _("Terpenuhi")
    NOT_MET = "NOT_MET", _("Tidak terpenuhi")


# Who holds a permit of the office, resting or not; who is in the register still.
PERMITTED = frozenset({CandidateState.APPROVED, CandidateState.SUSPENDED})
OPEN_CANDIDATES = PERMITTED | {CandidateState.REGISTERED, CandidateState.SUBMITTED}

# What may be done in which state, and where it leads.
TRANSITIONS: dict[str, dict[str, str]] = {
    CandidateStepKind.SUBMITTED: {CandidateState.REGISTERED: CandidateState.SUBMITTED},
    CandidateStepKind.RETURNED: {CandidateState.SUBMITTED: CandidateState.REGISTERED},
    CandidateStepKind.APPROVED: {CandidateState.SUBMITTED: CandidateState.APPROVED},
    CandidateStepKind.REJECTED: {CandidateState.SUBMITTED: CandidateState.REJECTED},
    CandidateStepKind.RENEWED: {CandidateState.APPROVED: CandidateState.APPROVED},
    CandidateStepKind.SUSPENDED: {CandidateState.APPROVED: CandidateState.SUSPENDED},
    CandidateStepKind.RESUMED: {CandidateState.SUSPENDED: CandidateState.APPROVED},
    CandidateStepKind.ENDED: dict.fromkeys(sorted(OPEN_CANDIDATES), CandidateState.ENDED),
}
# What nobody does without saying why.
WITH_REASON = frozenset(
    {
        CandidateStepKind.RETURNED,
        CandidateStepKind.REJECTED,
        CandidateStepKind.SUSPENDED,
        CandidateStepKind.RESUMED,
        CandidateStepKind.ENDED,
    }
)

# Who keeps the register at a Dinas, and who reads of it there; in its province the overseers read, too.
KEEPING_ROLES = frozenset({Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR})
READING_ROLES = KEEPING_ROLES | OFFICE_ROLES
