from itertools import pairwise

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    MALE = "MALE", _("Laki-laki")
    FEMALE = "FEMALE", _("Perempuan")
    UNKNOWN = "UNKNOWN", _("Belum diketahui")


class BirthPrecision(models.TextChoices):
    DAY = "DAY", _("Tanggal tepat")
    MONTH = "MONTH", _("Bulan dan tahun")
    YEAR = "YEAR", _("Tahun saja")
    AGE = "AGE", _("Perkiraan umur")
    UNKNOWN = "UNKNOWN", _("Belum diketahui")


class NikStatus(models.TextChoices):
    VERIFIED = "VERIFIED", _("NIK terverifikasi")
    UNVERIFIED = "UNVERIFIED", _("NIK belum diverifikasi")
    NONE = "NONE", _("Tanpa NIK")


class NoNikReason(models.TextChoices):
    NOT_ASKED = "NOT_ASKED", _("Belum ditanyakan")
    NEWBORN = "NEWBORN", _("Bayi baru lahir")
    FOUNDLING = "FOUNDLING", _("Anak temuan")
    NO_DOCUMENTS = "NO_DOCUMENTS", _("Tidak punya dokumen")
    HELD_ELSEWHERE = "HELD_ELSEWHERE", _("NIK tercatat di kantor lain")


class Relation(models.TextChoices):
    MOTHER = "MOTHER", _("Ibu")
    FATHER = "FATHER", _("Ayah")
    SIBLING = "SIBLING", _("Saudara kandung")
    GRANDPARENT = "GRANDPARENT", _("Kakek/nenek")
    AUNT_UNCLE = "AUNT_UNCLE", _("Bibi/paman")
    COUSIN = "COUSIN", _("Sepupu")
    STEP_PARENT = "STEP_PARENT", _("Orang tua tiri")
    OTHER_KIN = "OTHER_KIN", _("Kerabat lain")
    NOT_KIN = "NOT_KIN", _("Bukan kerabat")


# Degree of blood kinship; the law's kinship care reaches to the third degree (PP 44/2017; domain.md 5.1 rank 2).
KINSHIP_DEGREES: dict[str, int] = {
    Relation.MOTHER: 1,
    Relation.FATHER: 1,
    Relation.SIBLING: 2,
    Relation.GRANDPARENT: 2,
    Relation.AUNT_UNCLE: 3,
    Relation.COUSIN: 4,
}


class BanBasis(models.TextChoices):
    """By what somebody may not have contact with the child."""

    COURT_ORDER = "COURT_ORDER", _("Penetapan pengadilan")
    SAFETY = "SAFETY", _("Asesmen keselamatan")
    CHILD_WISH = "CHILD_WISH", _("Kehendak anak atau penerima manfaat")


class NoticeState(models.TextChoices):
    """Where a wording of the notice stands that people are told before they consent (UU 27/2022 arts. 21-24)."""

    DRAFT = "DRAFT", _("Draf")
    IN_FORCE = "IN_FORCE", _("Berlaku")
    RETIRED = "RETIRED", _("Diganti")


class ConsentScope(models.TextChoices):
    """What is consented to; each by itself (UU 27/2022 arts. 21-22: separable)."""

    SERVICE = "SERVICE", _("Layanan dan pendampingan")
    DATA = "DATA", _("Pengolahan data pribadi")
    SHARING = "SHARING", _("Berbagi data dengan lembaga yang disebut")
    PORTRAIT = "PORTRAIT", _("Foto diri di berkas")


# Without these there is nothing to begin: the other scopes hang on them.
BASIC_SCOPES = frozenset({ConsentScope.SERVICE, ConsentScope.DATA})


class ConsentForm(models.TextChoices):
    """How the consent can be proved (UU 27/2022 art. 22: in writing or recorded)."""

    WRITTEN = "WRITTEN", _("Tertulis, ditandatangani")
    THUMB_PRINT = "THUMB_PRINT", _("Cap jempol di depan saksi")
    RECORDED = "RECORDED", _("Lisan, direkam")


class TracingState(models.TextChoices):
    """Where the search for a child's family stands (domain.md 5.3)."""

    NOT_NEEDED = "NOT_NEEDED", _("Tidak perlu, keluarga diketahui")
    RUNNING = "RUNNING", _("Sedang berjalan")
    FOUND = "FOUND", _("Keluarga ditemukan")
    FAILED = "FAILED", _("Tidak berhasil")


