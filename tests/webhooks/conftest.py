import pytest

from tests.webhooks.receiver import receiving, write_certificate


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return write_certificate(tmp_path_factory.mktemp("webhooks") / "localhost.pem")


@pytest.fixture
def receiver(settings, certificate):
    """A receiver on loopback whose certificate is trusted."""
    settings.WEBHOOK_LOOPBACK, settings.WEBHOOK_CA_FILE, settings.WEBHOOK_TIMEOUT = True, str(certificate), 2
    with receiving(certificate) as running:
        yield running
