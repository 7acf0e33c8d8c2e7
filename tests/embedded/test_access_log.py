"""Secrets that stand in an address do not stand in the log."""

import pytest
from django.urls import reverse

from atensi.logs import masked


@pytest.mark.parametrize(
    ("name", "arguments", "written"),
    [
        ("deadlines:feed", {"token": "rahasia-rekaan"}, "/kalender/....ics"),
        ("account_reset_password_from_key", {"uidb36": "1", "key": "rahasia-rekaan"}, None),
        ("cases:case", {"pk": 12}, "/kasus/12/"),
    ],
)
def test_a_secret_is_written_as_dots(name, arguments, written):
    address = reverse(name, kwargs=arguments)
    assert "rahasia" not in masked(address)
    if written:
        assert masked(address) == written
