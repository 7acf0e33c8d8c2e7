"""The register by a program that knows nothing but the description."""

from datetime import timedelta

import pytest
from django.utils import timezone

from living.states import IncidentKind
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.living.scenes import home_with_children, incident

pytestmark = pytest.mark.django_db


def test_an_incident_goes_its_way_by_the_api():
    home = home_with_children()
    staff, office, worker = program_of(home.staff), program_of(home.supervisor), program_of(home.worker)
    told = {
        "institution": home.home.pk,
        "kind": "VIOLENCE",
        "happened_at": (timezone.now() - timedelta(hours=2)).isoformat(),
        "place": "Dapur",
        "story": "Kenanga melihat Melati dipukul.",
        "measures": "Dipisahkan.",
        "children": [home.first.pk, home.second.pk],
    }
    pk = staff.tell("incidents_write", **told)["id"]
    assert [row["id"] for row in staff.ask("incidents_read", kind="VIOLENCE")["results"]] == [pk]

    read = worker.ask("incident_detail_read", pk)
    assert [child["name"] for child in read["children"]] == ["Melati Contoh", "K. R."]
    assert "Kenanga" not in read["story"]

    step = {"kind": "TOLD_POLICE", "done_on": str(timezone.localdate()), "text": "Polsek"}
    with refused_with(409, "incident_police_number"):
        staff.tell("incident_steps_write", pk, **step)
    staff.tell("incident_steps_write", pk, number="LP/3", **step)
    with refused_with(409, "incident_without_report"):
        office.tell("incident_close_write", pk, outcome="Selesai")
    office.tell("incident_report_write", pk, number="460/2", findings="Benar")
    assert office.tell("incident_close_write", pk, outcome="Selesai")["state"] == "CLOSED"


def test_the_children_of_a_home_by_the_api():
    home = home_with_children()
    incident(home, kind=IncidentKind.ILLNESS)

    rows = program_of(home.staff).ask("home_children_read")["results"]
    assert {row["name"] for row in rows} == {"Melati Contoh", "Kenanga Rekaan"}
    assert [row["days_away"] for row in rows] == [100, 100]
    assert sum(row["incidents"] for row in rows) == 1
