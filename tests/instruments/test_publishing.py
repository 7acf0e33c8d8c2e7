"""A version comes into force whole, and goes out of it only when another one serves."""

import pytest

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed
from atensi.instruments.loading import load_instruments, publish_loaded
from atensi.instruments.models import Instrument, InstrumentVersion
from atensi.instruments.services.drafting import begin_version
from atensi.instruments.services.publishing import publish_version, retire_version
from atensi.instruments.states import Audience, Purpose, VersionState
from tests.cases.rules import refused
from tests.institutions.factories import actor_of
from tests.instruments.factories import InstrumentFactory, VersionFactory
from tests.instruments.people import keeper, office_administrator

pytestmark = pytest.mark.django_db


def in_force(audience: str = Audience.CHILD) -> InstrumentVersion:
    return InstrumentVersion.objects.in_force(Purpose.COMPREHENSIVE, audience=audience)


def test_what_is_published_is_used_from_then_on_and_the_one_before_is_retired():
    before, by = in_force(), keeper()
    draft = begin_version(instrument=before.instrument, by=by)
    publish_version(version=draft, by=by, legal_basis="Peraturan contoh")
    before.refresh_from_db()
    assert in_force() == draft
    assert (before.state, before.retired_by_id) == (VersionState.RETIRED, by.user_id)
    assert set(AuditEvent.objects.filter(user_id=by.user_id).values_list("verb", flat=True)) == {
        "instrument.draft",
        "instrument.publish",
        "instrument.retire",
    }


@pytest.mark.rule("instrument_faulty")
def test_a_questionnaire_with_a_fault_is_not_published():
    draft = VersionFactory(definition={"scales": [], "domains": [{"code": "x", "title": {"id": "X"}, "questions": []}]})
    with refused("instrument_faulty"):
        publish_version(version=draft, by=keeper(), legal_basis="Peraturan contoh")
    draft.refresh_from_db()
    assert draft.is_draft


@pytest.mark.rule("instrument_without_basis")
def test_a_version_says_what_it_rests_on():
    with refused("instrument_without_basis"):
        publish_version(version=VersionFactory(), by=keeper(), legal_basis=" ")


@pytest.mark.rule("instrument_published")
def test_a_version_is_published_once():
    with refused("instrument_published"):
        publish_version(version=VersionFactory(published=True), by=keeper(), legal_basis="Peraturan contoh")


def test_an_offices_administrator_publishes_and_retires_nothing():
    by = actor_of(office_administrator())
    with pytest.raises(NotAllowed):
        publish_version(version=VersionFactory(), by=by, legal_basis="Peraturan contoh")
    with pytest.raises(NotAllowed):
        retire_version(version=in_force(), by=by)


@pytest.mark.rule("instrument_last")
def test_the_last_one_that_serves_everybody_is_not_retired():
    VersionFactory(published=True)  # for adults alone
    with refused("instrument_last"):
        retire_version(version=in_force(), by=keeper())


def test_one_for_some_is_retired_where_another_serves_everybody():
    special = VersionFactory(published=True)
    assert in_force(Audience.ADULT) == special
    assert in_force(Audience.CHILD) != special
    retire_version(version=special, by=keeper())
    assert in_force(Audience.ADULT) == in_force(Audience.CHILD)


@pytest.mark.rule("instrument_not_published")
def test_a_draft_is_not_retired():
    with refused("instrument_not_published"):
        retire_version(version=VersionFactory(), by=keeper())


def test_the_newest_of_several_is_used():
    VersionFactory(published=True, instrument=InstrumentFactory(audience=Audience.ANY, code="lama"))
    newest = VersionFactory(published=True, instrument=InstrumentFactory(audience=Audience.ANY, code="baru"))
    assert in_force() == newest


def test_loading_again_changes_nothing():
    before = list(InstrumentVersion.objects.values_list("pk", "state", "number"))
    assert load_instruments().did_something is False
    assert list(InstrumentVersion.objects.values_list("pk", "state", "number")) == before


def test_what_the_keeper_published_stays_when_an_older_one_is_loaded():
    file = Instrument.objects.create(code="baru", name="Baru", purpose=Purpose.INITIAL)
    newer = VersionFactory(instrument=file, number=2, published=True)
    loaded = {"code": "baru", "number": 1, "definition": newer.definition, "legal_basis": "Peraturan contoh"}
    publish_loaded(file, loaded)
    newer.refresh_from_db()
    assert (newer.state, file.versions.get(number=1).state) == (VersionState.PUBLISHED, VersionState.RETIRED)
    publish_loaded(file, loaded | {"number": 3})
    newer.refresh_from_db()
    assert (newer.state, file.versions.get(number=3).state) == (VersionState.RETIRED, VersionState.PUBLISHED)
