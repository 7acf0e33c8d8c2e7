"""What the demo's people were told on the way: the old has been read, and nothing of the past is mailed."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from atensi.notices.models import Delivery, Notice

NEW = timedelta(days=7)


def settle_notices() -> None:
    """Notices older than a week were read the next day. The services told of the past, so its mail is not sent now."""
    old = Notice.objects.filter(created_at__lt=timezone.now() - NEW, opened_at=None)
    old.update(opened_at=F("created_at") + timedelta(days=1))
    Delivery.objects.all().delete()
