"""A household by programs that know nothing but the description: registered, checked, decided, renewed, suspended."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from carers.models import Candidate
from tests.api.client import Refused
from tests.api.people import program_of

from .steps import all_checked, born

pytestmark = pytest.mark.django_db


def people() -> list[dict[str, str]]:
    told = {"faith": "ISLAM", "birth_date": born(40).isoformat()}
    return [{"name": "Bapak Misal", "sex": "MALE", **told}, {"name": "Ibu Misal", "sex": "FEMALE", **told}]


def test_a_household_goes_its_way_by_the_api(worker, decider, supervisor, stranger):
    keeps, decides, oversees = (program_of(one) for one in (worker, decider, supervisor))
    told = {"people": people(), "region": "14.01.01", "address": "Jalan Umpama", "married_on": born(9).isoformat()}
    made = keeps.tell("candidates_write", kind="FOSTER", **told)
    pk = made["id"]
    assert {problem["code"] for problem in made["problems"]} >= {"carer_lacks_ktp", "carer_lacks_visit"}
    today = timezone.localdate().isoformat()
    paper = SimpleUploadedFile("ktp.pdf", b"%PDF-1.7 rekaan", "application/pdf")
    seen = keeps.tell("candidate_checks_write", pk, code="KTP", verdict="MET", done_on=today, file=paper)
    check = seen["checks"][0]
    assert check["has_file"]
    assert keeps.ask("candidate_check_file_read", pk, check["id"]).startswith(b"%PDF")
    with pytest.raises(Refused) as refused:
        keeps.tell("candidate_submission_write", pk)
    assert refused.value.codes >= {"carer_lacks_health", "carer_lacks_willing"}
    with pytest.raises(Refused) as refused:
        keeps.tell("candidate_detail_change", pk, **told)
    assert refused.value.status == 428
    changed = keeps.tell("candidate_detail_change", pk, match="*", **told | {"address": "Jalan Misal"})
    assert changed["address"] == "Jalan Misal"
    all_checked(Candidate.objects.get(pk=pk), worker)
    assert keeps.tell("candidate_submission_write", pk)["state"] == "SUBMITTED"
    with pytest.raises(Refused) as refused:
        keeps.tell("candidate_decision_write", pk, choice="APPROVED", considerations="Layak")
    assert refused.value.status == 403
    row = decides.tell("candidate_decision_write", pk, choice="APPROVED", considerations="Layak", max_children=2)
    assert (row["state"], row["permits"][0]["max_children"]) == ("APPROVED", 2)
    row = decides.tell("candidate_renewal_write", pk, considerations="Baik", max_children=1)
    assert len(row["permits"]) == 2
    row = oversees.tell("candidate_standing_write", pk, standing="SUSPENDED", reason="Rekaan")
    assert row["state"] == "SUSPENDED"
    assert [one["id"] for one in decides.ask("candidates_read")["results"]] == [pk]
    assert program_of(stranger).ask("candidates_read")["results"] == []
