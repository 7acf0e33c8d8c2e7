"""Taking back by a program what a case was shared for."""

import pytest

from cases.models import CaseGroupObjectPermission
from cases.services.shares import share_case
from institutions.models import Institution
from institutions.states import Role
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


def test_a_share_of_a_home_that_closed_can_be_taken_back():
    worker = MembershipFactory(role=Role.FIELD_SOCIAL_WORKER)
    case, home = (
        CaseFactory(worker_membership=worker),
        MembershipFactory(role=Role.LKSA_STAFF, institution=InstitutionFactory(lksa=True)),
    )
    share_case(case=case, institution=home.institution, by=actor_of(worker))
    Institution.objects.filter(pk=home.institution_id).update(is_active=False)
    program, asked = program_of(worker), {"institution": home.institution_id, "reason": "Panti tutup (rekaan)."}
    assert program.tell("case_share_end_write", case.pk, **asked)["shared"] is False
    assert not CaseGroupObjectPermission.objects.filter(content_object=case).exists()
    with refused_with(400):
        program.tell("case_share_end_write", case.pk, **asked)
