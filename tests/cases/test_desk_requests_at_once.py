"""Two people of a Sentra send the same request on at the same moment: one report comes of it."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from atensi.errors import RuleViolation
from cases.models import IncomingReport
from cases.services.desk_requests import Going, forward_request
from cases.states import Onward
from institutions.states import Role
from tests.cases.desk_requests import asked_of, officer_of_sentra
from tests.institutions.factories import MembershipFactory, actor_of


def test_the_first_one_sends_it_on_and_the_second_is_told_of_it(committed_db):
    officer = officer_of_sentra()
    MembershipFactory(role=Role.SUPERVISOR)
    colleague = MembershipFactory(institution=officer.institution, role=Role.INTAKE_OFFICER)
    request = asked_of(officer)

    def send(by):
        try:
            forward_request(asking=request, going=Going(way=Onward.OFFICE), by=actor_of(by))
        except RuleViolation as violation:
            return violation.problems[0].code
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(send, [officer, colleague]))
    assert sorted(answers) == ["request_ended", "sent"]
    assert IncomingReport.objects.count() == 1
