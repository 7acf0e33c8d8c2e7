import json
import os
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.chain import HASHED, event_hash
from atensi.audit.models import AuditEvent, AuditHead
from atensi.audit.seals import read_seals, seal_day
from atensi.audit.services import record
from atensi.audit.tasks import seal
from atensi.audit.verify import verify
from tests import databases

ACTOR = Actor(user_id=7, membership_id=8)
TODAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _own_seals(settings, tmp_path):
    settings.STATE_DIR = tmp_path


@pytest.fixture
def trail(committed_db):
    """Two chains of three and one event."""
    for verb in ("case.open", "case.move_stage", "case.close"):
        record(verb, "case:1", by=ACTOR, data={"stage": "INTAKE"})
    record("case.open", "case:2", by=ACTOR)


def as_owner(*statements: str) -> None:
    """What somebody with the owner's password could do."""
    owner, _web = databases.roles()
    tables = ("audit_auditevent", "audit_audithead")
    with databases.acting_as(owner), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def rewrite_chain(subject: str) -> None:
    """Give the chain a new story and hashes that fit, its head too."""
    previous = ""
    statements = []
    for event in AuditEvent.objects.filter(subject=subject).order_by("position"):
        event.reason, event.previous_hash = "karangan", previous
        previous = event_hash({name: getattr(event, name) for name in HASHED})
        statements.append(
            f"UPDATE audit_auditevent SET reason = 'karangan', previous_hash = '{event.previous_hash}', "  # noqa: S608
            f"hash = '{previous}' WHERE id = {event.pk}"
        )
    as_owner(*statements, f"UPDATE audit_audithead SET hash = '{previous}' WHERE subject = '{subject}'")  # noqa: S608


def found() -> set[tuple[str, str]]:
    return {(finding.code, finding.where) for finding in verify().findings}


def test_an_untouched_trail_is_whole(trail):
    seal_day(TODAY)
    verdict = verify()

    assert verdict.findings == []
    assert verdict.seals == 1
    assert verdict.events == AuditEvent.objects.count() >= 4
    assert verdict.chains == AuditHead.objects.count() >= 2


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE audit_auditevent SET reason = 'lain' WHERE subject = 'case:1' AND position = 2",
            {("edited", "case:1 #2")},
        ),
        (
            "UPDATE audit_auditevent SET at = at - interval '1 microsecond' WHERE subject = 'case:1' AND position = 3",
            {("edited", "case:1 #3")},
        ),
        ("DELETE FROM audit_auditevent WHERE subject = 'case:1' AND position = 2", {("gap", "case:1 #3")}),
        ("DELETE FROM audit_auditevent WHERE subject = 'case:1' AND position = 1", {("gap", "case:1 #2")}),
        ("DELETE FROM audit_auditevent WHERE subject = 'case:1' AND position = 3", {("tail_cut", "case:1 #2")}),
        ("DELETE FROM audit_auditevent WHERE subject = 'case:1'", {("chain_removed", "case:1")}),
        ("DELETE FROM audit_audithead WHERE subject = 'case:1'", {("no_head", "case:1")}),
        ("UPDATE audit_audithead SET length = 2 WHERE subject = 'case:1'", {("tail_added", "case:1 #3")}),
        ("UPDATE audit_audithead SET hash = repeat('0', 64) WHERE subject = 'case:1'", {("head_differs", "case:1")}),
    ],
)
def test_tampering_that_does_not_fit_together_is_found_and_named(trail, statement, expected):
    as_owner(statement)

    assert found() == expected


def test_a_row_with_a_new_hash_of_its_own_breaks_the_chain_after_it(trail):
    event = AuditEvent.objects.get(subject="case:1", position=2)
    event.reason = "karangan"
    fitting = event_hash({name: getattr(event, name) for name in HASHED})
    as_owner(f"UPDATE audit_auditevent SET reason = 'karangan', hash = '{fitting}' WHERE id = {event.pk}")  # noqa: S608

    assert found() == {("unlinked", "case:1 #3")}


def test_a_tail_cut_together_with_its_head_is_found_by_the_seal(trail):
    seal_day(TODAY)
    last = AuditEvent.objects.get(subject="case:1", position=2)
    as_owner(
        "DELETE FROM audit_auditevent WHERE subject = 'case:1' AND position = 3",
        f"UPDATE audit_audithead SET length = 2, hash = '{last.hash}' WHERE subject = 'case:1'",  # noqa: S608
    )

    assert found() == {("sealed_event_gone", "case:1 #3 (2026-05-01)")}


def test_a_chain_removed_together_with_its_head_is_found_by_the_seal(trail):
    seal_day(TODAY)
    as_owner(
        "DELETE FROM audit_auditevent WHERE subject = 'case:2'", "DELETE FROM audit_audithead WHERE subject = 'case:2'"
    )

    assert found() == {("sealed_event_gone", "case:2 #1 (2026-05-01)")}


def test_a_chain_rewritten_with_fitting_hashes_is_found_by_the_seal(trail):
    seal_day(TODAY)
    rewrite_chain("case:1")
    assert found() == {("sealed_event_rewritten", "case:1 #3 (2026-05-01)")}

    seal_day(TODAY + timedelta(days=1))
    assert found() == {("sealed_event_rewritten", "case:1 #3 (2026-05-01)")}, "a later seal does not heal it"


def test_without_a_seal_a_well_made_forgery_is_invisible(trail):
    rewrite_chain("case:1")

    assert found() == set()


def test_events_after_the_seal_do_not_disturb_it(trail):
    seal_day(TODAY)
    record("case.view", "case:1", by=ACTOR)
    record("case.open", "case:3", by=ACTOR)

    assert found() == set()


