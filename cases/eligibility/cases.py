"""What stands against opening a case, and against making somebody responsible for one."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.errors import Problem
from atensi.reference.models import Code
from institutions.models import Institution

from ..hands import workers_of
from ..models import Beneficiary

# Dinas Sosial gives a child in need of protection a social worker (domain.md 5.3).
ASSIGNED = _("Permensos 30/HUK/2011, penugasan pekerja sosial")


def category_problems(categories: Sequence[Code], primary: Code | None) -> list[Problem]:
    """A child's case names at least one category of special protection, one of them primary (domain.md 3.1, hard)."""
    source = _("UU 35/2014 pasal 59 ayat (2)")
    if not categories:
        return [Problem("category_missing", _("Pilih sedikitnya satu kategori."), "hard", source, "categories")]
    if primary is None or primary not in categories:
        return [Problem("primary_missing", _("Pilih satu kategori utama."), "hard", source, "primary")]
    return []


def open_already_problems(beneficiary: Beneficiary) -> list[Problem]:
    """A person has one open case."""
    if not beneficiary.cases.open().exists():
        return []
    return [Problem("case_already_open", _("Orang ini sudah punya kasus terbuka. Sambungkan ke kasus itu."))]


def worker_problems(worker: User, office: Institution) -> list[Problem]:
    """Whether `worker` can be made responsible at `office`."""
    if workers_of(office).filter(pk=worker.pk).exists():
        return []
    text = _("Pilih Sakti Peksos yang bertugas di kantor ini.")
    return [Problem("worker_unfit", text, source=ASSIGNED, field="worker")]


def handing_over_problems(leaver: User, worker: User, reason: str) -> list[Problem]:
    """Cases go to another worker, with a reason."""
    problems = []
    if leaver.pk == worker.pk:
        problems.append(Problem("handed_to_leaver", _("Pilih petugas lain."), field="worker"))
    if not reason.strip():
        text = _("Tuliskan mengapa kasus dialihkan. Alasan ini tertulis di riwayat setiap kasus.")
        problems.append(Problem("handed_without_reason", text, field="reason"))
    return problems
