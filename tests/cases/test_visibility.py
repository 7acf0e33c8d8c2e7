"""design.md 3: `visible_to` is the OR of `scopes`, and both are what the memberships say. There is no second truth."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from guardian.shortcuts import assign_perm
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Case
from cases.querysets import SHARE_PERMISSION
from institutions.models import Mandate, Membership
from institutions.states import CASE_ROLES, LENDING_ROLES, OFFICE_ROLES, Role
from tests.accounts.factories import UserFactory
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, region

OFFICES, USERS = 3, 3
# When a membership runs, in days from today: (from, until).
PERIODS = [(-10, None), (-10, 0), (0, None), (-10, -1), (1, None)]


@dataclass(frozen=True)
class World:
    """memberships: (user, institution, role, period); cases: (worker, office); shares: (case, institution);
    mandates: (membership, deputy, days from today on which it runs)."""

    memberships: list[tuple[int, int, str, int]]
    cases: list[tuple[int, int]]
    shares: list[tuple[int, int]]
    mandates: list[tuple[int, int, tuple[int, int]]]
    inactive_user: int | None
    inactive_office: int | None

    def holds(self, user: int) -> set[tuple[int, str]]:
        """(institution, role) of the memberships that `user` holds today."""
        return {
            (office, role)
            for someone, office, role, period in self.memberships
            if someone == user
            and PERIODS[period] in PERIODS[:3]
            and user != self.inactive_user
            and office != self.inactive_office
        }

    def lent(self, user: int) -> set[tuple[int, str]]:
        """(institution, role) that `user` holds by mandate: the giver holds it, and `user` works on cases there."""
        own = {office for office, role in self.holds(user) if role in CASE_ROLES}
        found = set()
        for number, deputy, (start, end) in self.mandates:
            giver, office, role, period = self.memberships[number]
            current = (office, role) in self.holds(giver) and PERIODS[period] in PERIODS[:3]
            if deputy == user and current and office in own and start <= 0 <= end:
                found.add((office, role))
        return found

    def works(self, user: int, roles: frozenset[str]) -> set[int]:
        """Institutions where `user` works today in one of `roles`, by a membership or by a mandate."""
        return {office for office, role in self.holds(user) | self.lent(user) if role in roles}

    def scopes(self, user: int) -> dict[str, set[int]]:
        """What `user` may see, counted by hand: indexes of cases."""
        at, over = self.works(user, frozenset({Role.FIELD_SOCIAL_WORKER})), self.works(user, OFFICE_ROLES)
        receiving = self.works(user, CASE_ROLES - {Role.FIELD_SOCIAL_WORKER})
        numbered = list(enumerate(self.cases))
        return {
            "mine": {number for number, (worker, office) in numbered if worker == user and office in at},
            "office": {number for number, (_worker, office) in numbered if office in over},
            "shared": {case for case, institution in self.shares if institution in receiving},
        }


@st.composite
def worlds(draw) -> World:
    user, office = st.integers(0, USERS - 1), st.integers(0, OFFICES - 1)
    memberships = draw(
        st.lists(
            st.tuples(user, office, st.sampled_from(list(Role)), st.integers(0, len(PERIODS) - 1)),
            max_size=6,
            unique=True,
        )
    )
    cases = draw(st.lists(st.tuples(user, office), min_size=1, max_size=5))
    shares = draw(st.lists(st.tuples(st.integers(0, len(cases) - 1), office), max_size=3, unique=True))
    lending = [number for number, (_who, _office, role, _period) in enumerate(memberships) if role in LENDING_ROLES]
    days = st.sampled_from([(-5, 5), (-5, 0), (0, 0), (-5, -1), (1, 5)])
    lent = st.tuples(st.sampled_from(lending or [0]), user, days)
    mandates = draw(st.lists(lent, max_size=3 if lending else 0, unique_by=lambda one: one[:2]))
    return World(memberships, cases, shares, mandates, draw(st.none() | user), draw(st.none() | office))


def build(world: World):
    """The world's rows: users and cases, in the order of their numbers."""
    today = timezone.localdate()
    users = [UserFactory(is_active=number != world.inactive_user) for number in range(USERS)]
    offices = [
        InstitutionFactory(region=region("14.01"), is_active=number != world.inactive_office)
        for number in range(OFFICES)
    ]
    memberships = []
    for user, office, role, period in world.memberships:
        start, end = PERIODS[period]
        row = MembershipFactory(
            user=users[user],
            institution=offices[office],
            role=role,
            # one day apart, so that two periods of one role do not begin together
            valid_from=today + timedelta(days=start - period if start < 0 else start),
            valid_until=None if end is None else today + timedelta(days=end),
        )
        memberships.append(row)
    for number, deputy, (start, end) in world.mandates:
        MandateFactory(
            grantor=memberships[number],
            deputy=users[deputy],
            valid_from=today + timedelta(days=start),
            valid_until=today + timedelta(days=end),
        )
    cases = []
    for worker, office in world.cases:
        past = MembershipFactory.build(user=users[worker], institution=offices[office])
        cases.append(CaseFactory(worker_membership=past, beneficiary__worker_membership=past))
    for case, institution in world.shares:
        assign_perm(SHARE_PERMISSION, offices[institution].group, cases[case])
    return users, cases


@pytest.mark.django_db
@given(world=worlds())
def test_visible_is_the_or_of_the_scopes_and_what_the_memberships_say(world):
    with transaction.atomic():
        users, cases = build(world)
        numbers = {case.pk: number for number, case in enumerate(cases)}
        for number, user in enumerate(users):
            scopes = {name: {numbers[row.pk] for row in rows} for name, rows in Case.objects.scopes(user).items()}
            visible = [numbers[row.pk] for row in Case.objects.visible_to(user)]

            assert scopes == world.scopes(number)
            assert set(visible) == set().union(*scopes.values())
            assert len(visible) == len(set(visible)), "a case seen by two ways stands in the list once"
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_narrowing_before_asking_changes_nothing_about_who_sees():
    membership = MembershipFactory()
    mine, other = CaseFactory(worker_membership=membership), CaseFactory()

    assert list(Case.objects.filter(pk__in=[mine.pk, other.pk]).visible_to(membership.user)) == [mine]
    assert list(Case.objects.filter(pk=other.pk).visible_to(membership.user)) == []


@pytest.mark.django_db
def test_deputy_sees_the_grantors_office_while_the_mandate_runs():
    mandate = MandateFactory(grantor__role=Role.SUPERVISOR)
    case = CaseFactory(worker_membership=MembershipFactory(institution=mandate.grantor.institution))

    assert list(Case.objects.scopes(mandate.deputy)["office"]) == [case]
    Mandate.objects.filter(pk=mandate.pk).update(ended_at=timezone.now())
    assert not Case.objects.visible_to(mandate.deputy).exists()


@pytest.mark.django_db
def test_rights_are_found_by_person_whatever_the_number_of_memberships():
    """No walk over the whole table: the plan goes by index, even when PostgreSQL would find a small table cheaper."""
    user = CaseFactory().worker
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Membership.objects.rights_of(user).explain()

    assert "Seq Scan on institutions_membership" not in plan
    assert "Seq Scan on institutions_mandate" not in plan


@pytest.mark.django_db
def test_superuser_and_staff_flags_show_nothing():
    CaseFactory()
    user = UserFactory(is_superuser=True, is_staff=True)

    assert not Case.objects.visible_to(user).exists()


@pytest.mark.django_db
def test_asking_what_is_visible_takes_one_query(django_assert_num_queries):
    user = CaseFactory().worker

    with django_assert_num_queries(1):
        list(Case.objects.visible_to(user))
