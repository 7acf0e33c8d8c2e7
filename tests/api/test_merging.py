"""Two like files over the API. Each answer is held against its description."""

import pytest

from cases.models import Beneficiary, BeneficiaryMerge
from tests.api.client import Refused
from tests.api.people import program_of
from tests.cases.intake import case_of, supervisor_at, worker_at
from tests.institutions.factories import InstitutionFactory, region

pytestmark = pytest.mark.django_db
SAME = "Kartu keluarga yang sama (rekaan)."


def test_what_changed_since_it_was_read_is_not_merged():
    worker = worker_at(InstitutionFactory(region=region("14.01")))
    program = program_of(supervisor_at(worker.institution))
    kept, other = case_of(worker, child__name="Sari Rekaan"), case_of(worker, child__name="Sary Rekaan")

    def version():
        return program.tell("like_files_write", kept.pk)["inside"][0]["version"]

    seen = version()
    Beneficiary.objects.filter(pk=other.beneficiary_id).update(name="Sarry Rekaan")
    with pytest.raises(Refused) as caught:
        program.tell("merges_write", kept.pk, case=other.pk, reason=SAME, seen=seen)
    assert (caught.value.status, BeneficiaryMerge.objects.count()) == (409, 0)
    program.tell("merges_write", kept.pk, case=other.pk, reason=SAME, seen=version())
    assert BeneficiaryMerge.objects.get().merged == other.beneficiary