class TracingMethod(models.TextChoices):
    VISIT = "VISIT", _("Kunjungan")
    PHONE = "PHONE", _("Telepon")
    VILLAGE = "VILLAGE", _("Kantor desa atau kelurahan")
    POLICE = "POLICE", _("Polisi")
    CIVIL_REGISTRY = "CIVIL_REGISTRY", _("Disdukcapil")
    SOCIAL_MEDIA = "SOCIAL_MEDIA", _("Media sosial")
    INSTITUTION = "INSTITUTION", _("Lembaga lain")


class TracingResult(models.TextChoices):
    FOUND = "FOUND", _("Ditemukan")
    CLUE = "CLUE", _("Ada petunjuk")
    NOTHING = "NOTHING", _("Belum ada hasil")


class Channel(models.TextChoices):
    WALK_IN = "WALK_IN", _("Datang langsung")
    PHONE = "PHONE", _("Telepon")
    WHATSAPP = "WHATSAPP", _("WhatsApp")
    TEPSA = "TEPSA", _("TePSA")
    POLICE = "POLICE", _("Polisi, UPT PPA")
    SCHOOL = "SCHOOL", _("Sekolah")
    VILLAGE = "VILLAGE", _("Desa, kader")
    OTHER = "OTHER", _("Lainnya")
    SERASI = "SERASI", _("SERASI, meja Sentra")


# How people reach a desk; what village and cadre bring goes straight to the office.
DESK_CHANNELS = (
    *(Channel.TEPSA, Channel.PHONE, Channel.WHATSAPP),
    *(Channel.WALK_IN, Channel.POLICE, Channel.SCHOOL),
)
LONGEST_STORY = 5000  # letters of what somebody told a desk


class Urgency(models.TextChoices):
    """What an operator can learn on the phone; how safe the child is, the social worker finds out (`Triage`)."""

    DANGER = "DANGER", _("Ya, dalam bahaya")
    UNCLEAR = "UNCLEAR", _("Belum jelas")
    NO_DANGER = "NO_DANGER", _("Tidak seketika")


class Source(models.TextChoices):
    """Who asks for help, at a desk or in a referral (domain.md 5.3)."""

    FAMILY = "FAMILY", _("Keluarga/kerabat")
    COMMUNITY = "COMMUNITY", _("Masyarakat")
    AUTHORITY = "AUTHORITY", _("Polisi, RPSA, Dinas")
    SERVICE_BODY = "SERVICE_BODY", _("Lembaga layanan, sekolah, posyandu")
    SELF = "SELF", _("Diri sendiri")


class RequestState(models.TextChoices):
    """Where a request at the desk of a Sentra stands (SERASI, domain.md 4: referral or direct solution)."""

    WAITING = "WAITING", _("Menunggu Sentra")
    SENT_ON = "SENT_ON", _("Diteruskan ke Dinas Sosial")
    ANSWERED = "ANSWERED", _("Dibantu langsung")


class Onward(models.TextChoices):
    """What a Sentra does with a request."""

    OFFICE = "OFFICE", _("Teruskan ke Dinas Sosial wilayahnya")
    SENTRA = "SENTRA", _("Teruskan ke Sentra lain")
    ANSWER = "ANSWER", _("Bantu langsung")


class RequestStepKind(models.TextChoices):
    RECORDED = "RECORDED", _("Permintaan dicatat")
    OFFICE = "OFFICE", _("Diteruskan ke Dinas Sosial")
    SENTRA = "SENTRA", _("Diteruskan ke Sentra lain")
    ANSWER = "ANSWER", _("Dibantu langsung")


class IncomingState(models.TextChoices):
    """Where a report of the desk stands (domain.md 9: whoever answers the phone hands it to the Dinas responsible)."""

    WAITING = "WAITING", _("Menunggu kantor")
    ASSIGNED = "ASSIGNED", _("Ditugaskan")
    ANSWERED = "ANSWERED", _("Menjadi respon kasus")
    CLOSED = "CLOSED", _("Ditutup tanpa respon")


OPEN_INCOMING = frozenset({IncomingState.WAITING, IncomingState.ASSIGNED})
# State -> the states it may go to; passing on to another office begins anew with waiting, whoever had it.
NEXT_INCOMING: dict[str, frozenset[str]] = {
    IncomingState.WAITING: frozenset(IncomingState),
    IncomingState.ASSIGNED: frozenset(IncomingState),
    IncomingState.ANSWERED: frozenset(),
    IncomingState.CLOSED: frozenset(),
}


class IncomingStepKind(models.TextChoices):
    RECORDED = "RECORDED", _("Laporan dicatat")
    ASSIGNED = "ASSIGNED", _("Petugas ditetapkan")
    PASSED_ON = "PASSED_ON", _("Dialihkan ke kantor lain")
    ANSWERED = "ANSWERED", _("Menjadi respon kasus")
    CLOSED = "CLOSED", _("Ditutup tanpa respon")


