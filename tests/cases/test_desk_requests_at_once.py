"""Requests of a Sentra's desk while others write: sent on twice, to a Sentra that is switched off, to and fro."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from atensi.audit.actor import system_actor
from atensi.errors import RuleViolation
from cases.models import IncomingReport
from cases.services.desk_requests import Going, forward_request
from cases.states import Onward
from institutions.services.institutions import update_institution
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


def test_a_sentra_is_not_switched_off_while_a_request_is_on_its_way_to_it(committed_db):
    officer, other = officer_of_sentra(), officer_of_sentra()
    request = asked_of(officer)

    def switch_off():
        try:
            update_institution(institution=other.institution, by=system_actor(), is_active=False)
        except RuleViolation as violation:
            return violation.problems[0].code
        finally:
            connection.close()
        return "switched off"

    with ThreadPoolExecutor(1) as one:
        with transaction.atomic():
            to_it = Going(way=Onward.SENTRA, to=other.institution, words="Dekat (rekaan).")
            forward_request(asking=request, going=to_it, by=actor_of(officer))
            answer = one.submit(switch_off)
            with pytest.raises(TimeoutError):
                answer.result(timeout=1)
        assert answer.result() == "requests_waiting"


def test_two_sentra_that_send_to_each_other_do_not_wait_for_each_other(committed_db):
    """Both lock both, in one order: of ten such pairs none ends in a deadlock."""
    officers = [officer_of_sentra(), officer_of_sentra()]

    def give(own, other):
        going = Going(way=Onward.SENTRA, to=other.institution, words="Dekat (rekaan).")
        try:
            return [asked_of(own, going=going).sentra_id for _each in range(10)]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        sent = list(both.map(give, officers, reversed(officers)))
    assert sent == [[other.institution_id] * 10 for other in reversed(officers)]
