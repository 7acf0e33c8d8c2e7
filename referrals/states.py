from django.db import models
from django.utils.translation import gettext_lazy as _

# Who asks is the same at a Sentra's desk and in a referral.
from cases.states import Source as Source


class ReferralKind(models.TextChoices):
    SERVICE = "SERVICE", _("Layanan")
    CARE_DECISION = "CARE_DECISION", _("Keputusan pengasuhan")
    ADMISSION = "ADMISSION", _("Penempatan")


class ReferralState(models.TextChoices):
    SENT = "SENT", _("Menunggu jawaban")
    ACCEPTED = "ACCEPTED", _("Diterima")
    DECLINED = "DECLINED", _("Ditolak")
    REDIRECTED = "REDIRECTED", _("Dialihkan")
    WITHDRAWN = "WITHDRAWN", _("Ditarik")
    COMPLETED = "COMPLETED", _("Selesai")
    LAPSED = "LAPSED", _("Gugur tanpa jawaban")


# Which states may follow which.
REFERRAL_MOVES: dict[str, frozenset[str]] = {
    ReferralState.SENT: frozenset(
        {
            ReferralState.ACCEPTED,
            ReferralState.DECLINED,
            ReferralState.REDIRECTED,
            ReferralState.WITHDRAWN,
            ReferralState.LAPSED,
        }
    ),
    ReferralState.ACCEPTED: frozenset({ReferralState.COMPLETED}),
}
OPEN_REFERRALS = frozenset({ReferralState.SENT, ReferralState.ACCEPTED})
ENDED_REFERRALS = frozenset(set(ReferralState) - OPEN_REFERRALS)
# A refused, redirected or lapsed request says why.
NEEDS_REASON = frozenset({ReferralState.DECLINED, ReferralState.REDIRECTED, ReferralState.LAPSED})
# Requests for help or a place, that any institution may answer; a decision is the Dinas's own.
PLACE_KINDS = frozenset({ReferralKind.SERVICE, ReferralKind.ADMISSION})
# States in which such a request has found nobody.
UNPLACED = frozenset({ReferralState.SENT, ReferralState.DECLINED, ReferralState.LAPSED})
# Ends after which the same may be asked again, of the same place or another.
REFUSED = frozenset({*NEEDS_REASON, ReferralState.WITHDRAWN})


class AlternativeResult(models.TextChoices):
    """What asking a gentler rank of the continuum brought (domain.md 5.1)."""

    FIT = "FIT", _("Bersedia dan layak")
    WILLING = "WILLING", _("Bersedia, kelayakan belum dinilai")
    IMPOSSIBLE = "IMPOSSIBLE", _("Tidak mungkin saat ini")
    NOT_SAFE = "NOT_SAFE", _("Tidak aman")
    NOT_READY = "NOT_READY", _("Belum siap; menjadi tujuan")
    NONE_AVAILABLE = "NONE_AVAILABLE", _("Tidak tersedia")
    NOT_IN_INTEREST = "NOT_IN_INTEREST", _("Bukan kepentingan terbaik anak")
    POVERTY_ONLY = "POVERTY_ONLY", _("Hanya karena kemiskinan")


# Somebody said yes: the way stands open, the surest first.
OPEN_RESULTS = (AlternativeResult.FIT, AlternativeResult.WILLING)


class DecisionOutcome(models.TextChoices):
    APPROVED = "APPROVED", _("Disetujui")
    REJECTED = "REJECTED", _("Ditolak, tempuh dulu pengasuhan keluarga")


class Advice(models.TextChoices):
    """What the regency recommends to the province that decides (domain.md 5.2, 5.3)."""

    FOR = "FOR", _("Mendukung")
    AGAINST = "AGAINST", _("Tidak mendukung")


