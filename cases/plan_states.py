"""The words and states of a plan: its horizon, its way to approval, needs, contacts, actions (domain.md 5.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanHorizon(models.TextChoices):
    EMERGENCY = "EMERGENCY", _("Darurat")
    SHORT = "SHORT", _("Jangka pendek")
    LONG = "LONG", _("Jangka panjang")


class PlanState(models.TextChoices):
    """Where a version of the plan stands before it is signed into force (docs/adr/0027)."""

    DRAFT = "DRAFT", _("Draf")
    SUBMITTED = "SUBMITTED", _("Menunggu persetujuan")
    RETURNED = "RETURNED", _("Dikembalikan")
    APPROVED = "APPROVED", _("Disetujui")


# In these its text may change.
EDITABLE_PLANS = frozenset({PlanState.DRAFT, PlanState.RETURNED})
NEXT_PLAN: dict[str, frozenset[str]] = {
    PlanState.DRAFT: frozenset({PlanState.SUBMITTED}),
    PlanState.RETURNED: frozenset({PlanState.SUBMITTED}),
    PlanState.SUBMITTED: frozenset({PlanState.APPROVED, PlanState.RETURNED, PlanState.DRAFT}),
    PlanState.APPROVED: frozenset(),
}


class PlanApproval(models.TextChoices):
    """By what a plan counts as approved."""

    REVIEWED = "REVIEWED", _("Disetujui penyelia")
    OLD_RULE = "OLD_RULE", _("Ditandatangani sebelum persetujuan penyelia diwajibkan")
    NOBODY_ELSE = "NOBODY_ELSE", _("Kantor tidak punya penyelia lain")


class PlanStepKind(models.TextChoices):
    SUBMITTED = "SUBMITTED", _("Diajukan")
    TAKEN_BACK = "TAKEN_BACK", _("Ditarik kembali")
    RETURNED = "RETURNED", _("Dikembalikan")
    APPROVED = "APPROVED", _("Disetujui")


class NeedDomain(models.TextChoices):
    """The part of life that a need of the plan is in (domain.md 5.4); the last one is an adult's."""

    HEALTH = "HEALTH", _("Kesehatan")
    EDUCATION = "EDUCATION", _("Pendidikan")
    IDENTITY = "IDENTITY", _("Identitas")
    PSYCHOSOCIAL = "PSYCHOSOCIAL", _("Psikososial")
    PROTECTION = "PROTECTION", _("Perlindungan")
    RELATIONS = "RELATIONS", _("Hubungan dan pengasuhan")
    CULTURE_FAITH = "CULTURE_FAITH", _("Budaya dan agama")
    LEISURE = "LEISURE", _("Bermain dan waktu luang")
    LIVELIHOOD = "LIVELIHOOD", _("Penghidupan")


class ContactPace(models.TextChoices):
    """How often contact with a person of the family is planned."""

    NONE = "NONE", _("Tidak direncanakan")
    DAILY = "DAILY", _("Setiap hari")
    WEEKLY = "WEEKLY", _("Setiap minggu")
    FORTNIGHTLY = "FORTNIGHTLY", _("Dua minggu sekali")
    MONTHLY = "MONTHLY", _("Setiap bulan")
    HOLIDAYS = "HOLIDAYS", _("Hari raya dan libur")


class ContactWay(models.TextChoices):
    VISIT = "VISIT", _("Bertemu")
    HOME_LEAVE = "HOME_LEAVE", _("Menginap di rumah")
    CALL = "CALL", _("Telepon atau panggilan video")
    LETTER = "LETTER", _("Surat atau pesan")


class SiblingPlan(models.TextChoices):
    TOGETHER = "TOGETHER", _("Tinggal bersama")
    APART = "APART", _("Tinggal terpisah")


class ActionState(models.TextChoices):
    PLANNED = "PLANNED", _("Belum dimulai")
    RUNNING = "RUNNING", _("Berjalan")
    DONE = "DONE", _("Selesai")
    CANCELLED = "CANCELLED", _("Dihentikan")


OPEN_ACTIONS = frozenset({ActionState.PLANNED, ActionState.RUNNING})


class GoalResult(models.TextChoices):
    """How far a goal of the care plan had come when the case ended."""

    REACHED = "REACHED", _("Tercapai")
    PARTLY = "PARTLY", _("Tercapai sebagian")
    NOT_REACHED = "NOT_REACHED", _("Belum tercapai")
