import pytest

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed
from cases.models import Case, CaseGroupObjectPermission
from cases.services import shares
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


def test_institution_cannot_help_itself_to_a_case(case, officer):
    with pytest.raises(NotAllowed):
        share_case(case=case, institution=officer.institution, by=actor_of(officer))
    assert not Case.objects.visible_to(officer.user).exists()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.INTAKE_OFFICER])
def test_institution_takes_a_share_only_on_a_ground_and_by_those_who_receive(case, officer, role, monkeypatch):
    monkeypatch.setattr(shares, "SHARE_GROUNDS", [lambda *_asked: True])
    taker = MembershipFactory(institution=officer.institution, role=role)
    if role == Role.INTAKE_OFFICER:
        share_case(case=case, institution=officer.institution, by=actor_of(taker))
    else:
        with pytest.raises(NotAllowed):
            share_case(case=case, institution=officer.institution, by=actor_of(taker))
    assert Case.objects.visible_to(officer.user).exists() is (role == Role.INTAKE_OFFICER)


def test_ground_of_one_institution_gives_nothing_to_another(case, officer, monkeypatch):
    other = InstitutionFactory(lksa=True)
    monkeypatch.setattr(shares, "SHARE_GROUNDS", [lambda _case, institution: institution == other])
    with pytest.raises(NotAllowed):
        share_case(case=case, institution=officer.institution, by=actor_of(officer))
    with pytest.raises(NotAllowed):
        share_case(case=case, institution=other, by=actor_of(officer))


def test_institution_lays_its_share_down_without_a_ground(case, officer):
    share_case(case=case, institution=officer.institution, by=worker_of(case))
    unshare_case(case=case, institution=officer.institution, by=actor_of(officer))
    assert not Case.objects.visible_to(officer.user).exists()


def test_nobody_else_takes_a_share_away(case, officer):
    share_case(case=case, institution=officer.institution, by=worker_of(case))
    other = MembershipFactory(institution=InstitutionFactory(lksa=True), role=Role.LKSA_STAFF)
    with pytest.raises(NotAllowed):
        unshare_case(case=case, institution=officer.institution, by=actor_of(other))
    assert Case.objects.visible_to(officer.user).exists()


def test_ended_membership_sees_no_share(case):
    former = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER, ended=True)
    share_case(case=case, institution=former.institution, by=worker_of(case))
    assert not Case.objects.visible_to(former.user).exists()
