"""The notice that comes with the application: a first wording of what people are told before they consent."""

import json
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import system_actor
from atensi.audit.services import record
from atensi.reference.loaders import Loaded

from .models import ConsentNotice
from .states import NoticeState

NOTICE = Path(__file__).parent / "data" / "consent_notice.json"


@transaction.atomic
def load_consent_notice() -> Loaded:
    """Publish the wording that is shipped where none was ever loaded; what the ministry published stays in force, the
    loaded one is then kept as a former one. One that is there is left alone."""
    words = json.loads(NOTICE.read_text(encoding="utf-8"))
    code, now = words.pop("code"), timezone.now()
    if ConsentNotice.objects.filter(code=code).exists():
        return _told(kept=1)
    replaced = ConsentNotice.objects.in_force() is not None
    state = NoticeState.RETIRED if replaced else NoticeState.IN_FORCE
    row = ConsentNotice.objects.create(
        code=code, state=state, published_at=now, retired_at=now if replaced else None, **words
    )
    record("consent_notice.load", row, by=system_actor(), data={"code": code})
    return _told(created=1)


def _told(*, created: int = 0, kept: int = 0) -> Loaded:
    return Loaded("consent_notice", _("pemberitahuan persetujuan"), created=created, changed=0, kept=kept)
