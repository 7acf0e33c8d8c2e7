"""Somebody at a browser: one connection that is kept, cookies, sign-in. Standard library only."""

from __future__ import annotations

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
SIGN_IN = "/akun/masuk/"


class Visitor:
    """Asks the site at `base`, one request after the other."""

    def __init__(self, base: str, cookies: dict[str, str] | None = None):
        parts = urlsplit(base)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
        self.cookies = dict(cookies or {})
        self.token = ""

    def twin(self) -> Visitor:
        """The same person at another connection."""
        other = Visitor(f"http://{self.connection.host}:{self.connection.port}", self.cookies)
        other.token = self.token
        return other

    def close(self) -> None:
        self.connection.close()

    def sign_in(self, username: str, password: str) -> None:
        """Sign in as a person does. Raises RuntimeError when the site lets them stay outside."""
        self._read_token(self.get(SIGN_IN))
        status, _body, _where = self._ask("POST", SIGN_IN, {"login": username, "password": password})
        if status != http.client.FOUND:
            raise RuntimeError(f"{username}: {status}")
        self._read_token(self.get("/"))

    def get(self, path: str) -> bytes:
        """The page at `path`. Raises RuntimeError for anything but 200."""
        status, body, _where = self._ask("GET", path)
        if status != http.client.OK:
            raise RuntimeError(f"{path}: {status}")
        return body

    def post_and_follow(self, path: str, fields: dict[str, str]) -> bytes:
        """Send a form and read the page that it leads to."""
        status, _body, where = self._ask("POST", path, fields)
        if status != http.client.FOUND:
            raise RuntimeError(f"{path}: {status}")
        return self.get(where)

    def _read_token(self, page: bytes) -> None:
        if found := TOKEN.search(page):
            self.token = found[1].decode()

    def _ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            body = urlencode({**fields, "csrfmiddlewaretoken": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self._answer(method, path, body, headers)
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, content, answer.headers.get("Location") or ""

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        """The answer; on a connection that the site closed while it was idle, asked again on a new one."""
        try:
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            self.connection.close()
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()
