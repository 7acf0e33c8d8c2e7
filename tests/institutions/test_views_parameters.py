from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from institutions.models import Parameter
from institutions.parameters import DEFINITIONS, value_for
from institutions.states import Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory

pytestmark = pytest.mark.django_db
LIST = reverse("institutions:parameter_list")
KEY = "short_term_months"


def edit(key=KEY):
    return reverse("institutions:parameter_edit", args=[key])


def data(value, days=0):
    return {"value": value, "valid_from": (timezone.localdate() + timedelta(days=days)).isoformat()}


@pytest.fixture
def admin(client):
    membership = MembershipFactory(role=Role.ADMINISTRATOR)
    client.force_login(membership.user)
    return membership


def rows(client):
    return {row["key"]: row for row in client.get(LIST).context["rows"]}


def test_every_setting_is_listed_with_value_and_source(client, admin):
    province = InstitutionFactory(provincial=True, name="Dinas Sosial Provinsi Umpama")
    Parameter.objects.create(key=KEY, institution=province, value=15)
    assert rows(client).keys() == DEFINITIONS.keys()
    assert "Dinas Sosial Provinsi Umpama" in client.get(LIST).content.decode()


def test_a_new_value_counts_from_its_day(client, admin):
    client.post(edit(), data("12"))
    client.post(edit(), data("10", days=3))
    row = rows(client)[KEY]
    assert (row["value"], row["is_own"], row["coming_value"]) == ("12", True, "10")
    assert value_for(KEY, admin.institution, on=timezone.localdate() + timedelta(days=3)) == 10
    assert AuditEvent.objects.filter(verb="parameter.set").count() == 2


@pytest.mark.parametrize(
    ("key", "value", "days", "field"),
    [
        (KEY, "dua belas", 0, "value"),
        (KEY, "12", -1, "valid_from"),
        ("accreditation_required", "mungkin", 0, "value"),
        ("accreditation_cutoffs", "A=1", 0, "value"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_set(client, admin, key, value, days, field):
    response = client.post(edit(key), data(value, days))
    assert response.context["form"].errors.keys() == {field}
    assert not Parameter.objects.filter(key=key).exists()


def test_a_yes_or_no_setting_is_chosen(client, admin):
    client.post(edit("accreditation_required"), data("ya"))
    assert value_for("accreditation_required", admin.institution) is True


def test_national_settings_are_shown_and_not_changed_here(client, admin):
    assert rows(client)["session_idle_minutes"]["is_national"]
    assert client.get(edit("session_idle_minutes")).status_code == 403
    assert client.get(edit("tidak-ada")).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_other_roles_are_refused(client, role):
    client.force_login(MembershipFactory(role=role).user)
    assert client.get(LIST).status_code == 403
    assert client.post(edit(), data("12")).status_code == 403


def test_the_list_runs_a_fixed_number_of_queries(client, admin, django_assert_num_queries):
    client.get(LIST)
    with django_assert_num_queries(6):
        client.get(LIST)
    Parameter.objects.bulk_create(
        Parameter(key=key, institution=admin.institution, value=definition.default)
        for key, definition in DEFINITIONS.items()
    )
    with django_assert_num_queries(6):
        client.get(LIST)
