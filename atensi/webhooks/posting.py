"""One signed request to another system: to an address that was looked at, its certificate checked, no redirect
followed, within a few seconds from beginning to end. Nothing of the answer is read but its code."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import ssl
from contextlib import contextmanager, suppress
from http.client import HTTPException, HTTPSConnection
from threading import Timer
from typing import Any

from django.conf import settings

from .addresses import Target, lookup, parse

MOST_ADDRESSES = 2  # a name with many dead ones must not hold the run


class NoAnswer(Exception):
    """The other side could not be asked; its words say why."""


def body_of(payload: dict[str, Any]) -> bytes:
    """The bytes that are sent and signed; the same for every try."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":")).encode()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`v1=` and the HMAC-SHA256 of "timestamp.body" in hex."""
    return f"v1={hmac.new(secret.encode(), timestamp.encode() + b'.' + body, hashlib.sha256).hexdigest()}"


def post(url: str, *, secret: str, event_id: str, timestamp: int, payload: dict[str, Any]) -> int:
    """Send it once; returns the code of the answer. Raises NoAnswer, BadAddress."""
    target, body = parse(url), body_of(payload)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "ATENSI",
        "ATENSI-Event-Id": event_id,
        "ATENSI-Timestamp": str(timestamp),
        "ATENSI-Signature": signature(secret, str(timestamp), body),
    }
    try:
        return _ask(target, lookup(target)[:MOST_ADDRESSES], body, headers)
    except (OSError, HTTPException, UnicodeError) as error:  # UnicodeError: a name that no lookup takes
        raise NoAnswer(type(error).__name__) from error


def _ask(target: Target, addresses: list[str], body: bytes, headers: dict[str, str]) -> int:
    connection = _Pinned(target, addresses)
    try:
        connection.connect()
        with _no_longer_than(connection.sock, settings.WEBHOOK_TIMEOUT):
            connection.sock.do_handshake()
            connection.request("POST", target.path, body=body, headers=headers)
            with connection.getresponse() as answer:
                return answer.status
    finally:
        connection.close()


class _Pinned(HTTPSConnection):
    """Connects to the first of `addresses` that is there and nowhere else; name and certificate are the target's."""

    def __init__(self, target: Target, addresses: list[str]):
        context = ssl.create_default_context(cafile=settings.WEBHOOK_CA_FILE or None)
        super().__init__(target.host, target.port, timeout=settings.WEBHOOK_TIMEOUT, context=context)
        self._target, self._addresses, self._tls = target, addresses, context

    def connect(self) -> None:
        plain = self._first_there()
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self._target.host, do_handshake_on_connect=False)
        except BaseException:
            plain.close()
            raise

    def _first_there(self) -> socket.socket:
        *others, last = [(address, self._target.port) for address in self._addresses]
        for address in others:
            with suppress(OSError):
                return socket.create_connection(address, timeout=settings.WEBHOOK_TIMEOUT)
        return socket.create_connection(last, timeout=settings.WEBHOOK_TIMEOUT)


@contextmanager
def _no_longer_than(sock: socket.socket, seconds: float):
    """Hang up when it takes longer in all: a byte now and then keeps a socket's own timeout from ending."""

    def hang_up() -> None:
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = Timer(seconds, hang_up)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
