"""design.md 3: a deputy acts under a dated mandate. What a mandate lends, to whom, and when it is dead."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.audit.actor import system_actor
from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from institutions.middleware import SESSION_KEY
from institutions.models import Mandate, Membership
from institutions.services.mandates import end_mandate, give_mandate
from institutions.services.memberships import end_membership
from institutions.services.parameters import set_parameter
from institutions.states import LENDING_ROLES, Role
from tests.accounts.factories import UserFactory
from tests.institutions.factories import (
    InstitutionFactory,
    MandateFactory,
    MembershipFactory,
    actor_of,
    deputy_of,
    region,
)

pytestmark = pytest.mark.django_db
SWITCH = reverse("institutions:switch_membership")
HELP = reverse("help")


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def codes(refused) -> set[str]:
    return {problem.code for problem in refused.value.problems}


@pytest.fixture
def decider():
    return MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, user__name="Ibu Pejabat Rekaan")


@pytest.fixture
def worker(decider):
    return MembershipFactory(institution=decider.institution, user__name="Pekerja Rekaan")


@pytest.fixture
def admin(decider):
    return MembershipFactory(institution=decider.institution, role=Role.ADMINISTRATOR)


def give(grantor, deputy, *, by=None, **changes):
    fields = {"number": "800/1", "basis": "Cuti tahunan (rekaan).", "valid_from": in_days(0), "valid_until": in_days(9)}
    fields |= changes
    return give_mandate(grantor=grantor, deputy=deputy.user, by=by or actor_of(grantor), **fields)


def rights(user) -> set[int]:
    return {row.pk for row in Membership.objects.rights_of(user)}


# Giving


def test_mandate_lends_the_grantors_membership_and_is_audited(decider, worker):
    mandate = give(decider, worker)
    assert rights(worker.user) == {worker.pk, decider.pk}
    event = AuditEvent.objects.get(subject=f"mandate:{mandate.pk}")
    assert event.verb == "mandate.give"
    assert event.data == {
        "grantor": decider.pk,
        "deputy": worker.user_id,
        "role": Role.SOCIAL_OFFICE_DECIDER,
        "until": in_days(9).isoformat(),
    }


def test_administrator_of_the_office_gives_it_for_the_grantor(decider, worker, admin):
    mandate = give(decider, worker, by=actor_of(admin))
    assert mandate.granted_by == admin.user


@pytest.mark.rule("role_not_lent")
@pytest.mark.parametrize("role", sorted(set(Role) - LENDING_ROLES - {Role.INTAKE_OFFICER, Role.LKSA_STAFF}))
def test_only_an_office_is_lent(role, worker):
    grantor = MembershipFactory(institution=worker.institution, role=role)
    with pytest.raises(RuleViolation) as refused:
        give(grantor, worker)
    assert codes(refused) == {"role_not_lent"}
    with pytest.raises(IntegrityError, match="mandate_lends_an_office"), transaction.atomic():
        MandateFactory(grantor=grantor)


def test_nobody_else_gives_it(decider, worker):
    supervisor = MembershipFactory(institution=decider.institution, role=Role.SUPERVISOR)
    elsewhere = MembershipFactory(institution=InstitutionFactory(region=region("14.02")), role=Role.ADMINISTRATOR)
    for other in (worker, supervisor, elsewhere):
        with pytest.raises(NotAllowed):
            give(decider, worker, by=actor_of(other))


def test_grantor_gives_only_what_they_act_under(decider, worker):
    as_supervisor = MembershipFactory(user=decider.user, institution=decider.institution, role=Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        give(decider, worker, by=actor_of(as_supervisor))


def test_deputy_cannot_lend_on(decider, worker):
    third = MembershipFactory(institution=decider.institution)
    mandate = give(decider, worker)
    with pytest.raises(NotAllowed):
        give(decider, third, by=deputy_of(mandate))
    assert Mandate.objects.count() == 1


def test_deputy_who_holds_an_office_of_their_own_lends_that_and_not_the_lent_one(decider):
    supervisor = MembershipFactory(institution=decider.institution, role=Role.SUPERVISOR)
    third = MembershipFactory(institution=decider.institution)
    mandate = give(decider, supervisor)
    with pytest.raises(NotAllowed):
        give(supervisor, third, by=deputy_of(mandate))
    give(supervisor, third)
    assert rights(third.user) == {third.pk, supervisor.pk}


@pytest.mark.rule("mandate_to_grantor")
def test_grantor_and_deputy_are_different_persons(decider):
    own = MembershipFactory(user=decider.user, institution=decider.institution)
    with pytest.raises(RuleViolation) as refused:
        give(decider, own)
    assert codes(refused) == {"mandate_to_grantor"}


@pytest.mark.rule("mandate_to_self")
def test_administrator_gives_no_mandate_to_themselves(decider, admin):
    also = MembershipFactory(user=admin.user, institution=decider.institution)
    with pytest.raises(RuleViolation) as refused:
        give(decider, also, by=actor_of(admin))
    assert codes(refused) == {"mandate_to_self"}


@pytest.mark.rule("deputy_not_member")
@pytest.mark.parametrize("who", ["elsewhere", "administrator", "former", "inactive"])
def test_deputy_works_on_cases_in_the_same_institution(decider, who):
    deputy = {
        "elsewhere": lambda: MembershipFactory(),
        "administrator": lambda: MembershipFactory(institution=decider.institution, role=Role.ADMINISTRATOR),
        "former": lambda: MembershipFactory(institution=decider.institution, ended=True),
        "inactive": lambda: MembershipFactory(institution=decider.institution, user__is_active=False),
    }[who]()
    with pytest.raises(RuleViolation) as refused:
        give(decider, deputy)
    assert codes(refused) == {"deputy_not_member"}


@pytest.mark.rule("mandate_ends_before_start", "mandate_in_past", "mandate_too_long")
@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (-1, 5, "mandate_in_past"),
        (3, 2, "mandate_ends_before_start"),
        (0, 30, "mandate_too_long"),
        (5, 35, "mandate_too_long"),
    ],
)
def test_days_of_a_mandate(decider, worker, start, end, code):
    with pytest.raises(RuleViolation) as refused:
        give(decider, worker, valid_from=in_days(start), valid_until=in_days(end))
    assert codes(refused) == {code}


@pytest.mark.rule("mandate_too_long")
def test_mandate_runs_as_long_as_the_office_says_and_keeps_the_limit_it_was_given_under(decider, worker):
    assert give(decider, worker, valid_until=in_days(29)).limit_days == 30
    set_parameter(key="access_mandate_max_days", value=7, institution=decider.institution, by=system_actor())
    other = MembershipFactory(institution=decider.institution)
    with pytest.raises(RuleViolation) as refused:
        give(decider, other, valid_until=in_days(7))
    assert codes(refused) == {"mandate_too_long"}
    assert give(decider, other, valid_until=in_days(6)).limit_days == 7


def test_database_holds_the_days_too():
    with pytest.raises(IntegrityError, match="mandate_within_its_limit"), transaction.atomic():
        MandateFactory(valid_from=in_days(0), valid_until=in_days(30))
    with pytest.raises(IntegrityError, match="mandate_ends_after_start"), transaction.atomic():
        MandateFactory(valid_from=in_days(0), valid_until=in_days(-1))
    MandateFactory(valid_from=in_days(0), valid_until=in_days(29))


@pytest.mark.rule("mandate_overlaps")
def test_same_mandate_is_not_given_twice_for_one_day_but_again_after_it_ended(decider, worker):
    first = give(decider, worker)
    with pytest.raises(RuleViolation) as refused:
        give(decider, worker, valid_from=in_days(9), valid_until=in_days(12))
    assert codes(refused) == {"mandate_overlaps"}
    with pytest.raises(IntegrityError, match="mandates_do_not_overlap"), transaction.atomic():
        MandateFactory(grantor=decider, deputy=worker.user)
    end_mandate(mandate=first, by=actor_of(decider))
    give(decider, worker)


@pytest.mark.rule("invalid_*")
@pytest.mark.parametrize("field", ["number", "basis"])
def test_mandate_names_its_letter_and_its_basis(decider, worker, field):
    with pytest.raises(RuleViolation) as refused:
        give(decider, worker, **{field: "  "})
    assert codes(refused) == {f"invalid_{field}"}


@pytest.mark.rule("grantor_not_current")
def test_former_holder_lends_nothing(worker):
    former = MembershipFactory(institution=worker.institution, role=Role.SUPERVISOR, ended=True)
    with pytest.raises(RuleViolation) as refused:
        give(former, worker)
    assert codes(refused) == {"grantor_not_current"}


# Running


def test_mandate_lends_only_between_its_days(decider, worker):
    give(decider, worker, valid_from=in_days(2), valid_until=in_days(4))
    lent = {days for days in range(7) if decider in Membership.objects.rights_of(worker.user, in_days(days))}
    assert lent == {2, 3, 4}


def test_expired_mandate_is_dead():
    mandate = MandateFactory(past=True)
    assert mandate.grantor_id not in rights(mandate.deputy)


def test_mandate_of_an_ended_membership_is_dead_at_once(decider, worker, admin):
    give(decider, worker)
    end_membership(membership=decider, by=actor_of(admin), reason="Pindah (rekaan).")
    assert rights(worker.user) == {worker.pk}


def test_mandate_dies_with_the_deputys_own_membership(decider, worker, admin):
    give(decider, worker)
    end_membership(membership=worker, by=actor_of(admin), reason="Pindah (rekaan).")
    assert rights(worker.user) == set()


@pytest.mark.parametrize("whose", ["grantor", "deputy", "institution"])
def test_mandate_dies_with_an_account_or_the_institution(decider, worker, whose):
    give(decider, worker)
    row = {"grantor": decider.user, "deputy": worker.user, "institution": decider.institution}[whose]
    row.is_active = False
    row.save()
    assert decider.pk not in rights(worker.user)


def test_mandate_lends_nothing_to_others_of_the_office(decider, worker):
    give(decider, worker)
    other = MembershipFactory(institution=decider.institution)
    assert rights(other.user) == {other.pk}
    assert rights(decider.user) == {decider.pk}


def test_asking_for_rights_is_one_query(decider, worker, django_assert_num_queries):
    give(decider, worker)
    with django_assert_num_queries(1):
        list(Membership.objects.rights_of(worker.user).with_mandate(worker.user))


# Ending


@pytest.mark.parametrize("who", ["grantor", "deputy", "administrator"])
def test_mandate_ends_early_by_giver_deputy_or_administrator(decider, worker, admin, who):
    mandate = give(decider, worker)
    by = {"grantor": actor_of(decider), "deputy": deputy_of(mandate), "administrator": actor_of(admin)}[who]
    end_mandate(mandate=mandate, by=by, reason="Sudah kembali (rekaan).")
    assert rights(worker.user) == {worker.pk}
    event = AuditEvent.objects.get(subject=f"mandate:{mandate.pk}", verb="mandate.end")
    assert (event.user_id, event.reason) == (by.user_id, "Sudah kembali (rekaan).")


@pytest.mark.rule("mandate_ended")
def test_nobody_else_ends_it_and_nobody_twice(decider, worker):
    mandate = give(decider, worker)
    with pytest.raises(NotAllowed):
        end_mandate(mandate=mandate, by=actor_of(MembershipFactory(institution=decider.institution)))
    end_mandate(mandate=mandate, by=actor_of(decider))
    with pytest.raises(RuleViolation) as refused:
        end_mandate(mandate=mandate, by=actor_of(decider))
    assert codes(refused) == {"mandate_ended"}


# Acting


def test_deputy_acts_under_the_lent_role_and_the_trail_names_the_mandate(decider, worker):
    mandate = give(decider, worker)
    actor = deputy_of(mandate)
    assert (actor.user_id, actor.membership_id, actor.role) == (worker.user_id, decider.pk, decider.role)
    assert (actor.institution_id, actor.mandate_id) == (decider.institution_id, mandate.pk)
    assert actor_of(worker).mandate_id is None


def test_deputy_switches_in_the_header_and_back(client, decider, worker):
    mandate = give(decider, worker)
    client.force_login(worker.user)
    offered = client.get(HELP).content.decode()
    assert "Pejabat pemutus Dinas Sosial a.n. Ibu Pejabat Rekaan" in offered
    client.post(SWITCH, {"membership": decider.pk})
    assert client.get(HELP).wsgi_request.actor.mandate_id == mandate.pk
    event = AuditEvent.objects.get(verb="membership.switch")
    assert (event.user_id, event.membership_id, event.data) == (worker.user_id, decider.pk, {"mandate": mandate.pk})
    client.post(SWITCH, {"membership": worker.pk})
    acting = client.get(HELP).wsgi_request.actor
    assert (acting.role, acting.mandate_id) == (Role.FIELD_SOCIAL_WORKER, None)


def test_nobody_acts_under_a_mandate_unasked(client, decider, worker):
    """Whatever the order of names: without a choice it is a membership of one's own."""
    give(decider, worker)
    client.force_login(worker.user)
    assert client.get(HELP).wsgi_request.membership == worker


