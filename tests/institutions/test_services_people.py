import pytest

from atensi.accounts.models import User
from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from institutions.services.people import activate_person, create_person, deactivate_person, update_person
from institutions.states import Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return MembershipFactory(role=Role.ADMINISTRATOR)


def new(admin, **changes):
    facts = {
        "username": "misal",
        "name": "Misal Rekaan",
        "email": "misal@contoh.invalid",
        "institution": admin.institution,
        "role": Role.FIELD_SOCIAL_WORKER,
        "by": actor_of(admin),
    }
    return create_person(**{**facts, **changes})


def test_a_new_person_has_a_role_and_no_password(admin):
    user = new(admin)
    assert not user.has_usable_password()
    assert [row.role for row in user.memberships.current()] == [Role.FIELD_SOCIAL_WORKER]


def test_nothing_of_the_person_stands_in_the_trail_but_the_id(admin):
    user = new(admin)
    event = AuditEvent.objects.get(subject=f"user:{user.pk}", verb="person.create")
    assert event.data == {}


def test_an_email_belongs_to_one_account_whatever_its_capitals(admin):
    new(admin)
    with pytest.raises(RuleViolation) as caught:
        new(admin, username="lain", email="MISAL@contoh.invalid")
    assert "Surel ini sudah dipakai akun lain." in [str(problem.text) for problem in caught.value.problems]


def test_a_person_for_another_office_is_refused_and_leaves_no_account(admin):
    with pytest.raises(NotAllowed):
        new(admin, institution=InstitutionFactory(region=region("14.02")))
    assert not User.objects.filter(username="misal").exists()


def test_a_role_that_does_not_fit_leaves_no_account(admin):
    with pytest.raises(RuleViolation):
        new(admin, role=Role.LKSA_STAFF)
    assert not User.objects.filter(username="misal").exists()


@pytest.mark.rule("inactive")
def test_an_account_is_closed_and_opened_again(admin):
    user = MembershipFactory(institution=admin.institution).user
    deactivate_person(user=user, by=actor_of(admin), reason="pensiun")
    assert not user.memberships.current().exists()
    with pytest.raises(RuleViolation, match=r"^inactive$"):
        deactivate_person(user=user, by=actor_of(admin), reason="pensiun")
    activate_person(user=user, by=actor_of(admin))
    assert user.memberships.current().exists()


def test_an_account_that_also_serves_elsewhere_is_not_closed_from_here(admin):
    user = MembershipFactory(institution=admin.institution).user
    MembershipFactory(user=user, institution=InstitutionFactory(region=region("14.02")))
    with pytest.raises(NotAllowed):
        deactivate_person(user=user, by=actor_of(admin), reason="pensiun")


@pytest.mark.rule("own_account")
def test_nobody_closes_their_own_account(admin):
    with pytest.raises(RuleViolation, match=r"^own_account$"):
        deactivate_person(user=admin.user, by=actor_of(admin), reason="coba")


@pytest.mark.rule("email_in_use")
def test_the_email_is_corrected_only_before_the_first_sign_in(admin):
    user = MembershipFactory(institution=admin.institution).user
    by = actor_of(admin)
    update_person(user=user, name=user.name, phone="", email="baru@contoh.invalid", by=by)
    User.objects.filter(pk=user.pk).update(last_login=user.date_joined)
    with pytest.raises(RuleViolation, match=r"^email_in_use$"):
        update_person(user=user, name=user.name, phone="", email="lain@contoh.invalid", by=by)
    update_person(user=user, name="Nama Umpama", phone="", email="baru@contoh.invalid", by=by)
    assert User.objects.get(pk=user.pk).name == "Nama Umpama"
