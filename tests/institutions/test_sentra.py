import pytest

from atensi.audit.actor import system_actor
from atensi.reference.models import Region
from institutions.models import Institution
from institutions.sentra import KEY, load_sentra, rows
from institutions.services.institutions import update_institution
from institutions.states import Kind

pytestmark = pytest.mark.django_db


def test_the_ministry_has_31_units_in_real_cities():
    assert len(rows()) == 31
    assert len({row["code"] for row in rows()}) == 31
    cities = {row["regency"] for row in rows()}
    assert Region.objects.filter(pk__in=cities, level=Region.Level.REGENCY).count() == len(cities)


def test_loading_again_changes_nothing_and_keeps_what_was_edited():
    unit = Institution.objects.get(group__name=f"{KEY}abiseka")
    assert (unit.kind, unit.region_id, "Balai Anak Rumbai" in unit.former_names) == (Kind.SENTRA, "14.71", True)
    assert sorted(unit.coverage.values_list("pk", flat=True)) == ["13", "14", "18", "21"]
    update_institution(institution=unit, by=system_actor(), name="Sentra Umpama", places=40)
    before = Institution.objects.count()
    assert load_sentra().did_something is False
    unit.refresh_from_db()
    assert (Institution.objects.count(), unit.name, unit.places) == (before, "Sentra Umpama", 40)
