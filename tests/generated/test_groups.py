"""Sessions of the nation have people of several cases, and a service of every case somebody came for."""

from django.db.models import Count
from django.utils import timezone

from cases.event_states import EventKind
from cases.models import CaseEvent, GroupSession, ServiceRecord, SessionParticipant
from cases.service_states import Attendance


def test_sessions_bring_several_cases_together(nation):
    cases = GroupSession.objects.annotate(cases=Count("participants__case", distinct=True))
    assert cases.filter(cases__gt=1).exists()
    assert not cases.filter(cases=0).exists()
    assert not GroupSession.objects.filter(held_on__gt=timezone.localdate()).exists()


def test_there_is_a_service_of_every_case_somebody_came_for_and_of_no_other(nation):
    came = SessionParticipant.objects.filter(attendance=Attendance.CAME).values_list("session_id", "case_id")
    served = ServiceRecord.objects.exclude(session=None).values_list("session_id", "case_id")
    assert set(came) == set(served) != set()


def test_every_case_invited_tells_of_it(nation):
    invited = SessionParticipant.objects.order_by().values("session", "case").distinct().count()
    assert CaseEvent.objects.filter(kind=EventKind.SESSION_HELD).count() == invited


def test_sessions_are_of_the_offices_of_their_cases(nation):
    for session in GroupSession.objects.prefetch_related("participants__case"):
        assert {part.case.office_id for part in session.participants.all()} == {session.institution_id}
