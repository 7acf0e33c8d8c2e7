import pytest

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed
from cases.models import Case, CaseGroupObjectPermission
from cases.services.shares import share_case, unshare_case
from institutions.states import Role
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def officer():
    return MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)


def worker_of(case):
    return actor_of(case.worker.memberships.get())


def test_share_makes_the_case_visible_and_is_audited(case, officer):
    assert not Case.objects.visible_to(officer.user).exists()
    share_case(case=case, institution=officer.institution, by=worker_of(case), reason="Rujukan contoh")
    assert Case.objects.visible_to(officer.user).get() == case
    event = AuditEvent.objects.get(verb="case.share")
    assert event.subject == f"case:{case.pk}"
    assert event.data == {"institution": officer.institution.pk}


def test_sharing_twice_changes_nothing(case, officer):
    share_case(case=case, institution=officer.institution, by=worker_of(case))
    share_case(case=case, institution=officer.institution, by=worker_of(case))
    assert CaseGroupObjectPermission.objects.filter(content_object=case).count() == 2


def test_unshare_hides_the_case_again(case, officer):
    share_case(case=case, institution=officer.institution, by=worker_of(case))
    unshare_case(case=case, institution=officer.institution, by=worker_of(case))
    assert not Case.objects.visible_to(officer.user).exists()


def test_share_refused_to_somebody_outside_the_case(case, officer):
    other = MembershipFactory(institution=InstitutionFactory(lksa=True), role=Role.LKSA_STAFF)
    with pytest.raises(NotAllowed):
        share_case(case=case, institution=officer.institution, by=actor_of(other))


def test_receiver_may_take_the_share_and_lay_it_down(case, officer):
    share_case(case=case, institution=officer.institution, by=actor_of(officer))
    assert Case.objects.visible_to(officer.user).exists()
    unshare_case(case=case, institution=officer.institution, by=actor_of(officer))
    assert not Case.objects.visible_to(officer.user).exists()


def test_ended_membership_sees_no_share(case):
    former = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER, ended=True)
    share_case(case=case, institution=former.institution, by=worker_of(case))
    assert not Case.objects.visible_to(former.user).exists()
