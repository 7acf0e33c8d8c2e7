"""Where a delivery may go: https on a public address, never into the network this server stands in (SSRF).

The name is read when it is registered and looked up whenever something is sent; the connection goes to the very
address that was looked at, so that a name cannot answer differently the second time.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

HTTPS_PORT, FIRST_FREE_PORT = 443, 1024
# IPv6 that carries an IPv4 address somewhere else: mapped, compatible, NAT64, Teredo, 6to4; and the old site-local.
CARRIERS = [
    ip_network(name)
    for name in ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10")
]


class BadAddress(ValueError):
    """Nothing is sent there; its words say why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. path: with its query."""

    host: str
    port: int
    path: str


def parse(url: str) -> Target:
    """The parts of an address that may be registered. Raises BadAddress."""
    if not url.isascii() or any(character <= " " or character in "\\\x7f" for character in url):
        raise BadAddress(_("Alamat hanya memuat huruf ASCII, tanpa spasi."))
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", HTTPS_PORT if parts.port is None else parts.port
    except ValueError as error:
        raise BadAddress(_("Alamat tidak terbaca.")) from error
    if parts.scheme != "https":
        raise BadAddress(_("Alamat harus diawali https://."))
    if not host:
        raise BadAddress(_("Alamat tidak terbaca."))
    if "@" in parts.netloc or "#" in url or "%" in parts.netloc:
        raise BadAddress(_("Alamat tidak memuat nama pengguna, sandi, atau tanda #."))
    if port != HTTPS_PORT and port < FIRST_FREE_PORT:
        raise BadAddress(_("Porta harus 443 atau di atas 1023."))
    if (literal := _literal(host)) and not is_public(literal):
        raise BadAddress(_("Alamat tidak berada di internet."))
    return Target(host, port, f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")


def lookup(target: Target) -> list[str]:
    """The addresses the name stands for, all of them public. Raises BadAddress, OSError when there is none."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not addresses or not all(is_public(ip_address(one)) for one in addresses):
        raise BadAddress(_("Alamat tidak berada di internet."))
    return addresses


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether anybody on the internet has it. Loopback passes under a setting that only tests use."""
    if address.is_loopback:
        return settings.WEBHOOK_LOOPBACK
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return address.version == 4 or not any(address in carrier for carrier in CARRIERS)


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