class IncomingClosure(models.TextChoices):
    """Why a report needs no case response."""

    NOT_SOCIAL_WORK = "NOT_SOCIAL_WORK", _("Bukan urusan pekerjaan sosial")
    DUPLICATE = "DUPLICATE", _("Sudah dilaporkan, laporan kembar")
    UNTRACEABLE = "UNTRACEABLE", _("Anak atau tempat tidak dapat ditemukan")


class Triage(models.TextChoices):
    HIGH = "HIGH", _("Tinggi")
    MEDIUM = "MEDIUM", _("Sedang")
    LOW = "LOW", _("Rendah")


class ImmediateAction(models.TextChoices):
    VISITED = "VISITED", _("Datang ke lokasi")
    CALLED_VILLAGE = "CALLED_VILLAGE", _("Hubungi desa")
    CLINIC = "CLINIC", _("Bawa ke puskesmas")
    POLICE = "POLICE", _("Lapor polisi")
    SHELTER = "SHELTER", _("Cari tempat aman")


class ResponseOutcome(models.TextChoices):
    OPENED_CASE = "OPENED_CASE", _("Buka kasus baru")
    JOINED_CASE = "JOINED_CASE", _("Sambung ke kasus terbuka")
    ADVICE = "ADVICE", _("Cukup saran atau informasi")


class Stage(models.TextChoices):
    """The eight stages of a case (domain.md 4.2), in order."""

    INTAKE = "INTAKE", _("Penerimaan")
    AGREEMENT = "AGREEMENT", _("Kesepakatan")
    ASSESSMENT = "ASSESSMENT", _("Asesmen")
    PLAN = "PLAN", _("Rencana")
    IMPLEMENT = "IMPLEMENT", _("Pelaksanaan")
    MONITOR = "MONITOR", _("Pemantauan")
    CLOSE = "CLOSE", _("Penutupan")
    AFTERCARE = "AFTERCARE", _("Bimbingan lanjut")


STAGE_ORDER: list[str] = list(Stage)
# Where only a closed case stands.
AFTER_CLOSURE = frozenset({Stage.CLOSE, Stage.AFTERCARE})
# Stages advance in order; back-steps to assessment and plan are allowed with a reason (domain.md 4.2).
NEXT_STAGE: dict[str, str] = dict(pairwise(STAGE_ORDER))
BACK_STAGES = frozenset({Stage.ASSESSMENT, Stage.PLAN})


def can_move(current: str, target: str) -> bool:
    """Whether a case may go from stage `current` to `target`: one step on, or back to assessment or plan."""
    if NEXT_STAGE.get(current) == target:
        return True
    return target in BACK_STAGES and STAGE_ORDER.index(target) < STAGE_ORDER.index(current)


class Risk(models.TextChoices):
    HIGH = "HIGH", _("Tinggi")
    MEDIUM = "MEDIUM", _("Sedang")
    LOW = "LOW", _("Rendah")


class Base(models.TextChoices):
    """The three bases of service (Permensos 7/2021); residential comes last."""

    FAMILY = "FAMILY", _("Keluarga")
    COMMUNITY = "COMMUNITY", _("Komunitas")
    RESIDENTIAL = "RESIDENTIAL", _("Residensial")


class CareForm(models.TextChoices):
    """The care continuum (domain.md 5.1), from the family outwards; `rank_of` gives the rank."""

    BIRTH_FAMILY = "BIRTH_FAMILY", _("Keluarga inti")
    KINSHIP = "KINSHIP", _("Kerabat")
    FOSTER = "FOSTER", _("Orang tua asuh")
    GUARDIAN = "GUARDIAN", _("Wali")
    ADOPTION = "ADOPTION", _("Pengangkatan anak")
    LKSA = "LKSA", _("LKSA")
    SENTRA = "SENTRA", _("Sentra")


CARE_FORMS: list[str] = list(CareForm)
RESIDENTIAL_RANK = 6
RESIDENTIAL_FORMS = frozenset({CareForm.LKSA, CareForm.SENTRA})
FAMILY_FORMS = frozenset(set(CareForm) - RESIDENTIAL_FORMS)
# Where an adult's plan may lead: nobody fosters, adopts or is guardian of the child that they are no more.
FORMS_OF_ADULT = RESIDENTIAL_FORMS | {CareForm.BIRTH_FAMILY, CareForm.KINSHIP}
# Forms that only a court can bring about (domain.md 6).
COURT_FORMS = frozenset({CareForm.GUARDIAN, CareForm.ADOPTION})


def rank_of(form: str) -> int:
    """Rank on the care continuum, 1 (own family) to 7 (Sentra)."""
    return CARE_FORMS.index(form) + 1


