"""What people are told before they consent: drafted, published, replaced (UU 27/2022 arts. 21-24)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.instruments.permissions import can_keep

from ..eligibility.agreements import drafting_problems, publishing_problems
from ..models import ConsentNotice
from ..states import NoticeState
from .locks import locked, refuse_stale

ONLY_KEEPERS = _("Pemberitahuan dikelola administrator Kementerian.")
FIELDS = tuple(f"{name}{end}" for name in ("purpose", "recipients", "retention", "rights") for end in ("", "_en"))


@transaction.atomic
def draft_notice(*, by: Actor, code: str, words: Mapping[str, str]) -> ConsentNotice:
    """Begin the next wording; there is one draft at a time. words: FIELDS. Raises NotAllowed, RuleViolation."""
    require(can_keep(by), ONLY_KEEPERS)
    notice = ConsentNotice(code=code.strip(), created_by_id=by.user_id)
    _take(notice, words)
    require_no_problems(drafting_problems(notice))
    notice.save()
    record("consent_notice.draft", notice, by=by, data={"code": notice.code})
    return notice


@transaction.atomic
def edit_notice(
    *, notice: ConsentNotice, by: Actor, code: str, words: Mapping[str, str], read_at: datetime | None = None
) -> ConsentNotice:
    """Change a draft. read_at: its `updated_at` when the user read it. Raises NotAllowed, RuleViolation for one that
    was published, StaleWrite."""
    require(can_keep(by), ONLY_KEEPERS)
    notice = locked(notice)
    require_no_problems(publishing_problems(notice))
    refuse_stale(notice, read_at)
    notice.code = code.strip()
    _take(notice, words)
    require_no_problems(drafting_problems(notice))
    notice.save()
    record("consent_notice.edit", notice, by=by, data={"code": notice.code})
    return notice


@transaction.atomic
def publish_notice(*, notice: ConsentNotice, by: Actor, read_at: datetime | None = None) -> ConsentNotice:
    """Bring a draft into force as it was read: from now on it is what people are told; consents of before keep theirs.

    Raises NotAllowed, RuleViolation, StaleWrite."""
    require(can_keep(by), ONLY_KEEPERS)
    notice = locked(notice)
    require_no_problems(publishing_problems(notice))
    refuse_stale(notice, read_at)
    now = timezone.now()
    former = ConsentNotice.objects.select_for_update().filter(state=NoticeState.IN_FORCE).first()
    if former is not None:
        former.state, former.retired_at, former.retired_by_id = NoticeState.RETIRED, now, by.user_id
        former.save()
    notice.state, notice.published_at, notice.published_by_id = NoticeState.IN_FORCE, now, by.user_id
    notice.save()
    record("consent_notice.publish", notice, by=by, data={"code": notice.code})
    return notice


def _take(notice: ConsentNotice, words: Mapping[str, str]) -> None:
    for name in FIELDS:
        setattr(notice, name, words.get(name, "").strip())
