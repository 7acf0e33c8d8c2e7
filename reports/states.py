from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportKind(models.TextChoices):
    NUMBERS = "NUMBERS", _("Angka kasus")
    CASES = "CASES", _("Daftar kasus")
    PLACEMENTS = "PLACEMENTS", _("Penempatan dan tinjauan")


# Lists of people; for those who work on cases only.
PERSONAL_EXPORTS = frozenset({ExportKind.CASES, ExportKind.PLACEMENTS})


class ExportFormat(models.TextChoices):
    XLSX = "XLSX", _("Buku kerja (XLSX)")
    CSV = "CSV", _("Teks (CSV)")


class ExportState(models.TextChoices):
    WAITING = "WAITING", _("Menunggu")
    RUNNING = "RUNNING", _("Sedang dibuat")
    READY = "READY", _("Siap diunduh")
    FAILED = "FAILED", _("Gagal")
    EXPIRED = "EXPIRED", _("Sudah dihapus")


RUNNING_EXPORTS = frozenset({ExportState.WAITING, ExportState.RUNNING})
# From which state to which.
NEXT_STATES: dict[str, frozenset[str]] = {
    ExportState.WAITING: frozenset({ExportState.RUNNING, ExportState.FAILED}),
    ExportState.RUNNING: frozenset({ExportState.RUNNING, ExportState.READY, ExportState.FAILED}),
    ExportState.READY: frozenset({ExportState.EXPIRED}),
    ExportState.FAILED: frozenset({ExportState.WAITING}),
    ExportState.EXPIRED: frozenset(),
}


def can_become(state: str, to: str) -> bool:
    """Whether an export in `state` may go on to `to`."""
    return to in NEXT_STATES[state]
