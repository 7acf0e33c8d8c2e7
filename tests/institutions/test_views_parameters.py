from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from institutions.models import Parameter
from institutions.parameters import DEFINITIONS, value_for
from institutions.states import Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

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
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_set(client, admin, key, value, days, field):
    response = client.post(edit(key), data(value, days))
    assert response.context["form"].errors.keys() == {field}
    assert not Parameter.objects.filter(key=key).exists()


def test_a_map_has_a_box_for_each_number_with_its_present_value(client, admin):
    page = client.get(edit("accreditation_cutoffs"))
    assert [box.value() for box in page.context["form"].asked] == [86, 71, 56]
    begins = {"valid_from": timezone.localdate().isoformat()}
    client.post(edit("accreditation_cutoffs"), {"value_A": "90", "value_B": "75", "value_C": "60", **begins})
    assert value_for("accreditation_cutoffs", admin.institution) == {"A": 90, "B": 75, "C": 60}
    page = client.post(edit("accreditation_cutoffs"), {"value_A": "60", "value_B": "75", "value_C": "", **begins})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"value_C"}
    page = client.post(edit("accreditation_cutoffs"), {"value_A": "60", "value_B": "75", "value_C": "90", **begins})
    assert page.context["form"].errors == {"value_A": ["Urutkan dari besar ke kecil."]}


def test_a_list_of_fixed_length_has_its_boxes_and_another_list_one(client, admin):
    assert len(client.get(edit("sentra_shelter_bands_days")).context["form"].asked) == 3
    begins = {"valid_from": timezone.localdate().isoformat()}
    client.post(edit("sentra_shelter_bands_days"), {"value_1": "10", "value_2": "50", "value_3": "100", **begins})
    assert value_for("sentra_shelter_bands_days", admin.institution) == [10, 50, 100]
    client.post(edit("review_notice_days_before"), data("7, 1"))
    assert value_for("review_notice_days_before", admin.institution) == [7, 1]
    client.post(edit("under_five_review_factor"), data("0,25"))
    assert value_for("under_five_review_factor", admin.institution) == 0.25


@pytest.mark.parametrize("key", [key for key, definition in DEFINITIONS.items() if not definition.is_national])
def test_every_setting_is_kept_as_it_stands_by_sending_its_own_form(client, admin, key):
    form = client.get(edit(key)).context["form"]
    begins = {"valid_from": timezone.localdate().isoformat()}
    sent = client.post(edit(key), {box.html_name: box.value() or "" for box in form.asked} | begins)
    if "value" in form.fields and form.fields["value"].initial is None:
        assert sent.status_code == 422, "a single box starts empty"
        return
    assert sent.status_code == 302
    assert value_for(key, admin.institution) == DEFINITIONS[key].default


def test_history_tells_who_set_what_from_when_and_what_is_inherited(client, admin):
    province = InstitutionFactory(provincial=True, name="Dinas Sosial Provinsi Umpama")
    Parameter.objects.create(key=KEY, institution=province, value=15)
    client.post(edit(), data("12"))
    client.post(edit(), data("10", days=3))
    lines = client.get(edit()).context["history"]
    told = [(line.words, line.is_own, line.is_now, line.is_coming) for line in lines]
    assert told == [("10", True, False, True), ("12", True, True, False), ("15", False, False, False)]
    page = client.get(edit()).content.decode()
    assert admin.user.name in page
    assert "Dinas Sosial Provinsi Umpama" in page


def test_a_value_that_has_not_begun_is_taken_back_and_stays_in_the_history(client, admin):
    client.post(edit(), data("10", days=3))
    row = Parameter.objects.get(key=KEY)
    assert client.post(reverse("institutions:parameter_cancel", args=[row.pk])).status_code == 302
    assert value_for(KEY, admin.institution, on=row.valid_from) == DEFINITIONS[KEY].default
    assert rows(client)[KEY]["coming"] is None
    page = client.get(edit())
    assert "Dibatalkan" in page.content.decode()
    row.refresh_from_db()
    assert (row.cancelled_by, row.value) == (admin.user, 10)
    assert AuditEvent.objects.get(verb="parameter.cancel").user_id == admin.user_id


def test_of_two_values_for_the_same_coming_day_the_last_will_count(client, admin):
    client.post(edit(), data("10", days=3))
    client.post(edit(), data("9", days=3))
    history = client.get(edit()).context["history"]
    assert [(line.words, line.is_coming) for line in history] == [("9", True), ("10", False)]
    client.post(reverse("institutions:parameter_cancel", args=[history[0].row.pk]))
    history = client.get(edit()).context["history"]
    assert [(line.words, line.is_coming) for line in history] == [("9", False), ("10", True)]


def test_another_offices_value_is_not_found_for_taking_back(client, admin):
    other = InstitutionFactory(region=region("14.02"))
    coming = timezone.localdate() + timedelta(days=3)
    row = Parameter.objects.create(key=KEY, institution=other, value=9, valid_from=coming)
    nation = Parameter.objects.create(key=KEY, value=9, valid_from=coming)
    for one in (row, nation):
        assert client.post(reverse("institutions:parameter_cancel", args=[one.pk])).status_code == 404


def test_a_value_of_a_home_that_the_office_keeps_is_not_found_for_taking_back(client, admin):
    home = InstitutionFactory(lksa=True)
    row = Parameter.objects.create(key=KEY, institution=home, value=9, valid_from=timezone.localdate() + timedelta(3))
    assert Parameter.objects.visible_to(admin.user).filter(pk=row.pk).exists()
    assert client.post(reverse("institutions:parameter_cancel", args=[row.pk])).status_code == 404


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
    with django_assert_num_queries(5):
        client.get(LIST)
    Parameter.objects.bulk_create(
        Parameter(key=key, institution=admin.institution, value=definition.default)
        for key, definition in DEFINITIONS.items()
    )
    with django_assert_num_queries(5):
        client.get(LIST)


def test_the_form_runs_a_fixed_number_of_queries(client, admin, django_assert_num_queries):
    client.get(edit())
    with django_assert_num_queries(7):
        client.get(edit())
    for days in range(4):
        client.post(edit(), data(str(9 + days), days=days))
    with django_assert_num_queries(7):
        client.get(edit())
