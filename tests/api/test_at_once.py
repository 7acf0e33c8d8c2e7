"""Two requests with one key at the same moment."""

import threading

from django.db import connection

from cases.models import FamilyMember
from tests.api.client import Program
from tests.api.people import secret_of
from tests.cases.factories import CaseFactory
from tests.institutions.factories import MembershipFactory

AUNT = {"name": "Bibi Sari Rekaan", "relation": "AUNT_UNCLE"}


def test_of_two_at_once_one_acts(committed_db):
    worker = MembershipFactory()
    case = CaseFactory(worker=worker.user, office=worker.institution)
    secret, answers, start = secret_of(worker), [], threading.Barrier(2)

    def send() -> None:
        program = Program(secret)
        start.wait()
        answers.append(program.tell("case_family_write", case.pk, key="satu", **AUNT)["id"])
        connection.close()

    threads = [threading.Thread(target=send) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 2
    assert len(set(answers)) == FamilyMember.objects.count() == 1
