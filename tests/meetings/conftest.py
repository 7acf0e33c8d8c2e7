import pytest

from institutions.models import Membership
from institutions.states import Role
from meetings.models import Meeting
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region
from tests.meetings.steps import asked, called, recorded


@pytest.fixture
def leader() -> Membership:
    """A supervisor of a regency's Dinas."""
    office = InstitutionFactory(name="Dinas Sosial Contoh", region=region("14.01"))
    return MembershipFactory(institution=office, role=Role.SUPERVISOR)


@pytest.fixture
def worker(leader) -> Membership:
    """A field worker of that office."""
    return MembershipFactory(institution=leader.institution, role=Role.FIELD_SOCIAL_WORKER)


@pytest.fixture
def home() -> Membership:
    """Staff of a children's home in the region."""
    lksa = InstitutionFactory(lksa=True, name="LKSA Umpama", region=region("14.01.01"))
    return MembershipFactory(institution=lksa, role=Role.LKSA_STAFF)


@pytest.fixture
def stranger() -> Membership:
    """Staff of a children's home of another province."""
    lksa = InstitutionFactory(lksa=True, name="LKSA Jauh", region=region("31.71"))
    return MembershipFactory(institution=lksa, role=Role.LKSA_STAFF)


@pytest.fixture
def meeting(leader, worker, home) -> Meeting:
    """In three days; the home and the worker are asked."""
    row = called(leader)
    asked(row, leader, homes=[home], workers=[worker])
    return row


@pytest.fixture
def held(meeting, leader) -> Meeting:
    """The same, held today."""
    return recorded(meeting, leader)
