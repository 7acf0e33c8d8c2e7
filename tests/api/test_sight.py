"""What a token's search and refusals tell of a child whom only another membership of the same person sees."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.fields import blind_index
from atensi.reference.models import Code
from cases.models import CaseResponse
from cases.names import name_keys
from cases.states import NikStatus
from institutions.states import Role
from tests.api.client import Refused
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.institutions.factories import MembershipFactory

pytestmark = pytest.mark.django_db
DISTRICT = "14.01.05"
CHILD = {"name": "Umpama Rekaan Jauh", "sex": "MALE", "birth_date": "2017-03-14", "region": DISTRICT}
NIK = "1401051403170001"


@pytest.fixture
def worker():
    return MembershipFactory()


@pytest.fixture
def elsewhere(worker):
    """The same person supervises another office."""
    return MembershipFactory(user=worker.user, role=Role.SUPERVISOR)


@pytest.fixture
def theirs(elsewhere):
    """A case that only the other membership sees."""
    case = CaseFactory(office=elsewhere.institution)
    child = case.beneficiary
    child.name, child.name_keys, child.office = CHILD["name"], name_keys(CHILD["name"]), elsewhere.institution
    child.save()
    return case


def report(**more):
    return {
        "channel": "VILLAGE",
        "received_at": (timezone.now() - timedelta(hours=1)).isoformat(),
        "region": DISTRICT,
        "place": "Dusun Rekaan",
        "what_happened": "Anak sendiri (rekaan).",
        "triage": "HIGH",
        "categories": [Code.objects.filter(code="MALTREATED").get().code],
        "outcome": "OPENED_CASE",
        **more,
    }


def test_the_search_names_only_whom_the_membership_sees(worker, elsewhere, theirs):
    found = program_of(worker).tell("response_duplicates_write", **CHILD)
    assert found["inside"] == []
    assert [office["id"] for office in found["elsewhere"]] == [elsewhere.institution_id]
    [inside] = program_of(elsewhere).tell("response_duplicates_write", **CHILD)["inside"]
    assert (inside["name"], inside["case"]) == (CHILD["name"], theirs.pk)


def test_a_nik_of_a_child_out_of_sight_is_held_elsewhere(worker, theirs):
    child = theirs.beneficiary
    child.nik, child.nik_index, child.nik_status, child.no_nik_reason = NIK, blind_index(NIK), NikStatus.UNVERIFIED, ""
    child.save()
    program = program_of(worker)
    person = {"name": "Orang Lain Contoh", "sex": "MALE", "birth_date": "2017-03-14", "region": DISTRICT, "nik": NIK}
    seen = program.tell("response_duplicates_write", **person)["digest"]
    with pytest.raises(Refused) as refused:
        program.tell("responses_write", **report(person=person, duplicates_seen=seen))
    assert refused.value.codes == {"nik_held_elsewhere"}
    assert not CaseResponse.objects.filter(logged_by=worker.user).exists()
