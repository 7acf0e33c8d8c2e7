"""Who is told of a case (issue 4.3)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.notices.models import Notice
from atensi.notices.subjects import words_of
from cases.services.cases import assign_worker
from institutions.states import Role
from tests.cases import papers
from tests.cases.factories import BeneficiaryFactory, CaseFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


def test_who_becomes_responsible_is_told():
    case = CaseFactory()
    supervisor = MembershipFactory(institution=case.office, role=Role.SUPERVISOR)
    successor = MembershipFactory(institution=case.office)
    assign_worker(case=case, worker=successor.user, by=actor_of(supervisor))

    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind, notice.subject) == (successor.user, "case:assigned", f"case:{case.pk}")
    assert (notice.reference, notice.path) == (case.number, reverse("cases:case", args=[case.pk]))
    assert notice.due_on == timezone.localdate()


def test_a_restricted_case_and_a_visit_are_named_to_the_worker_only():
    case = CaseFactory(restricted=True, beneficiary=BeneficiaryFactory(name="Rekaan Tertutup"))
    visit = papers.AftercareVisitFactory(case=case)
    notices = [Notice(subject=f"case:{case.pk}"), Notice(subject=f"aftercarevisit:{visit.pk}")]

    assert set(words_of(case.worker, notices).values()) == {"Rekaan Tertutup"}
    assert len(words_of(case.worker, notices)) == 2
    assert words_of(MembershipFactory(institution=InstitutionFactory()).user, notices) == {}
    assert words_of(case.worker, [Notice(subject="tanpa_nomor"), Notice(subject="case:x")]) == {}
