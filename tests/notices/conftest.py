import pytest

from atensi.notices.kinds import NOTICE_KINDS
from tests.notices.factories import NEWS, PLAIN, REQUIRED, URGENT
from tests.notices.sinks import MailSink, gateway_running


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """Some kinds of the tests' own beside the real ones."""
    for kind in (PLAIN, REQUIRED, URGENT, NEWS):
        monkeypatch.setitem(NOTICE_KINDS, kind.code, kind)


@pytest.fixture
def sink(monkeypatch):
    """Takes the mail in place of a server."""
    sink = MailSink()
    monkeypatch.setattr("atensi.notices.channels.mail.mail.get_connection", lambda: sink)
    return sink


@pytest.fixture
def gateway(settings):
    """A gateway on loopback, and the setting that names it."""
    with gateway_running() as running:
        settings.GATEWAY_URL, settings.GATEWAY_TOKEN, settings.GATEWAY_TIMEOUT = running.url, "rahasia-contoh", 2
        yield running
