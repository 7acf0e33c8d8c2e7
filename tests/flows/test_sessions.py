"""design.md 3: a membership that ends takes sessions with it at once. Each test opens a session first, and shows what
the very next request finds."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atensi.audit.actor import system_actor
from cases.services.shares import share_case
from institutions.models import Membership
from institutions.services.mandates import end_mandate
from institutions.services.memberships import end_membership
from institutions.services.people import activate_person, deactivate_person
from institutions.states import Role
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
LOGIN, LIST, SWITCH = (reverse(name) for name in ("account_login", "cases:list", "institutions:switch_membership"))
OLD, NEW = "sandi-umpama-panjang", "sandi-umpama-lain-sekali"


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def worker(case):
    return case.worker.memberships.get()


@pytest.fixture
def admin(case):
    return MembershipFactory(institution=case.office, role=Role.ADMINISTRATOR)


def page(case):
    return reverse("cases:case", args=[case.pk])


def opened(membership, case, *, acting=None) -> Client:
    """A session in which the case was open a moment ago."""
    client = Client()
    client.force_login(membership.user)
    if acting is not None:
        client.post(SWITCH, {"membership": acting.pk})
    assert client.get(page(case)).status_code == 200
    return client


def is_sent_to_sign_in(response) -> bool:
    return response.status_code == 302 and response["Location"].startswith(LOGIN)


def signed_in(user, password) -> Client:
    client = Client()
    client.post(LOGIN, {"login": user.username, "password": password, "next": LIST})
    assert "_auth_user_id" in client.session
    return client


@pytest.fixture
def with_password(worker):
    cache.clear()
    worker.user.set_password(OLD)
    worker.user.save()
    return worker.user


# Memberships


def test_ended_membership_closes_the_case_with_the_next_request(case, worker, admin):
    client = opened(worker, case)
    end_membership(membership=worker, by=actor_of(admin), reason="Pindah (rekaan).")
    assert client.get(page(case)).status_code == 403
    assert client.get(LIST).status_code == 403


def test_who_works_elsewhere_too_finds_the_case_no_more(case, worker, admin):
    client = opened(worker, case)
    MembershipFactory(user=worker.user, institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)
    end_membership(membership=worker, by=actor_of(admin), reason="Pindah (rekaan).")
    assert client.get(page(case)).status_code == 404
    assert client.get(LIST).status_code == 200


def test_membership_that_runs_out_at_midnight_is_over_the_day_after(case, worker):
    client = opened(worker, case)
    Membership.objects.filter(pk=worker.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    assert client.get(page(case)).status_code == 403


def test_share_of_an_institution_is_lost_with_the_membership_there(case, worker):
    officer = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)
    share_case(case=case, institution=officer.institution, by=actor_of(worker))
    client = opened(officer, case)
    end_membership(membership=officer, by=system_actor(), reason="Pindah (rekaan).")
    assert client.get(page(case)).status_code == 403


def test_closed_institution_ends_what_its_people_see(case, worker):
    client = opened(worker, case)
    case.office.is_active = False
    case.office.save()
    assert client.get(page(case)).status_code == 403


@pytest.mark.parametrize("end", ["mandate", "membership of the grantor"])
def test_deputy_loses_the_office_with_the_next_request(case, admin, end):
    decider = MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER)
    colleague = MembershipFactory(institution=case.office)
    mandate = MandateFactory(grantor=decider, deputy=colleague.user)
    client = opened(colleague, case, acting=decider)
    if end == "mandate":
        end_mandate(mandate=mandate, by=actor_of(decider))
    else:
        end_membership(membership=decider, by=actor_of(admin), reason="Pensiun (rekaan).")
    assert client.get(page(case)).status_code == 404
    assert client.get(LIST).wsgi_request.actor.role == Role.FIELD_SOCIAL_WORKER


# Accounts


def test_closed_account_is_signed_out_with_the_next_request(case, worker, admin):
    client = opened(worker, case)
    deactivate_person(user=worker.user, by=actor_of(admin), reason="Berhenti (rekaan).")
    assert is_sent_to_sign_in(client.get(page(case)))


def test_account_opened_again_has_to_sign_in_anew(case, worker, admin):
    """The session that the closing ended does not come back to life."""
    client = opened(worker, case)
    deactivate_person(user=worker.user, by=actor_of(admin), reason="Berhenti (rekaan).")
    activate_person(user=worker.user, by=actor_of(admin))
    assert is_sent_to_sign_in(client.get(page(case)))


def test_changed_password_ends_all_other_sessions_with_their_next_request(case, with_password):
    here, elsewhere = signed_in(with_password, OLD), signed_in(with_password, OLD)
    change = {"oldpassword": OLD, "password1": NEW, "password2": NEW}
    assert here.post(reverse("account_change_password"), change).status_code == 302
    assert here.get(page(case)).status_code == 200, "who changed it stays"
    assert is_sent_to_sign_in(elsewhere.get(page(case)))
    signed_in(with_password, NEW)


def test_password_set_by_mail_ends_all_sessions(case, with_password, mailoutbox):
    thief = signed_in(with_password, OLD)
    Client().post(reverse("account_reset_password"), {"email": with_password.email})
    link = next(word for word in mailoutbox[0].body.split() if "/sandi/lupa/" in word)
    client = Client()
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert is_sent_to_sign_in(thief.get(page(case)))
    signed_in(with_password, NEW)
