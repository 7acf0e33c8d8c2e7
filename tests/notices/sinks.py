"""Mailboxes and gateways that remember what they took."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class MailSink:
    """Stands in for Django's connection: takes mail, remembers each Message-ID. broken: raised instead of opening.
    after: raised once the mail has been taken, as when the worker dies before it can mark it."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.broken: Exception | None = None
        self.refusing: Exception | None = None
        self.after: BaseException | None = None

    def open(self) -> None:
        if self.broken:
            raise self.broken

    def close(self) -> None:
        """Nothing to close."""

    def send_messages(self, messages: list[Any]) -> int:
        if self.refusing:
            raise self.refusing
        self.taken += messages
        if self.after:
            raise self.after
        return len(messages)

    @property
    def ids(self) -> list[str]:
        return [mail.extra_headers["Message-ID"] for mail in self.taken]


class Gateway(ThreadingHTTPServer):
    """A gateway on loopback. answers: status of each coming request, then 202; `slow` seconds before any answer."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[tuple[dict[str, str], dict[str, str]]] = []
        self.answers: list[int] = []
        self.slow = 0.0
        self.woken = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/kirim"


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append(({name.lower(): value for name, value in self.headers.items()}, json.loads(body)))
        if self.server.slow:
            self.server.woken.wait(self.server.slow)
            return
        status = self.server.answers.pop(0) if self.server.answers else 202
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/lain")
        self.end_headers()
        self.wfile.write(b"nomor tidak dikenal" if status == 400 else b"")

    def log_message(self, *_args: Any) -> None:
        """Silent."""


@contextmanager
def gateway_running() -> Iterator[Gateway]:
    gateway = Gateway()
    thread = threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield gateway
    finally:
        gateway.woken.set()
        gateway.shutdown()
        thread.join(timeout=10)
        gateway.server_close()


class SmtpSink(socketserver.ThreadingTCPServer):
    """A mail server on loopback that speaks as much SMTP as it must. refuse: answer to RCPT instead of 250.
    silent: takes the message and hangs up without saying so, once."""

    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _SmtpHandler)
        self.taken: list[EmailMessage] = []
        self.connections = 0
        self.refuse = ""
        self.silent = False

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.taken]


class _SmtpHandler(socketserver.StreamRequestHandler):
    server: SmtpSink

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.server.connections += 1
        self.say("220 contoh.invalid")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "DATA":
                self.say("354 go on")
                self.server.taken.append(message_from_bytes(self.letter(), policy=policy.default))
                if self.server.silent:
                    self.server.silent = False
                    return
            if verb == "RCPT" and self.server.refuse:
                self.say(self.server.refuse)
            else:
                self.say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)


@contextmanager
def smtp_running() -> Iterator[SmtpSink]:
    server = SmtpSink()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()
