"""Two facilitators who save the attendance of one session at the same moment."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from atensi.errors import StaleWrite
from cases.models import AttendanceCorrection
from cases.services.sessions import correct_attendance
from tests.cases.papers import worker_of
from tests.cases.sessions import held, planned_case


def test_two_who_correct_at_once_wait_for_each_other_and_one_is_refused(committed_db):
    case = planned_case()
    session, by = held(case), worker_of(case)
    row = session.participants.get()

    def correct(attendance):
        changes = {row.pk: (attendance, "")}
        try:
            correct_attendance(
                session=session, by=by, changes=changes, reason="Salah catat (contoh)", read_at=session.updated_at
            )
        except StaleWrite:
            return "stale"
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(correct, ["ABSENT", "EXCUSED"])) == ["kept", "stale"]
    assert AttendanceCorrection.objects.count() == 1
