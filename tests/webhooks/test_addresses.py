"""Issue 6.4: nothing is sent into the network that the server stands in."""

import socket
from ipaddress import ip_address

import pytest

from atensi.webhooks.addresses import BadAddress, Target, is_public, lookup, parse

INNER = [
    *(
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
    ),
    *("100.64.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "fec0::1", "2001:db8::1", "::ffff:127.0.0.1"),
    *("::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::"),
]


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address_is_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "103.10.1.2", "2606:4700::1111", "2404:6800::200e"])
def test_a_public_address_is(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *("http://contoh.invalid/", "ftp://contoh.invalid/", "https:///masuk", "contoh.invalid", "", "https://"),
        *("https://siapa@contoh.invalid/", "https://siapa:sandi@contoh.invalid/", "https://contoh.invalid/#bagian"),
        *("https://contoh.invalid:80/", "https://contoh.invalid:22/", "https://contoh.invalid:1023/"),
        *("https://contoh.invalid:0/", "https://contoh.invalid:99999/", "https://contoh.invalid:x/"),
        *("https://contoh.invalid/a b", "https://contoh.invalid/\r\nHost: lain", "https://contoh.invalid\\@lain/"),
        *("https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest/", "https://[x"),
        *("https://contoh.invalid%2f/", "https://cóntoh.invalid/", "javascript:alert(1)", "file:///etc/passwd"),
    ],
)
def test_an_address_that_nothing_may_be_sent_to(url):
    with pytest.raises(BadAddress):
        parse(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://contoh.invalid", Target("contoh.invalid", 443, "/")),
        ("https://contoh.invalid:443/a?b=c", Target("contoh.invalid", 443, "/a?b=c")),
        ("https://Contoh.Invalid:8443/", Target("contoh.invalid", 8443, "/")),
        ("https://[2606:4700::1111]/", Target("2606:4700::1111", 443, "/")),
    ],
)
def test_an_address_taken_apart(url, expected):
    assert parse(url) == expected


def _resolving(monkeypatch, *found):
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in found]
    monkeypatch.setattr("atensi.webhooks.addresses.socket.getaddrinfo", lambda *_args, **_kwargs: rows)


@pytest.mark.parametrize("address", INNER)
def test_a_name_that_stands_for_an_inner_address_is_refused(monkeypatch, address):
    _resolving(monkeypatch, address)
    with pytest.raises(BadAddress):
        lookup(Target("contoh.invalid", 443, "/"))


def test_one_inner_address_among_public_ones_is_enough(monkeypatch):
    _resolving(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(BadAddress):
        lookup(Target("contoh.invalid", 443, "/"))


def test_a_public_name_passes(monkeypatch):
    _resolving(monkeypatch, "8.8.8.8", "8.8.8.8", "8.8.4.4")
    assert lookup(Target("contoh.invalid", 443, "/")) == ["8.8.8.8", "8.8.4.4"]


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1"])
def test_other_spellings_of_loopback_are_looked_up_and_refused(host):
    with pytest.raises((BadAddress, OSError)):
        lookup(parse(f"https://{host}/"))
