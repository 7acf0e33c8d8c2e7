"""What happens in a case: the kinds of events that its story tells."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What the timeline of a case tells."""

    RESPONSE_LOGGED = "RESPONSE_LOGGED", _("Laporan dicatat")
    FIRST_CONTACT = "FIRST_CONTACT", _("Kontak pertama")
    CASE_OPENED = "CASE_OPENED", _("Kasus dibuka")
    STAGE_CHANGED = "STAGE_CHANGED", _("Tahap berubah")
    WORKER_ASSIGNED = "WORKER_ASSIGNED", _("Petugas ditetapkan")
    FAMILY_RECORDED = "FAMILY_RECORDED", _("Keluarga dicatat")
    CAREGIVER_CHANGED = "CAREGIVER_CHANGED", _("Pengasuh berganti")
    CONTACT_BANNED = "CONTACT_BANNED", _("Kontak dilarang")
    CONTACT_ALLOWED = "CONTACT_ALLOWED", _("Larangan kontak dicabut")
    SIBLING_LINKED = "SIBLING_LINKED", _("Saudara ditautkan")
    SIBLING_UNLINKED = "SIBLING_UNLINKED", _("Tautan saudara dilepas")
    FAMILY_TRACED = "FAMILY_TRACED", _("Penelusuran keluarga")
    IDENTITY_RECORDED = "IDENTITY_RECORDED", _("Identitas dicatat")
    AGREEMENT_SIGNED = "AGREEMENT_SIGNED", _("Kesepakatan ditandatangani")
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN", _("Persetujuan ditarik")
    ASSESSMENT_SIGNED = "ASSESSMENT_SIGNED", _("Asesmen ditandatangani")
    REPORT_SIGNED = "REPORT_SIGNED", _("Laporan sosial ditandatangani")
    CONFERENCE_CALLED = "CONFERENCE_CALLED", _("Undangan pembahasan")
    CONFERENCE_HELD = "CONFERENCE_HELD", _("Pembahasan kasus")
    PLAN_SUBMITTED = "PLAN_SUBMITTED", _("Rencana diajukan")
    PLAN_RETURNED = "PLAN_RETURNED", _("Rencana dikembalikan")
    PLAN_APPROVED = "PLAN_APPROVED", _("Rencana disetujui")
    PLAN_SIGNED = "PLAN_SIGNED", _("Rencana ditandatangani")
    ACTION_MOVED = "ACTION_MOVED", _("Kegiatan rencana")
    SERVICE_RECORDED = "SERVICE_RECORDED", _("Layanan dicatat")
    CONTACT_MADE = "CONTACT_MADE", _("Kontak dicatat")
    SESSION_HELD = "SESSION_HELD", _("Sesi kelompok")
    SESSION_CORRECTED = "SESSION_CORRECTED", _("Kehadiran sesi dikoreksi")
    VOCATIONAL_STARTED = "VOCATIONAL_STARTED", _("Jalur kemandirian dimulai")
    VOCATIONAL_STEP = "VOCATIONAL_STEP", _("Langkah kemandirian")
    VOCATIONAL_ENDED = "VOCATIONAL_ENDED", _("Jalur kemandirian berakhir")
    FLAG_RAISED = "FLAG_RAISED", _("Tanda dipasang")
    FLAG_ENDED = "FLAG_ENDED", _("Tanda dicabut")
    CARE_ASKED = "CARE_ASKED", _("Pengasuhan ditanyakan")
    CARE_STEP = "CARE_STEP", _("Langkah menuju pengasuhan keluarga")
    HOUSEHOLD_STEP = "HOUSEHOLD_STEP", _("Keluarga pengasuh dari daftar")
    REFERRAL_SENT = "REFERRAL_SENT", _("Rujukan dikirim")
    REFERRAL_QUESTION = "REFERRAL_QUESTION", _("Tanya jawab rujukan")
    REFERRAL_LAPSED = "REFERRAL_LAPSED", _("Rujukan gugur tanpa jawaban")
    REFERRAL_ANSWERED = "REFERRAL_ANSWERED", _("Rujukan dijawab")
    DECISION_SIGNED = "DECISION_SIGNED", _("Keputusan ditandatangani")
    PLACE_HELD = "PLACE_HELD", _("Tempat ditahan")
    PLACE_LET_GO = "PLACE_LET_GO", _("Tempat dilepas")
    PLACED = "PLACED", _("Penempatan dimulai")
    ADMISSION_KEPT = "ADMISSION_KEPT", _("Berkas masuk lembaga")
    REVIEW_HELD = "REVIEW_HELD", _("Tinjauan penempatan")
    REVIEW_MOVED = "REVIEW_MOVED", _("Jadwal tinjauan berubah")
    PLACEMENT_OVERSTAYED = "PLACEMENT_OVERSTAYED", _("Batas darurat terlewati")
    HOMECOMING_PREPARED = "HOMECOMING_PREPARED", _("Kepulangan disiapkan")
    MOVE_PLANNED = "MOVE_PLANNED", _("Rencana pindah")
    PLACEMENT_ENDED = "PLACEMENT_ENDED", _("Penempatan berakhir")
    INCIDENT_RECORDED = "INCIDENT_RECORDED", _("Kejadian di lembaga dicatat")
    INCIDENT_STEP = "INCIDENT_STEP", _("Kejadian ditindaklanjuti")
    INCIDENT_CLOSED = "INCIDENT_CLOSED", _("Kejadian ditutup")
    FAMILY_MET = "FAMILY_MET", _("Kontak keluarga")
    LEAVE_BEGUN = "LEAVE_BEGUN", _("Izin ke luar lembaga")
    LEAVE_ENDED = "LEAVE_ENDED", _("Kembali dari izin")
    AFTERCARE_VISIT = "AFTERCARE_VISIT", _("Kunjungan bimbingan lanjut")
    REENTERED = "REENTERED", _("Masuk kembali setelah pulang")
    FILES_MERGED = "FILES_MERGED", _("Berkas digabung")
    FILES_SPLIT = "FILES_SPLIT", _("Penggabungan berkas dibatalkan")
    TASK_DONE = "TASK_DONE", _("Tugas selesai")
    PAPER_ISSUED = "PAPER_ISSUED", _("Surat diterbitkan")
    JUSTICE_RECORDED = "JUSTICE_RECORDED", _("Proses hukum dicatat")
    JUSTICE_STEP = "JUSTICE_STEP", _("Langkah proses hukum")
    JUSTICE_ENDED = "JUSTICE_ENDED", _("Proses hukum berakhir")
    FILE_ADDED = "FILE_ADDED", _("Berkas ditambahkan")
    FILE_WITHDRAWN = "FILE_WITHDRAWN", _("Berkas ditarik")
    TRANSITION_PLANNED = "TRANSITION_PLANNED", _("Rencana peralihan lengkap")
    TRANSFER_OFFERED = "TRANSFER_OFFERED", _("Pelimpahan ditawarkan")
    TRANSFER_ACCEPTED = "TRANSFER_ACCEPTED", _("Pelimpahan diterima")
    TRANSFER_DECLINED = "TRANSFER_DECLINED", _("Pelimpahan ditolak")
    TRANSFER_WITHDRAWN = "TRANSFER_WITHDRAWN", _("Pelimpahan ditarik")
    CASE_CLOSED = "CASE_CLOSED", _("Kasus ditutup")
    CASE_REOPENED = "CASE_REOPENED", _("Kasus dibuka kembali")


# What programs outside are told instead of a kind that says what the matter of a case is, or what weighs on the person.
# Several kinds share it, so that it tells of none of them.
OTHER_STEP = "CASE_UPDATED"
KINDS_KEPT_INSIDE = frozenset(
    {
        EventKind.JUSTICE_RECORDED,
        EventKind.JUSTICE_STEP,
        EventKind.JUSTICE_ENDED,
        EventKind.CONTACT_BANNED,
        EventKind.CONTACT_ALLOWED,
        EventKind.FAMILY_TRACED,
        EventKind.IDENTITY_RECORDED,
        EventKind.FLAG_RAISED,
        EventKind.FLAG_ENDED,
        EventKind.INCIDENT_RECORDED,
        EventKind.INCIDENT_STEP,
        EventKind.INCIDENT_CLOSED,
    }
)