def test_a_changed_seal_is_found(trail):
    path = seal_day(TODAY)
    path.write_text(path.read_text().replace('["case:1",3,', '["case:1",2,'))

    assert found() == {("seal_forged", "2026-05-01")}


def test_a_seal_made_with_another_key_is_found(trail, settings):
    settings.SEAL_KEY = "kunci lain"
    seal_day(TODAY)
    settings.SEAL_KEY = "kunci semula"

    assert found() == {("seal_forged", "2026-05-01")}


@pytest.mark.parametrize("text", ["", "\n", "[]\n", '{"day":"2026-05-01","hmac":"é"}\n', "bukan json\n\xff"])
def test_a_ruined_seal_is_found(trail, text):
    seal_day(TODAY).write_text(text)

    assert found() == {("seal_forged", "2026-05-01")}


def test_a_removed_seal_is_found(trail):
    paths = [seal_day(TODAY + timedelta(days=n)) for n in range(3)]
    paths[1].unlink()
    assert found() == {("seal_missing", "2026-05-02")}

    paths[0].unlink()
    assert found() == {("seal_missing", "2026-05-02")}


def test_a_seal_put_in_the_place_of_another_is_found(trail):
    first, second = (seal_day(TODAY + timedelta(days=n)) for n in range(2))
    kept = second.read_bytes()
    first.unlink()
    second.unlink()
    record("case.view", "case:1", by=ACTOR)
    seal_day(TODAY)
    second.write_bytes(kept)

    assert found() == {("seal_replaced", "2026-05-01")}


def test_no_seal_is_made_behind_a_later_one(trail):
    seal_day(TODAY)

    assert seal_day(TODAY - timedelta(days=1)) is None


def test_an_old_trail_without_seals_is_suspicious(committed_db):
    record("case.open", "case:9", by=ACTOR, at=timezone.now() - timedelta(days=3))
    assert ("not_sealed", "-") in found()

    seal_day()
    assert found() == set()


def test_removing_the_newest_seal_does_not_hide_a_rewritten_chain(trail):
    seal_day(TODAY)
    record("case.view", "case:1", by=ACTOR)
    seal_day(TODAY + timedelta(days=1)).unlink()
    rewrite_chain("case:1")

    assert found() == {("sealed_event_rewritten", "case:1 #3 (2026-05-01)")}


def test_newest_seals_that_were_removed_are_missed_after_two_days(committed_db, monkeypatch):
    """Until then what came after the last seal that is left could have been rewritten without a trace."""
    now = timezone.now()
    with monkeypatch.context() as earlier:
        earlier.setattr("atensi.audit.seals.timezone.now", lambda: now - timedelta(days=10))
        seal_day(TODAY)
    record("case.open", "case:9", by=ACTOR, at=now - timedelta(days=3))
    newest = seal_day(TODAY + timedelta(days=8))
    assert found() == set()

    newest.unlink()
    assert found() == {("not_sealed", "2026-05-01")}


def test_a_day_is_sealed_once(trail):
    path = seal_day(TODAY)
    held = path.read_bytes()
    record("case.view", "case:1", by=ACTOR)

    assert seal_day(TODAY) is None
    assert path.read_bytes() == held
    assert [entry.name for entry in path.parent.iterdir()] == ["2026-05-01.json"]
    assert path.stat().st_mode & 0o077 == 0


def test_a_seal_lists_every_chain_by_subject_length_and_hash(trail):
    lines = [json.loads(line) for line in seal_day(TODAY).read_text().splitlines()]

    heads = [list(row) for row in AuditHead.objects.values_list("subject", "length", "hash")]
    assert sorted(lines[1:-1]) == sorted(heads)
    assert lines[0]["previous"] == ""
    assert lines[-1]["subjects"] == len(heads)


def test_each_seal_holds_the_hmac_of_the_one_before(trail):
    seal_day(TODAY)
    seal_day(TODAY + timedelta(days=3))

    first, second = read_seals()
    assert (second.previous_name, second.previous) == (first.name, first.mac)


@pytest.mark.django_db
def test_the_task_seals_today():
    seal()
    seal()

    assert [found.name for found in read_seals()] == [f"{timezone.localdate():%Y-%m-%d}"]


def test_the_command_is_silent_about_a_whole_trail_and_fails_on_a_broken_one(trail):
    out = StringIO()
    call_command("seal_audit", stdout=out)
    call_command("verify_audit", stdout=out)
    assert "utuh" in out.getvalue()

    as_owner("UPDATE audit_auditevent SET user_id = 1 WHERE subject = 'case:1' AND position = 2")
    out = StringIO()
    with pytest.raises(CommandError, match="1 temuan") as failure:
        call_command("verify_audit", stdout=out)
    assert failure.value.returncode == 1
    assert "edited case:1 #2" in out.getvalue()


@pytest.mark.django_db
def test_verifying_takes_a_fixed_number_of_queries(django_assert_max_num_queries):
    for number in range(30):
        record("case.open", f"case:{number}", by=ACTOR)
    seal_day()

    with django_assert_max_num_queries(6):
        assert verify().findings == []


def test_the_owner_too_meets_the_trigger(trail):
    owner, _web = databases.roles()

    with databases.acting_as(owner), connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute("UPDATE audit_auditevent SET verb = 'lain'")


def test_a_draft_left_by_a_killed_worker_is_not_read_as_a_seal(trail, tmp_path):
    folder = tmp_path / "seals"
    folder.mkdir()
    (folder / f".2026-04-30.{os.getpid()}").write_text("setengah jadi")

    seal_day(TODAY)

    assert [found.name for found in read_seals()] == ["2026-05-01"]
