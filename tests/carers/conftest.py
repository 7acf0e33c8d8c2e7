import pytest

from institutions.models import Membership
from institutions.states import Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def worker() -> Membership:
    """A field worker of a regency's Dinas."""
    office = InstitutionFactory(name="Dinas Sosial Contoh", region=region("14.01"))
    region("14.01.01")
    return MembershipFactory(institution=office, role=Role.FIELD_SOCIAL_WORKER)


@pytest.fixture
def decider(worker) -> Membership:
    return MembershipFactory(institution=worker.institution, role=Role.SOCIAL_OFFICE_DECIDER)


@pytest.fixture
def supervisor(worker) -> Membership:
    return MembershipFactory(institution=worker.institution, role=Role.SUPERVISOR)


@pytest.fixture
def province() -> Membership:
    """The decider of the province's Dinas."""
    return MembershipFactory(institution=InstitutionFactory(provincial=True), role=Role.SOCIAL_OFFICE_DECIDER)


@pytest.fixture
def stranger() -> Membership:
    """A field worker of another regency of the same province."""
    office = InstitutionFactory(region=region("14.05"))
    return MembershipFactory(institution=office, role=Role.FIELD_SOCIAL_WORKER)