class Title(models.TextChoices):
    """By what right a child is placed (design.md 4)."""

    DECISION = "DECISION", _("Keputusan Dinas Sosial")
    COURT = "COURT", _("Penetapan pengadilan atau penyidik")
    EMERGENCY = "EMERGENCY", _("Darurat")
    EXISTING = "EXISTING", _("Sudah tinggal sebelum sistem dipakai")


class SheetState(models.TextChoices):
    """A sheet of children who live in a home already, on its way into the records."""

    WAITING = "WAITING", _("Menunggu")
    DONE = "DONE", _("Selesai")


class SheetLineState(models.TextChoices):
    WAITING = "WAITING", _("Menunggu")
    ENTERED = "ENTERED", _("Tercatat")
    REFUSED = "REFUSED", _("Perlu diperbaiki")


class Term(models.TextChoices):
    EMERGENCY = "EMERGENCY", _("Darurat")
    SHORT = "SHORT", _("Jangka pendek")
    LONG = "LONG", _("Jangka panjang")


class PlacementState(models.TextChoices):
    ACTIVE = "ACTIVE", _("Berjalan")
    OVERSTAYED = "OVERSTAYED", _("Melewati batas darurat")
    ENDED = "ENDED", _("Berakhir")


OPEN_PLACEMENTS = frozenset({PlacementState.ACTIVE, PlacementState.OVERSTAYED})


class EndReason(models.TextChoices):
    REUNIFIED = "REUNIFIED", _("Kembali ke keluarga")
    MOVED = "MOVED", _("Pindah tempat")
    SUBSTITUTE_FAMILY = "SUBSTITUTE_FAMILY", _("Ke keluarga pengganti")
    CLOSED = "CLOSED", _("Layanan selesai")
    ABSCONDED = "ABSCONDED", _("Pergi tanpa pamit")
    AGED_OUT = "AGED_OUT", _("Sudah berumur 18 tahun")
    DIED = "DIED", _("Meninggal")


# What happens to a child, and nobody decided in a review: told with what happened, in words.
HAPPENED = frozenset({EndReason.ABSCONDED, EndReason.AGED_OUT, EndReason.DIED})


class ReviewState(models.TextChoices):
    """Whether an open one is late is no state: its deadline says so (`PlacementReviewQuerySet.overdue`)."""

    DUE = "DUE", _("Belum dilaksanakan")
    HELD = "HELD", _("Dilaksanakan")
    CANCELLED = "CANCELLED", _("Tidak perlu lagi")


OPEN_REVIEWS = frozenset({ReviewState.DUE})


class DateChangeReason(models.TextChoices):
    """Why the day of an open review moved, or was looked at."""

    LICENCE = "LICENCE", _("Izin operasional lembaga habis, hampir habis, atau tidak ada")
    CERTIFICATE = "CERTIFICATE", _("Akreditasi lembaga habis atau hampir habis")
    INACTIVE = "INACTIVE", _("Lembaga tidak aktif lagi")
    INCIDENT = "INCIDENT", _("Ada kejadian di tempat anak tinggal")
    CLOSURE = "CLOSURE", _("Lembaga berhenti mengasuh, anak harus pindah")
    BY_HAND = "BY_HAND", _("Dimajukan petugas")
    INTERVAL = "INTERVAL", _("Jarak tinjauan diubah di pengaturan")


# These bring a review nearer, never put it off.
PULLING_REASONS = frozenset(set(DateChangeReason) - {DateChangeReason.INTERVAL})


class ReviewOutcome(models.TextChoices):
    """What a review decides (domain.md 5.3): exactly one."""

    CONTINUE = "CONTINUE", _("Lanjutkan")
    CHANGE_PLAN = "CHANGE_PLAN", _("Ubah rencana")
    MOVE = "MOVE", _("Pindah tempat")
    REUNIFY = "REUNIFY", _("Pulang ke keluarga")
    SUBSTITUTE_FAMILY = "SUBSTITUTE_FAMILY", _("Keluarga pengganti")
    CLOSE = "CLOSE", _("Tutup penempatan")


