"""People, roles and mandates kept by a program: no more than its membership may do, and nothing for its holder."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from atensi.accounts.models import User
from atensi.audit.models import AuditEvent
from institutions.models import Mandate
from institutions.permissions import can_end_mandate
from institutions.states import Role
from tests.api.client import fresh_key
from tests.api.people import program_of
from tests.api.test_keeping import codes_of, read, status_of
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db
NEW = {"name": "Umpama Baru", "username": "umpama.baru", "email": "baru@contoh.test", "role": "FIELD_SOCIAL_WORKER"}


@pytest.fixture
def keeper():
    return MembershipFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def office(keeper):
    return keeper.institution


@pytest.fixture
def program(keeper):
    return program_of(keeper)


@pytest.fixture
def elsewhere(keeper):
    """The same person keeps another office, too."""
    return MembershipFactory(user=keeper.user, role=Role.ADMINISTRATOR, institution__region=region("14.04"))


def listed(program, name, *ids, **query):
    return [row["id"] for row in program.ask(name, *ids, **query)["results"]]


def test_an_account_is_made_once_and_its_mail_sent_once(program, office, django_capture_on_commit_callbacks):
    key = fresh_key()
    with django_capture_on_commit_callbacks(execute=True):
        made = program.tell("people_write", key=key, institution=office.pk, **NEW)
        assert program.tell("people_write", key=key, institution=office.pk, **NEW) == made
    assert [(row["role"], row["institution"]["id"]) for row in made["memberships"]] == [(NEW["role"], office.pk)]
    assert not User.objects.get(pk=made["id"]).has_usable_password()
    assert [letter.to for letter in mail.outbox] == [[NEW["email"]]]
    with django_capture_on_commit_callbacks(execute=True):
        program.tell("person_password_link_write", made["id"])
    assert len(mail.outbox) == 2
    same = NEW | {"email": "lain@contoh.test"}
    assert codes_of(program.tell, "people_write", institution=office.pk, **same) == {"invalid_username"}


def test_a_person_is_corrected_as_they_were_read(program, office):
    person = MembershipFactory(institution=office).user
    told, tag = read(program, "person_detail_read", person.pk)
    fresh = {"name": "Umpama Lain", "email": told["email"], "phone": "0811000"}
    answer = program.tell("person_detail_change", person.pk, match=tag, **fresh)
    assert {name: answer[name] for name in fresh} == fresh
    assert status_of(program.tell, "person_detail_change", person.pk, match=tag, **fresh) == 412
    person.refresh_from_db()
    person.last_login = timezone.now()
    person.save()
    other = fresh | {"email": "lain@contoh.test"}
    assert codes_of(program.tell, "person_detail_change", person.pk, match="*", **other) == {"email_in_use"}


def test_an_account_is_closed_and_opened(program, office, keeper):
    person = MembershipFactory(institution=office).user
    assert listed(program, "people_read", q=person.name) == [person.pk]
    assert status_of(program.tell, "person_closing_write", person.pk) == 400
    assert program.tell("person_closing_write", person.pk, reason="Pindah (rekaan).")["is_active"] is False
    assert listed(program, "people_read", status="closed") == [person.pk]
    assert program.tell("person_opening_write", person.pk)["is_active"] is True
    assert codes_of(program.tell, "person_closing_write", keeper.user_id, reason="x") == {"own_account"}


def test_who_works_elsewhere_too_keeps_their_account(program, office):
    person = MembershipFactory(institution=office).user
    MembershipFactory(user=person, institution__region=region("14.04"))
    assert status_of(program.tell, "person_closing_write", person.pk, reason="x") == 403
    assert status_of(program.tell, "person_detail_change", person.pk, match="*") == 403
    assert len(program.ask("person_detail_read", person.pk)["memberships"]) == 1  # of the other place nothing is told


def test_a_role_is_given_and_ended(program, office):
    person = MembershipFactory(institution__region=region("14.04")).user
    given = {"login": person.username, "role": "SUPERVISOR"}
    made = program.tell("memberships_write", office.pk, key=fresh_key(), **given)
    assert (made["person"]["id"], made["role"]) == (person.pk, "SUPERVISOR")
    assert made["id"] in listed(program, "memberships_read", office.pk)
    assert codes_of(program.tell, "memberships_write", office.pk, **given) >= {"membership_exists"}
    assert codes_of(program.tell, "memberships_write", office.pk, **given | {"role": "LKSA_STAFF"}) == {
        "role_not_of_kind"
    }
    assert status_of(program.tell, "memberships_write", office.pk, **given | {"login": "tidak.ada"}) == 400
    assert program.tell("membership_end_write", made["id"], reason="Pindah (rekaan).")["ended_at"]
    assert codes_of(program.tell, "membership_end_write", made["id"], reason="x") == {"membership_ended"}


# Nothing for its holder, and nothing by what else the holder is


def test_a_token_raises_nobody_not_even_by_another_role_of_its_holder(program, office, keeper, elsewhere):
    own = {"login": keeper.user.username, "role": "SOCIAL_OFFICE_DECIDER"}
    assert codes_of(program.tell, "memberships_write", office.pk, **own) == {"own_membership"}
    assert status_of(program.tell, "memberships_write", elsewhere.institution_id, **own) == 403
    assert status_of(program.tell, "people_write", institution=elsewhere.institution_id, **NEW) == 403
    assert not User.objects.filter(username=NEW["username"]).exists()


def test_a_token_finds_only_the_people_of_its_own_membership(program, office, elsewhere):
    here, there = MembershipFactory(institution=office), MembershipFactory(institution=elsewhere.institution)
    assert here.user_id in listed(program, "people_read")
    assert there.user_id not in listed(program, "people_read")
    assert status_of(program.ask, "person_detail_read", there.user_id) == 404
    assert status_of(program.tell, "membership_end_write", there.pk, reason="x") == 404
    assert status_of(program.ask, "memberships_read", elsewhere.institution_id) == 403
    other = program_of(elsewhere)
    assert there.user_id in listed(other, "people_read")
    assert here.user_id not in listed(other, "people_read")


def test_a_workers_token_keeps_nobody_although_the_worker_is_an_administrator_elsewhere(keeper, office):
    worker = MembershipFactory(user=keeper.user, institution=office)
    program = program_of(worker)
    for call, name, *ids in (
        (program.ask, "people_read"),
        (program.ask, "settings_read"),
        (program.tell, "people_write"),
        (program.tell, "memberships_write", office.pk),
        (program.tell, "person_closing_write", keeper.user_id),
        (program.tell, "membership_end_write", keeper.pk),
        (program.tell, "institution_detail_change", office.pk),
    ):
        assert status_of(call, name, *ids) == 403, name


# Mandates


@pytest.fixture
def decider(office):
    return MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=office)


def lent(membership, deputy, **more):
    today = timezone.localdate()
    days = {"valid_from": today.isoformat(), "valid_until": (today + timedelta(days=9)).isoformat()}
    return {
        "membership": membership.pk,
        "deputy": deputy.pk,
        "number": "800/1",
        "basis": "Cuti (rekaan).",
        **days,
        **more,
    }


def test_who_holds_an_office_lends_it_by_a_program(decider, office):
    colleague = MembershipFactory(institution=office).user
    program = program_of(decider)
    told = program.ask("lending_read", office.pk)
    assert [row["id"] for row in told["memberships"]] == [decider.pk]
    assert [person["id"] for person in told["deputies"]] == [colleague.pk]
    assert AuditEvent.objects.get(verb="institution.members").subject == f"institution:{office.pk}"
    made = program.tell("lending_write", office.pk, key=fresh_key(), **lent(decider, colleague))
    assert (made["grantor"]["id"], made["deputy"]["id"]) == (decider.user_id, colleague.pk)
    assert listed(program, "mandates_read") == [made["id"]]
    assert codes_of(program.tell, "lending_write", office.pk, **lent(decider, colleague)) == {"mandate_overlaps"}
    assert program.tell("mandate_end_write", made["id"], reason="Sudah kembali (rekaan).")["ended_at"]
    assert codes_of(program.tell, "mandate_end_write", made["id"], reason="x") == {"mandate_ended"}


def test_an_administrators_program_lends_anybodys_office_but_to_its_holder(program, keeper, decider, office):
    worker = MembershipFactory(user=keeper.user, institution=office)
    assert status_of(program.tell, "lending_write", office.pk, **lent(decider, worker.user)) == 400
    colleague = MembershipFactory(institution=office).user
    assert program.tell("lending_write", office.pk, **lent(decider, colleague))["deputy"]["id"] == colleague.pk
    assert Mandate.objects.get().granted_by_id == keeper.user_id


def test_a_program_lends_no_office_but_that_of_its_own_membership(decider, office):
    supervisor = MembershipFactory(user=decider.user, role=Role.SUPERVISOR, institution=office)
    colleague = MembershipFactory(institution=office).user
    assert status_of(program_of(supervisor).tell, "lending_write", office.pk, **lent(decider, colleague)) == 400
    assert status_of(program_of(MembershipFactory(institution=office)).ask, "lending_read", office.pk) == 403
    assert not Mandate.objects.exists()


def test_a_program_sees_and_ends_a_mandate_only_where_its_membership_gave_or_holds_it(decider):
    given = MandateFactory(grantor=decider)
    elsewhere = MembershipFactory(
        user=decider.user, role=Role.SUPERVISOR, institution=InstitutionFactory(region=region("14.04"))
    )
    other = program_of(elsewhere)
    assert listed(other, "mandates_read") == []
    assert status_of(other.tell, "mandate_end_write", given.pk, reason="x") == 404
    deputy = given.deputy.memberships.get()
    assert listed(program_of(deputy), "mandates_read") == [given.pk]
    abroad = MembershipFactory(user=given.deputy, institution=elsewhere.institution)
    assert listed(program_of(abroad), "mandates_read") == []
    assert program_of(deputy).tell("mandate_end_write", given.pk, reason="Kembali (rekaan).")["ended_at"]


def test_a_token_ends_a_mandate_only_under_a_membership_that_has_to_do_with_it(decider):
    given = MandateFactory(grantor=decider)
    elsewhere = MembershipFactory(user=decider.user, institution__region=region("14.04"))
    assert not can_end_mandate(replace(actor_of(elsewhere), is_bound=True), elsewhere.institution, given)
    assert can_end_mandate(actor_of(elsewhere), elsewhere.institution, given)  # in person it is their own
    assert can_end_mandate(replace(actor_of(decider), is_bound=True), decider.institution, given)
