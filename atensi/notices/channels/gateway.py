"""A gateway for WhatsApp or SMS over HTTP: `POST {to, text, id}` as JSON, with the id again as idempotency key."""

import json
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from .message import ChannelDown, Message, Refused, TryAgain

# Answers that may differ the next time although they blame the sender.
PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
COUNTRY = "62"
REASON_BYTES = 200


class _StayHere(HTTPRedirectHandler):
    """A redirect is an answer like any other that is not 2xx: the token goes nowhere else."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


OPENER = build_opener(_StayHere)


class GatewayChannel:
    """The gateway at ATENSI_GATEWAY_URL. 2xx: taken; 4xx but 408 and 429: refused for good; else try again."""

    def send(self, message: Message) -> None:
        """Raises Refused, TryAgain or ChannelDown."""
        try:
            OPENER.open(_request(message), timeout=settings.GATEWAY_TIMEOUT).close()
        except HTTPError as error:
            with error:
                words = f"{error.code} {error.read(REASON_BYTES).decode(errors='replace')}".strip()
            for_good = 400 <= error.code < 500 and error.code not in PASSING
            raise (Refused if for_good else TryAgain)(words) from error
        except (OSError, HTTPException) as error:
            raise ChannelDown(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        """Nothing stays open between two messages."""


def international(phone: str) -> str:
    """ "0812-3456 7890" as "+6281234567890"."""
    digits = "".join(character for character in phone if character.isdigit())
    if phone.strip().startswith("+"):
        return f"+{digits}"
    return f"+{COUNTRY}{digits[1:]}" if digits.startswith("0") else f"+{digits}"


def _request(message: Message) -> Request:
    text = f"ATENSI: {message.line}. {message.url}"
    body = {"to": international(message.to), "text": text, "id": message.message_id}
    headers = {"Content-Type": "application/json", "Idempotency-Key": message.message_id}
    if settings.GATEWAY_TOKEN:
        headers["Authorization"] = f"Bearer {settings.GATEWAY_TOKEN}"
    # The scheme is http or https: notices.E003 of `manage.py check`.
    return Request(settings.GATEWAY_URL, data=json.dumps(body).encode(), headers=headers, method="POST")  # noqa: S310