class AssessmentKind(models.TextChoices):
    INITIAL = "INITIAL", _("Asesmen awal")
    COMPREHENSIVE = "COMPREHENSIVE", _("Asesmen lanjutan")


class TaskKind(models.TextChoices):
    """What a task of a case is for; a room that opens tasks by itself has a kind of its own."""

    MANUAL = "MANUAL", _("Tugas")
    CIVIL_REGISTRATION = "CIVIL_REGISTRATION", _("Urus identitas")
    TRACING = "TRACING", _("Telusuri keluarga")
    FOLLOW_UP = "FOLLOW_UP", _("Tindak lanjut pembahasan")
    LEGAL = "LEGAL", _("Tenggat hukum")
    TRANSITION = "TRANSITION", _("Rencana peralihan")
    REASSESS = "REASSESS", _("Nilai lagi")
    CONTACT_REVIEW = "CONTACT_REVIEW", _("Tinjau larangan kontak")
    PLAN_APPROVAL = "PLAN_APPROVAL", _("Setujui rencana")
    PLAN_REVISION = "PLAN_REVISION", _("Perbaiki rencana")
    PLAN_SIGNING = "PLAN_SIGNING", _("Tanda tangani rencana")
    CONTACT = "CONTACT", _("Tindak lanjut kontak")
    UNSAFE = "UNSAFE", _("Anak tidak aman")
    SEARCH = "SEARCH", _("Cari anak yang pergi")
    VOCATIONAL = "VOCATIONAL", _("Pendampingan kemandirian")


# What is to be done with a plan; its title names the plan.
PLAN_TASKS = (TaskKind.PLAN_APPROVAL, TaskKind.PLAN_REVISION, TaskKind.PLAN_SIGNING)
# Of these a case has one open at a time: whoever opens it again means the same work.
SINGLE_TASKS = frozenset({TaskKind.CIVIL_REGISTRATION, TaskKind.TRANSITION, TaskKind.UNSAFE, TaskKind.SEARCH})


class TaskState(models.TextChoices):
    OPEN = "OPEN", _("Belum selesai")
    DONE = "DONE", _("Selesai")
    CANCELLED = "CANCELLED", _("Dibatalkan")


class TaskStepKind(models.TextChoices):
    """What happened to a task, for its own history."""

    ADDED = "ADDED", _("Tugas dibuat")
    GIVEN = "GIVEN", _("Diserahkan")
    SNOOZED = "SNOOZED", _("Ditunda")
    DONE = "DONE", _("Selesai")
    CANCELLED = "CANCELLED", _("Dibatalkan")


class ReturnKind(models.TextChoices):
    """By what a child who had gone home came back (domain.md 5.3)."""

    REPORTED = "REPORTED", _("dilaporkan lagi")
    PLACED = "PLACED", _("ditempatkan lagi")


class AttachmentKind(models.TextChoices):
    """What a file that is kept with a case is (domain.md 5.5)."""

    LETTER = "LETTER", _("Surat")
    IDENTITY = "IDENTITY", _("Dokumen identitas")
    HEALTH = "HEALTH", _("Kesehatan")
    SCHOOL = "SCHOOL", _("Sekolah")
    LEGAL = "LEGAL", _("Polisi atau pengadilan")
    PHOTO = "PHOTO", _("Foto")
    OTHER = "OTHER", _("Lainnya")


# Specific data of the person, crime records among it (UU 27/2022 art. 4(2)): for those who work on the case and who
# oversee it.
PRIVATE_ATTACHMENTS = frozenset(
    {
        AttachmentKind.IDENTITY,
        AttachmentKind.HEALTH,
        AttachmentKind.SCHOOL,
        AttachmentKind.LEGAL,
        AttachmentKind.PHOTO,
    }
)

# Reasons that end a case where it stands, outside the work: no stage is skipped, the case keeps the one it had.
EARLY_CLOSURES = frozenset(
    {"REFERRED_ELSEWHERE", "MOVED_AWAY", "WITHDREW", "ABSCONDED", "UNREACHABLE", "DIED", "DATA_ERROR"}
)

NOBODY_TO_VISIT = frozenset({"DIED", "DATA_ERROR"})

# Categories that say that a child is in contact with the law, of AMPK and of PPKS.
JUSTICE_CATEGORIES = frozenset({"JUSTICE", "CHILD_IN_JUSTICE"})

# Categories whose cases show names and places only to the people who work on them (design.md 3).
RESTRICTED_CATEGORIES = frozenset(
    {*JUSTICE_CATEGORIES, "SEXUAL_CRIME", "ABDUCTED_TRAFFICKED", "HIV", "TRAFFICKING_VICTIM"}
)
