"""What `manage.py check` says of notices: no text leaks, and the ways out are configured so that they can work."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .kinds import NOTICE_KINDS, OUTSIDE_FIELDS


@register
def check_outside_texts(**_kwargs: Any) -> list[CheckMessage]:
    """Mail and gateway carry the kind of task and the reference, nothing else (design.md 3)."""
    return [
        Error(f"The outside text of notice kind {kind.code} may show {{reference}} only.", id="notices.E001")
        for kind in NOTICE_KINDS.values()
        if kind.outside_fields - OUTSIDE_FIELDS
    ]


@register
def check_addresses(**_kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    site, gateway = urlsplit(settings.SITE_URL), urlsplit(settings.GATEWAY_URL)
    if site.scheme not in ("http", "https") or not site.hostname:
        found.append(Error("ATENSI_URL must be the http(s) address that people open.", id="notices.E002"))
    if settings.GATEWAY_URL and (gateway.scheme not in ("http", "https") or not gateway.hostname):
        found.append(Error("ATENSI_GATEWAY_URL must be an http(s) address.", id="notices.E003"))
    return found
