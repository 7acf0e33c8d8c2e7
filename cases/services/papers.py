"""What assessments, social reports and plans share: drafts that nobody overwrites unread, and the signature."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.errors import Problem, RuleViolation, require, require_no_problems
from institutions.models import Membership

from .. import permissions
from ..models import Assessment, CarePlan, SocialReport
from .locks import locked, refuse_stale

Paper = TypeVar("Paper", Assessment, SocialReport, CarePlan)


def locked_draft(paper: Paper, by: Actor, read_at: datetime | None) -> Paper:
    """The unsigned paper, locked; `read_at`: its `updated_at` when the user read it.

    Raises NotAllowed for somebody who is not its social worker, RuleViolation for a signed paper, StaleWrite.
    """
    require(permissions.can_sign_paper(by, paper.case), _("Hanya pekerja sosial yang menangani kasus ini."))
    paper = locked(paper)
    if paper.is_signed:
        text = _("Dokumen yang sudah ditandatangani tidak berubah. Buat versi baru sebagai koreksi.")
        raise RuleViolation(Problem("paper_signed", text))
    refuse_stale(paper, read_at)
    return paper


def fill(paper: Paper, content: Mapping[str, Any], allowed: Sequence[str]) -> None:
    """Take the fields of `content` over into the paper. Raises ValueError for one that is not the user's to write."""
    unknown = set(content) - set(allowed)
    if unknown:
        raise ValueError(f"not fields of a {paper._meta.model_name}: {sorted(unknown)}")
    for name, value in content.items():
        setattr(paper, name, value)


def put_signature(paper: Paper, by: Actor, problems: list[Problem], reasons: dict[str, str] | None) -> None:
    """Sign: from here on a database trigger refuses any change. The signer's STR number is copied (UU 14/2019 art. 28).

    Raises RuleViolation for `problems` that block or have no written reason.
    """
    paper.soft_reasons = require_no_problems(problems, reasons=reasons)
    membership = Membership.objects.get(pk=by.membership_id)
    paper.signed_at, paper.signed_by_id, paper.str_number = timezone.now(), by.user_id, membership.str_number
    paper.save()