# Outcomes after which the placement goes on and gets its next review.
STAYING_OUTCOMES = frozenset(
    {ReviewOutcome.CONTINUE, ReviewOutcome.CHANGE_PLAN, ReviewOutcome.MOVE, ReviewOutcome.SUBSTITUTE_FAMILY}
)


class ExtensionState(models.TextChoices):
    """Of a request to let a placement last longer than decided."""

    ASKED = "ASKED", _("Menunggu tanda tangan")
    SIGNED = "SIGNED", _("Ditandatangani")
    DECLINED = "DECLINED", _("Ditolak")


class ConsentForm(models.TextChoices):
    """How a consent was given: written or recorded, so that it can be shown (UU 27/2022 arts. 21-24)."""

    WRITTEN = "WRITTEN", _("Tertulis")
    RECORDED = "RECORDED", _("Direkam")


class Attendee(models.TextChoices):
    CHILD = "CHILD", _("Anak")
    ADVOCATE = "ADVOCATE", _("Pendamping anak")
    FAMILY = "FAMILY", _("Orang tua/kerabat")
    CASE_WORKER = "CASE_WORKER", _("Pekerja sosial kasus")
    CAREGIVER = "CAREGIVER", _("Pengasuh")
    INSTITUTION_HEAD = "INSTITUTION_HEAD", _("Pimpinan lembaga")
    SOCIAL_OFFICE = "SOCIAL_OFFICE", _("Dinas Sosial")
    SCHOOL = "SCHOOL", _("Sekolah")
    HEALTH = "HEALTH", _("Tenaga kesehatan")


# Whom the staff of the home speaks for.
HOME_ATTENDEES = frozenset({Attendee.CAREGIVER, Attendee.INSTITUTION_HEAD})


class GoalProgress(models.TextChoices):
    """How far a goal of the care plan has come by a review."""

    REACHED = "REACHED", _("Tercapai")
    ON_WAY = "ON_WAY", _("Berjalan")
    STUCK = "STUCK", _("Belum ada kemajuan")
    DROPPED = "DROPPED", _("Tidak lagi dituju")


# Somebody who does not live off the institution (domain.md 5.3).
INDEPENDENT_ATTENDEES = frozenset(
    {Attendee.ADVOCATE, Attendee.FAMILY, Attendee.SOCIAL_OFFICE, Attendee.SCHOOL, Attendee.HEALTH}
)


class ClosureWhy(models.TextChoices):
    """Why a home can care for its children no longer."""

    LICENCE = "LICENCE", _("Izin operasional dicabut atau habis")
    ACCREDITATION = "ACCREDITATION", _("Gagal akreditasi")
    CLOSING = "CLOSING", _("Lembaga tutup")
    DISASTER = "DISASTER", _("Bencana atau tidak layak huni")


class ClosureState(models.TextChoices):
    """Of a home that stops to care. It admits nobody until the closure is lifted."""

    RUNNING = "RUNNING", _("Anak dipindahkan")
    EMPTY = "EMPTY", _("Tidak ada anak lagi")
    LIFTED = "LIFTED", _("Dicabut")


STANDING_CLOSURES = frozenset({ClosureState.RUNNING, ClosureState.EMPTY})


class MoveTo(models.TextChoices):
    """Where a child of a home that stops is to live."""

    HOME = "HOME", _("Pulang ke orang tua")
    KIN = "KIN", _("Ke kerabat")
    FOSTER = "FOSTER", _("Ke orang tua asuh")
    OTHER_HOME = "OTHER_HOME", _("Ke lembaga lain")


class MoveState(models.TextChoices):
    """Whether a move is late is no state: its deadline says so."""

    WAITING = "WAITING", _("Belum direncanakan")
    PLANNED = "PLANNED", _("Direncanakan")
    LEFT = "LEFT", _("Sudah keluar")
    DROPPED = "DROPPED", _("Tidak perlu lagi")


OPEN_MOVES = frozenset({MoveState.WAITING, MoveState.PLANNED})
