"""A version comes into force whole, and goes out of it only when another one serves."""

import pytest

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed
from atensi.instruments.definition import Question, Text
from atensi.instruments.editing import put_question
from atensi.instruments.loading import add_loaded, load_instruments, was_loaded
from atensi.instruments.models import Instrument, InstrumentVersion
from atensi.instruments.reading import document_of
from atensi.instruments.services.drafting import begin_version
from atensi.instruments.services.publishing import publish_version, retire_version
from atensi.instruments.states import Audience, Kind, Purpose, VersionState
from tests.cases.rules import refused
from tests.institutions.factories import actor_of
from tests.instruments.factories import InstrumentFactory, VersionFactory
from tests.instruments.people import keeper, office_administrator
from tests.instruments.questionnaires import SMALL

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


@pytest.fixture
def of_a_file():
    return InstrumentFactory(code="baru", purpose=Purpose.INITIAL)


def file(instrument: Instrument, number: int) -> dict:
    asked = document_of(put_question(SMALL, Question(f"q{number}", Kind.TEXT, Text("Apa?")), domain="home"))
    return {"code": instrument.code, "number": number, "definition": asked, "legal_basis": "Peraturan contoh"}


def stands(instrument: Instrument) -> dict[int, str]:
    return dict(instrument.versions.values_list("number", "state"))


def system_said() -> list[str]:
    told = AuditEvent.objects.filter(user_id=None, verb__startswith="instrument.").order_by("pk")
    return list(told.values_list("verb", flat=True))


def test_a_newer_file_takes_the_place_of_an_older_one_and_the_trail_says_so(of_a_file):
    before = len(system_said())
    add_loaded(of_a_file, file(of_a_file, 1))
    add_loaded(of_a_file, file(of_a_file, 2))
    assert stands(of_a_file) == {1: VersionState.RETIRED, 2: VersionState.PUBLISHED}
    assert system_said()[before:] == ["instrument.publish", "instrument.retire", "instrument.publish"]


def test_what_a_keeper_published_stays_in_force_whatever_a_release_brings(of_a_file):
    by = keeper()
    add_loaded(of_a_file, file(of_a_file, 1))
    draft = begin_version(instrument=of_a_file, by=by)
    publish_version(version=draft, by=by, legal_basis="Peraturan contoh")
    add_loaded(of_a_file, file(of_a_file, 3))
    assert stands(of_a_file) == {1: VersionState.RETIRED, 2: VersionState.PUBLISHED, 3: VersionState.RETIRED}
    assert system_said()[-1] == "instrument.load"


def test_a_file_whose_number_a_keepers_draft_has_is_loaded_under_the_next_one(of_a_file):
    add_loaded(of_a_file, file(of_a_file, 1))
    begin_version(instrument=of_a_file, by=keeper())
    assert not was_loaded(of_a_file, file(of_a_file, 2))
    add_loaded(of_a_file, file(of_a_file, 2))
    assert stands(of_a_file) == {1: VersionState.RETIRED, 2: VersionState.DRAFT, 3: VersionState.PUBLISHED}
    assert was_loaded(of_a_file, file(of_a_file, 2))


def test_what_a_keeper_retired_stays_out_of_use(of_a_file):
    """Also when a second file comes: the first one that was loaded beside it was never in force."""
    loaded = add_loaded(of_a_file, file(of_a_file, 1))
    other = VersionFactory(instrument=InstrumentFactory(code="lain", purpose=Purpose.INITIAL), published=True)
    assert other.is_published
    retire_version(version=loaded, by=keeper())
    for number in (2, 3):
        add_loaded(of_a_file, file(of_a_file, number))
    assert stands(of_a_file) == dict.fromkeys((1, 2, 3), VersionState.RETIRED)
