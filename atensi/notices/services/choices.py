"""By which channels a person wants to be told."""

from collections.abc import Mapping

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require

from ..models import NoticeChoice


@transaction.atomic
def choose_channels(*, wanted: Mapping[str, bool], by: Actor) -> None:
    """Tell the person by a channel from now on, or not; channels that `wanted` does not name stay as they are. What the
    law requires goes out all the same (`Reach.channels`). Raises NotAllowed for the system, which has no channels."""
    require(by.user_id is not None)
    NoticeChoice.objects.bulk_create(
        [NoticeChoice(user_id=by.user_id, channel=channel, is_on=is_on) for channel, is_on in sorted(wanted.items())],
        update_conflicts=True,
        unique_fields=["user", "channel"],
        update_fields=["is_on"],
    )
    record("notice.choose", f"user:{by.user_id}", by=by, data={"wanted": dict(wanted)})