def test_session_under_a_mandate_falls_back_with_the_next_request_after_its_end(client, decider, worker):
    mandate = give(decider, worker)
    client.force_login(worker.user)
    client.post(SWITCH, {"membership": decider.pk})
    end_mandate(mandate=mandate, by=actor_of(decider))
    assert client.get(HELP).wsgi_request.membership == worker
    assert client.session[SESSION_KEY] == decider.pk, "the choice is kept, and means nothing"
    assert client.post(SWITCH, {"membership": decider.pk}).status_code == 404


def test_request_reads_memberships_and_mandates_in_one_query(client, decider, worker, django_assert_num_queries):
    client.force_login(worker.user)
    client.get(HELP)
    with CaptureQueriesContext(connection) as before:
        client.get(HELP)
    give(decider, worker)
    with django_assert_num_queries(len(before)):
        client.get(HELP)


def test_mandates_are_seen_by_giver_deputy_and_administrators(decider, worker, admin):
    mandate = give(decider, worker)
    outsider = MembershipFactory(institution=decider.institution, role=Role.SUPERVISOR)
    for one in (decider, worker, admin):
        assert list(Mandate.objects.visible_to(one.user)) == [mandate]
    for user in (outsider.user, UserFactory()):
        assert not Mandate.objects.visible_to(user).exists()
