import pytest

from cases import permissions
from cases.masking import cases_with_names, display_name, display_person, sees_names
from cases.models import Case
from cases.services.shares import share_case, unshare_case
from institutions.states import Role
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def worker(case):
    return actor_of(case.worker.memberships.get())


def office_member(case, role):
    return MembershipFactory(institution=case.office, role=role)


def sentra_member(role=Role.INTAKE_OFFICER):
    return MembershipFactory(institution=InstitutionFactory(sentra=True), role=role)


def test_responsible_worker_works_and_signs(case, worker):
    assert permissions.can_work_on(worker, case)
    assert permissions.can_sign_paper(worker, case)
    assert permissions.can_move(worker, case)
    assert permissions.can_close(worker, case)


def test_responsible_worker_does_not_assign(case, worker):
    assert not permissions.can_assign(worker, case)


def test_colleague_of_the_same_office_does_not_work_on_it(case):
    colleague = actor_of(office_member(case, Role.FIELD_SOCIAL_WORKER))
    assert not permissions.can_work_on(colleague, case)
    assert not permissions.can_sign_paper(colleague, case)


def test_worker_acting_under_another_office_does_not_work_on_it(case):
    elsewhere = actor_of(MembershipFactory(user=case.worker, role=Role.FIELD_SOCIAL_WORKER))
    assert not permissions.can_work_on(elsewhere, case)


def test_supervisor_works_signs_and_assigns(case):
    supervisor = actor_of(office_member(case, Role.SUPERVISOR))
    assert permissions.can_work_on(supervisor, case)
    assert permissions.can_sign_paper(supervisor, case)
    assert permissions.can_assign(supervisor, case)


def test_decider_oversees_but_neither_works_nor_signs(case):
    decider = actor_of(office_member(case, Role.SOCIAL_OFFICE_DECIDER))
    assert permissions.can_oversee(decider, case)
    assert permissions.can_close(decider, case)
    assert not permissions.can_work_on(decider, case)
    assert not permissions.can_sign_paper(decider, case)


def test_sentra_works_only_through_a_share_and_never_signs(case, worker):
    member = sentra_member()
    officer = actor_of(member)
    assert not permissions.can_work_on(officer, case)
    share_case(case=case, institution=member.institution, by=worker)
    assert permissions.can_work_on(officer, case)
    assert not permissions.can_sign_paper(officer, case)
    assert not permissions.can_close(officer, case)
    unshare_case(case=case, institution=member.institution, by=worker)
    assert not permissions.can_work_on(officer, case)


def test_share_lookup_is_one_query(case, django_assert_num_queries):
    officer = actor_of(sentra_member())
    with django_assert_num_queries(1):
        permissions.works_by_share(officer, case)


def test_administrator_and_nobody_do_nothing(case):
    for actor in (None, actor_of(office_member(case, Role.ADMINISTRATOR))):
        assert not permissions.can_log_response(actor)
        assert not permissions.can_work_on(actor, case)
        assert not permissions.can_oversee(actor, case)


def test_response_is_logged_by_the_social_workers_of_a_dinas(case, worker):
    assert permissions.can_log_response(worker)
    assert not permissions.can_log_response(actor_of(sentra_member()))


@pytest.mark.parametrize("role", [Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER])
def test_restricted_case_is_named_to_team_and_overseers(case, role):
    Case.objects.filter(pk=case.pk).update(restricted=True)
    case.refresh_from_db()
    user = case.worker if role == Role.FIELD_SOCIAL_WORKER else office_member(case, role).user
    assert sees_names(user, case)
    assert display_name(case, sees_names=sees_names(user, case)) == str(case.beneficiary)


def test_restricted_case_is_masked_to_outsiders_and_named_to_a_working_share(worker):
    case = CaseFactory(restricted=True, worker_membership=MembershipFactory())
    member = sentra_member()
    assert not sees_names(member.user, case)
    masked = display_name(case, sees_names=False)
    assert str(case.beneficiary) not in masked
    assert masked.startswith("Kasus terbatas, ")
    assert str(case.beneficiary) not in display_person(case, sees_names=False)
    share_case(case=case, institution=member.institution, by=actor_of(case.worker.memberships.get()))
    assert sees_names(member.user, case)


def test_names_of_a_list_take_one_query(django_assert_num_queries):
    cases = [CaseFactory(restricted=number % 2 == 0) for number in range(6)]
    stranger = sentra_member().user
    with django_assert_num_queries(1):
        named = cases_with_names(stranger, cases)
    assert named == {case.pk for case in cases if not case.restricted}


def test_a_few_cases_looked_up_are_the_same_as_in_all_of_them():
    worker = MembershipFactory()
    own = CaseFactory(restricted=True, worker_membership=worker)
    shared, left_out = (CaseFactory(restricted=True, worker_membership=MembershipFactory()) for _number in range(2))
    member = sentra_member()
    for case in (shared, left_out):
        share_case(case=case, institution=member.institution, by=actor_of(case.worker.memberships.get()))
    asked = {own.pk, shared.pk}
    for user, seen in ((member.user, {shared.pk}), (worker.user, {own.pk}), (left_out.worker, set())):
        assert set(Case.objects.visible_among(user, asked).values_list("pk", flat=True)) == seen
        assert set(Case.objects.named_to(user, asked).filter(pk__in=asked).values_list("pk", flat=True)) == seen
