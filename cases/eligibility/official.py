"""What stands against making an official paper of a record."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from atensi.audit.services import subject_of
from atensi.documents.models import OfficialPaper
from atensi.errors import Problem

from ..models import Case


def issue_problems(case: Case, about: Any, replaces: OfficialPaper | None, *, kind: str, ready: bool) -> list[Problem]:
    """A record of this case that is signed or done, without a paper yet; what it replaces is a paper of this case of
    the same kind that nothing has replaced. ready: whether it is among those that may be issued."""
    if not ready:
        text = _("Hanya dokumen kasus ini yang sudah ditandatangani atau dilaksanakan yang dapat diterbitkan.")
        return [Problem("paper_not_ready", text, field="about")]
    if OfficialPaper.objects.filter(about=subject_of(about)).exists():
        return [Problem("paper_issued", _("Dokumen ini sudah diterbitkan. Terbitan tidak berubah."), field="about")]
    unfit = replaces is not None and (replaces.holder, replaces.kind) != (subject_of(case), kind)
    if unfit or (replaces is not None and replaces.is_replaced):
        text = _("Surat yang digantikan harus surat kasus ini yang masih berlaku.")
        return [Problem("paper_replaces_unfit", text, field="replaces")]
    return []
