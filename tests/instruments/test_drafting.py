"""Drafts of questionnaires: one at a time, changed part by part, by the ministry's administrators alone."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, StaleWrite
from atensi.instruments.definition import Domain, Question, Scale, Text
from atensi.instruments.editing import Do
from atensi.instruments.models import Instrument, InstrumentVersion
from atensi.instruments.services.drafting import arrange_part, begin_version, discard_version, put_part, stamp_of
from atensi.instruments.states import Kind
from institutions.states import Role
from tests.cases.rules import refused
from tests.institutions.factories import MembershipFactory, actor_of
from tests.instruments.factories import VersionFactory
from tests.instruments.people import keeper, ministry_administrator, office_administrator
from tests.instruments.questionnaires import SMALL

pytestmark = pytest.mark.django_db
NEW = Question("visits", Kind.NUMBER, Text("Kunjungan"))


@pytest.fixture
def draft():
    return VersionFactory()


def test_a_draft_begins_with_the_published_questions():
    published = VersionFactory(published=True, number=3)
    draft = begin_version(instrument=published.instrument, by=keeper())
    assert (draft.number, draft.is_draft, draft.definition) == (4, True, published.definition)
    assert AuditEvent.objects.filter(verb="instrument.draft", subject=f"instrumentversion:{draft.pk}").exists()


@pytest.mark.rule("instrument_drafted", "instrument_drafted_once")
def test_a_second_draft_is_refused(draft):
    with refused("instrument_drafted"):
        begin_version(instrument=draft.instrument, by=keeper())


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SUPERVISOR])
def test_only_the_ministrys_administrators_change_questionnaires(draft, role):
    by = actor_of(MembershipFactory(role=role))
    attempts = [
        lambda: begin_version(instrument=Instrument.objects.get(code="initial"), by=by),
        lambda: put_part(version=draft, part=NEW, domain="home", by=by),
        lambda: arrange_part(version=draft, kind="question", code="harm", do=Do.UP, by=by),
        lambda: discard_version(version=draft, by=by),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert InstrumentVersion.objects.get(pk=draft.pk).questionnaire == SMALL


def test_an_analyst_of_the_ministry_keeps_nothing(draft):
    ministry = ministry_administrator().institution
    analyst = MembershipFactory(institution=ministry, role=Role.ANALYST)
    with pytest.raises(NotAllowed):
        discard_version(version=draft, by=actor_of(analyst))
    assert office_administrator().role == Role.ADMINISTRATOR


@pytest.mark.parametrize("part", [NEW, Domain("more", Text("Lain")), Scale("more", Text("Lain"))])
def test_a_part_is_added_and_recorded(draft, part):
    changed = put_part(version=draft, part=part, domain="home", by=keeper())
    found = {"question": changed.questionnaire.question, "domain": changed.questionnaire.domain}
    kind = {Question: "question", Domain: "domain", Scale: "scale"}[type(part)]
    assert found.get(kind, changed.questionnaire.scale)(part.code) == part
    event = AuditEvent.objects.get(verb="instrument.edit")
    assert event.data == {"part": kind, "code": part.code}


@pytest.mark.rule("instrument_code_taken")
def test_a_code_is_used_once(draft):
    with refused("instrument_code_taken"):
        put_part(version=draft, part=replace(NEW, code="harm"), domain="home", by=keeper())


@pytest.mark.rule("instrument_domain_unknown")
@pytest.mark.parametrize("instead_of", ["", "harm"])
def test_a_question_belongs_to_a_domain_that_is_there(draft, instead_of):
    with refused("instrument_domain_unknown"):
        put_part(version=draft, part=NEW, domain="gone", instead_of=instead_of, by=keeper())
    assert InstrumentVersion.objects.get(pk=draft.pk).questionnaire == SMALL


@pytest.mark.rule("stale_write")
def test_a_part_that_changed_since_it_was_read_is_not_overwritten(draft):
    read = SMALL.question("harm")
    by, seen = keeper(), stamp_of(read)
    put_part(version=draft, part=replace(read, text=Text("Dulu")), domain="safety", instead_of="harm", by=by, seen=seen)
    with pytest.raises(StaleWrite):
        put_part(
            version=draft, part=replace(read, text=Text("Lain")), domain="safety", instead_of="harm", by=by, seen=seen
        )
    assert str(InstrumentVersion.objects.get(pk=draft.pk).questionnaire.question("harm").text) == "Dulu"


def test_a_part_that_is_gone_moves_nowhere(draft):
    by = keeper()
    arrange_part(version=draft, kind="question", code="food", do=Do.REMOVE, by=by)
    again = arrange_part(version=draft, kind="question", code="food", do=Do.REMOVE, by=by)
    assert again.questionnaire.question("food") is None


@pytest.mark.rule("instrument_published", "instruments_instrumentversion.published_stays")
def test_a_published_version_is_not_edited_or_thrown_away():
    version = VersionFactory(published=True)
    for attempt in (
        lambda: put_part(version=version, part=NEW, domain="home", by=keeper()),
        lambda: arrange_part(version=version, kind="question", code="harm", do=Do.UP, by=keeper()),
        lambda: discard_version(version=version, by=keeper()),
    ):
        with refused("instrument_published"):
            attempt()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE instruments_instrumentversion SET definition = '{}' WHERE id = %s",
        "UPDATE instruments_instrumentversion SET state = 'DRAFT', published_at = NULL WHERE id = %s",
        "UPDATE instruments_instrumentversion SET state = 'RETIRED', retired_at = now(), number = 9 WHERE id = %s",
        "DELETE FROM instruments_instrumentversion WHERE id = %s",
    ],
)
def test_a_published_version_is_immutable_in_the_database(statement):
    version = VersionFactory(published=True)
    with pytest.raises(DatabaseError, match="is published"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [version.pk])
    assert InstrumentVersion.objects.get(pk=version.pk).questionnaire == SMALL


def test_a_draft_is_thrown_away(draft):
    discard_version(version=draft, by=keeper())
    assert not InstrumentVersion.objects.filter(pk=draft.pk).exists()
    assert AuditEvent.objects.filter(verb="instrument.discard").exists()
