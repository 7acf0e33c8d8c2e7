"""Nothing new goes on a file whose name the person may not read: naming its number would tell the name."""

import pytest
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from atensi.errors import NotAllowed
from cases.duplicates import candidates
from cases.masking import may_reuse
from cases.models import Beneficiary, Case, CaseResponse
from cases.states import ResponseOutcome
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.cases.factories import code
from tests.cases.intake import DISTRICT, case_of, logged, person, report, supervisor_at, worker_at
from tests.cases.test_response_pages import CREATE, typed
from tests.institutions.factories import InstitutionFactory, actor_of, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    """A supervisor to whose Dinas another one's case is shown, not given to work on."""
    region(DISTRICT)
    code("AMPK", "MALTREATED")
    return supervisor_at(InstitutionFactory())


@pytest.fixture
def masked(reader):
    """A restricted case that the reader may know of without its name."""
    case = case_of(worker_at(), restricted=True, child__name="Rahasia Rekaan", child__sex="FEMALE")
    assign_perm("view_case", reader.institution.group, case)
    return case


def sent(**more):
    return {
        "channel": "VILLAGE",
        "received_at": timezone.now().isoformat(),
        "region": DISTRICT,
        "place": "Dusun Rekaan",
        "what_happened": "Anak ditinggal sendiri.",
        "triage": "LOW",
        "categories": ["MALTREATED"],
        **more,
    }


def closed(case):
    reason = code("CLOSURE_REASON", "OTHER")
    facts = {
        "closed_at": timezone.now(),
        "closure_reason": reason,
        "final_evaluation": "Selesai.",
        "closed_by": case.worker,
    }
    Case.objects.filter(pk=case.pk).update(**facts)


@pytest.mark.parametrize("outcome", [ResponseOutcome.ADVICE, ResponseOutcome.OPENED_CASE])
def test_a_report_goes_on_no_masked_file(reader, masked, outcome):
    with pytest.raises(NotAllowed):
        logged(reader, beneficiary=masked.beneficiary, outcome=outcome, worker=worker_at(reader.institution).user)
    assert not CaseResponse.objects.exists()


def test_the_page_takes_no_masked_file(client, reader, masked):
    client.force_login(reader.user)
    page = client.post(CREATE, typed(same=str(masked.beneficiary_id), outcome=ResponseOutcome.ADVICE))
    assert page.status_code == 403
    assert "Rahasia" not in page.content.decode()
    assert not CaseResponse.objects.exists()


def test_a_program_is_told_neither_name_nor_number_of_a_masked_file(reader, masked):
    program = program_of(reader)
    [found] = program.tell("response_duplicates_write", name="Rahasia Rekaan", sex="FEMALE", region=DISTRICT)["inside"]
    assert (found["beneficiary"], found["name"], found["case"]) == (None, "", masked.pk)
    with refused_with(403):
        program.tell("responses_write", **sent(beneficiary=masked.beneficiary_id, outcome="ADVICE"))
    assert not CaseResponse.objects.exists()


def test_one_masked_case_is_enough(reader):
    """Also when a later case of the same person is not restricted."""
    worker = worker_at()
    former = case_of(worker, child__name="Sari Rekaan", child__sex="FEMALE")
    closed(former)
    later = case_of(worker, beneficiary=former.beneficiary)
    for case in (former, later):
        assign_perm("view_case", reader.institution.group, case)
    closed(later)
    assert may_reuse(reader.user, later.beneficiary)
    [found] = candidates(person=person(), by=actor_of(reader)).inside
    assert found.can_reuse
    Case.objects.filter(pk=former.pk).update(restricted=True)
    assert not may_reuse(reader.user, later.beneficiary)
    [found] = candidates(person=person(), by=actor_of(reader)).inside
    assert not found.can_reuse


@pytest.mark.parametrize("restricted", [False, True])
def test_a_report_that_led_to_a_case_shows_nobody_once_the_case_went_elsewhere(client, reader, restricted):
    """The report itself stays with whoever took it in."""
    worker = worker_at(reader.institution)
    response = logged(worker, report=report("MALTREATED"), person=person())
    Case.objects.filter(pk=response.case_id).update(
        office=InstitutionFactory(), worker=worker_at().user, restricted=restricted
    )
    for member in (reader, worker):
        assert not Beneficiary.objects.visible_to(member.user).exists()
        assert not may_reuse(member.user, response.beneficiary)
        assert not candidates(person=person(), by=actor_of(member)).inside
    client.force_login(worker.user)
    page = client.get(reverse("cases:response", args=[response.pk]))
    assert page.status_code == 200
    assert not (restricted and "Sari Rekaan" in page.content.decode())


def test_a_case_out_of_sight_masks_the_file_too(reader):
    """The report that led to no case stays in sight; another office has a restricted case of the person since."""
    response = logged(reader, outcome=ResponseOutcome.ADVICE)
    assert may_reuse(reader.user, response.beneficiary)
    case_of(worker_at(), beneficiary=response.beneficiary, restricted=True)
    assert not may_reuse(reader.user, response.beneficiary)
    [found] = candidates(person=person(), by=actor_of(reader)).inside
    assert not found.can_reuse
