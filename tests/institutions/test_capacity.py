"""Places by age and sex: the rows, the service, the page."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation, StaleWrite
from institutions.models import CapacityBand
from institutions.services.capacity import set_capacity_bands
from institutions.services.institutions import update_institution
from institutions.states import BandSex, Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return MembershipFactory(institution=InstitutionFactory(), role=Role.ADMINISTRATOR)


@pytest.fixture
def home():
    return InstitutionFactory(lksa=True, places=10)


def band(age_from=0, age_to=5, places=4, sex=BandSex.ANY):
    return CapacityBand(sex=sex, age_from=age_from, age_to=age_to, places=places)


def codes(caught) -> set[str]:
    return {problem.code for problem in caught.value.problems}


def test_keepers_divide_the_places_and_the_trail_says_how(home, keeper):
    set_capacity_bands(institution=home, bands=[band(), band(6, 17, 6, BandSex.MALE)], by=actor_of(keeper))
    assert [str(row) for row in home.bands.all()] == ["0-5 tahun", "Laki-laki, 6-17 tahun"]
    event = AuditEvent.objects.get(subject=f"institution:{home.pk}")
    assert (event.verb, event.data["bands"]) == ("institution.set_bands", [["ANY", 0, 5, 4], ["MALE", 6, 17, 6]])
    set_capacity_bands(institution=home, bands=[], by=actor_of(keeper))
    assert not home.bands.exists()


def test_nobody_else_divides_them(home):
    with pytest.raises(NotAllowed):
        set_capacity_bands(institution=home, bands=[band()], by=actor_of(MembershipFactory(role=Role.SUPERVISOR)))


@pytest.mark.rule("bands_exceed_places", "bands_overlap", "band_ages", "band_empty")
@pytest.mark.parametrize(
    ("bands", "code"),
    [
        ([band(places=6), band(6, 17, 5)], "bands_exceed_places"),
        ([band(0, 6), band(6, 17)], "bands_overlap"),
        ([band(0, 17), band(5, 9, 2, BandSex.FEMALE)], "bands_overlap"),
        ([band(9, 5)], "band_ages"),
        ([band(0, 121)], "band_ages"),
        ([band(places=0)], "band_empty"),
    ],
)
def test_bands_that_do_not_add_up_are_refused(home, keeper, bands, code):
    with pytest.raises(RuleViolation) as caught:
        set_capacity_bands(institution=home, bands=bands, by=actor_of(keeper))
    assert codes(caught) == {code}
    assert not home.bands.exists()


def test_girls_and_boys_of_one_age_are_two_bands(home, keeper):
    bands = [band(sex=BandSex.FEMALE), band(sex=BandSex.MALE)]
    set_capacity_bands(institution=home, bands=bands, by=actor_of(keeper))
    assert home.bands.count() == 2


def test_places_do_not_fall_below_the_sum_of_the_bands(home, keeper):
    set_capacity_bands(institution=home, bands=[band(places=8)], by=actor_of(keeper))
    with pytest.raises(RuleViolation) as caught:
        update_institution(institution=home, by=actor_of(keeper), places=7)
    assert codes(caught) == {"bands_exceed_places"}


def test_an_office_has_no_bands(keeper):
    with pytest.raises(RuleViolation) as caught:
        set_capacity_bands(institution=keeper.institution, bands=[band()], by=actor_of(keeper))
    assert "places_not_residential" in codes(caught)


def test_a_change_somebody_else_made_is_not_overwritten(home, keeper):
    seen_at = home.updated_at
    update_institution(institution=home, by=actor_of(keeper), phone="0761-1")
    with pytest.raises(StaleWrite):
        set_capacity_bands(institution=home, bands=[band()], by=actor_of(keeper), seen_at=seen_at)


@pytest.mark.parametrize(
    "other",
    [
        {"age_from": 5, "age_to": 9, "sex": BandSex.ANY},
        {"age_from": 0, "age_to": 0, "sex": BandSex.FEMALE},
        {"age_from": 9, "age_to": 121, "sex": BandSex.ANY},
    ],
)
def test_the_database_refuses_bands_that_meet_or_lie_beyond_any_age(home, other):
    CapacityBand.objects.create(institution=home, age_from=0, age_to=5, places=1)
    with pytest.raises(IntegrityError):
        CapacityBand.objects.create(institution=home, places=1, **other)


def test_the_database_takes_bands_side_by_side(home):
    for sex in (BandSex.MALE, BandSex.FEMALE):
        CapacityBand.objects.create(institution=home, age_from=0, age_to=5, places=1, sex=sex)
    CapacityBand.objects.create(institution=home, age_from=6, age_to=9, places=1)


def rows_of(home, client, *rows):
    """What the page posts: its rows with `rows` on top."""
    page = client.get(reverse("institutions:capacity_edit", args=[home.pk]))
    data = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 0, "seen_at": home.updated_at.isoformat()}
    assert data["seen_at"][:19] in page.content.decode() or page.context["institution"] == home
    for number, (sex, first, last, places) in enumerate(rows):
        names = {"sex": sex, "age_from": first, "age_to": last, "places": places}
        data |= {f"form-{number}-{name}": value for name, value in names.items()}
    return data


def test_page_saves_what_was_filled_in_and_shows_what_is_wrong(client, home, keeper):
    client.force_login(keeper.user)
    url = reverse("institutions:capacity_edit", args=[home.pk])
    half = client.post(url, rows_of(home, client, ("ANY", "0", "", "4")))
    assert half.status_code == 422
    much = client.post(url, rows_of(home, client, ("ANY", "0", "17", "40")))
    assert (much.status_code, CapacityBand.objects.count()) == (409, 0)
    done = client.post(url, rows_of(home, client, ("ANY", "0", "5", "4"), ("FEMALE", "6", "17", "6")))
    assert (done.status_code, home.bands.count()) == (302, 2)
    stale = client.post(url, rows_of(home, client, ("ANY", "0", "5", "4")))
    assert (stale.status_code, home.bands.count()) == (409, 2)


def test_page_is_for_keepers_of_a_residence(client, home, keeper):
    client.force_login(MembershipFactory(institution=InstitutionFactory(), role=Role.ADMINISTRATOR).user)
    office_page = reverse("institutions:capacity_edit", args=[keeper.institution.pk])
    client.force_login(keeper.user)
    assert client.get(office_page).status_code == 404
    far = InstitutionFactory(lksa=True, region=InstitutionFactory(sentra=True).region)
    assert client.get(reverse("institutions:capacity_edit", args=[far.pk])).status_code == 403
