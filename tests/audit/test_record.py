import threading
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from atensi.audit.actor import Actor, system_actor
from atensi.audit.chain import HASHED, event_hash
from atensi.audit.models import AuditEvent, AuditHead
from atensi.audit.services import record, record_view
from tests.institutions.factories import region

ACTOR = Actor(user_id=7, membership_id=8, institution_id=9, role="SUPERVISOR", request_id="r1")


def chain(subject: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(subject=subject).order_by("position"))


def hash_of(event: AuditEvent) -> str:
    return event_hash({name: getattr(event, name) for name in HASHED})


@pytest.mark.django_db
def test_an_event_says_who_did_what_and_why():
    record("case.close", "case:1", by=ACTOR, data={"reason": "DIED"}, reason="Alasan contoh")

    (event,) = chain("case:1")
    assert (event.verb, event.user_id, event.membership_id, event.request_id) == ("case.close", 7, 8, "r1")
    assert (event.data, event.reason, event.position) == ({"reason": "DIED"}, "Alasan contoh", 1)


@pytest.mark.django_db
def test_the_systems_events_name_no_person():
    record("review.overdue", "case:1", by=system_actor())

    assert chain("case:1")[0].user_id is None


@pytest.mark.django_db
def test_each_event_holds_the_hash_of_the_one_before():
    for verb in ("case.open", "case.move_stage", "case.close"):
        record(verb, "case:1", by=ACTOR)
    record("case.open", "case:2", by=ACTOR)

    first, second, third = chain("case:1")
    assert [event.position for event in (first, second, third)] == [1, 2, 3]
    assert [event.previous_hash for event in (first, second, third)] == ["", first.hash, second.hash]
    assert chain("case:2")[0].previous_hash == ""
    assert all(hash_of(event) == event.hash for event in chain("case:1"))
    head = AuditHead.objects.get(pk="case:1")
    assert (head.length, head.hash) == (3, third.hash)


@pytest.mark.django_db
@pytest.mark.parametrize("name", HASHED)
def test_the_hash_covers_every_field(name):
    event = record("case.open", "case:1", by=ACTOR, data={"a": 1}, seen=["case:2"])
    changed = {
        "position": 9,
        "at": datetime(2026, 1, 1, tzinfo=UTC),
        "user_id": 99,
        "membership_id": None,
        "data": {"a": 2},
        "seen": [],
    }
    setattr(event, name, changed.get(name, "lain"))

    assert hash_of(event) != event.hash


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text("aé\n\"'😀"),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text("ab", max_size=2), part, max_size=3),
    max_leaves=6,
)


@pytest.mark.django_db
@given(data=st.dictionaries(st.text("abc", min_size=1, max_size=3), JSON, max_size=4))
def test_the_hash_survives_the_way_through_the_database(data):
    event = record("sample", "sample:1", by=ACTOR, data=data)

    assert hash_of(AuditEvent.objects.get(pk=event.pk)) == event.hash


@pytest.mark.django_db
def test_a_list_is_recorded_once_with_the_ids_shown():
    shown = [region("14.01"), region("14.02")]

    record_view("region.list", "region:14", by=ACTOR, shown=shown)

    assert chain("region:14")[0].seen == ["region:14.01", "region:14.02"]


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_no_trace():
    record("case.open", "case:1", by=ACTOR)
    with pytest.raises(ValueError, match="contoh"), transaction.atomic():
        record("case.close", "case:1", by=ACTOR)
        raise ValueError("contoh")

    assert [event.verb for event in chain("case:1")] == ["case.open"]
    assert AuditHead.objects.get(pk="case:1").length == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET verb = 'case.read'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
        "DELETE FROM audit_audithead",
        "TRUNCATE audit_audithead",
        "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
        "DROP TABLE audit_auditevent",
        "SET session_replication_role = replica",
    ],
)
def test_the_running_application_cannot_change_the_trail(statement):
    record("case.open", "case:1", by=ACTOR)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert len(chain("case:1")) == 1


def test_events_of_one_subject_written_at_once_form_one_chain(committed_db):
    failures: list[Exception] = []
    start = threading.Barrier(2)

    def write() -> None:
        try:
            start.wait()
            for _ in range(20):
                record("case.view", "case:1", by=ACTOR)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    events = chain("case:1")
    assert failures == []
    assert [event.position for event in events] == list(range(1, 41))
    assert all(after.previous_hash == before.hash for before, after in pairwise(events))
