"""Two overseers of the receiving office who answer one offer at the same moment; and a worker of the old office who
saves something while the case goes over."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, transaction
from django.utils import timezone

from atensi.errors import NotAllowed, RuleViolation
from cases.models import Case, CaseTransfer
from cases.person import Person
from cases.services.beneficiaries import update_beneficiary
from cases.services.case_tasks import add_task
from cases.services.shares import share_case
from cases.services.transfers import accept_transfer
from institutions.states import Role
from tests.cases.factories import CaseFactory
from tests.cases.papers import worker_of
from tests.cases.sessions import held, planned_case
from tests.cases.transferring import offered
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of


def test_the_first_answer_counts_and_the_second_is_told_of_it(committed_db):
    case = CaseFactory()
    boss = MembershipFactory(role=Role.SUPERVISOR)
    other = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=boss.institution)
    workers = [MembershipFactory(role=Role.FIELD_SOCIAL_WORKER, institution=boss.institution) for _n in range(2)]
    transfer = offered(case, boss)

    def accept(pair):
        overseer, worker = pair
        try:
            accept_transfer(transfer=transfer, by=actor_of(overseer), worker=worker.user)
        except RuleViolation as violation:
            return violation.problems[0].code
        finally:
            connection.close()
        return worker.user_id

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(accept, zip((boss, other), workers, strict=True)))
    assert "transfer_ended" in answers
    assert Case.objects.get().worker_id in answers


def add_a_task(case, by):
    add_task(case=case, title="Rekaan", due_on=timezone.localdate(), hand=case.worker, by=by)


def hold_a_session(case, by):
    held(case, by=by)


def correct_the_person(case, by):
    person = case.beneficiary
    same = Person(name=person.name, sex=person.sex, region=person.region, birth_date=person.birth_date)
    update_beneficiary(beneficiary=person, person=same, by=by)


@pytest.mark.parametrize(
    ("save", "shared"),
    [(add_a_task, False), (hold_a_session, False), (hold_a_session, True), (correct_the_person, False)],
)
def test_who_waited_while_the_case_went_over_writes_only_what_they_still_may(committed_db, save, shared):
    """A home that goes on with its work writes its session; whoever worked for the old office writes nothing."""
    case = planned_case()
    home = MembershipFactory(institution=InstitutionFactory(lksa=True), role=Role.LKSA_STAFF)
    share_case(case=case, institution=home.institution, by=worker_of(case))
    by = actor_of(home) if shared else worker_of(case)
    boss = MembershipFactory(role=Role.SUPERVISOR)
    taker = MembershipFactory(role=Role.FIELD_SOCIAL_WORKER, institution=boss.institution)
    transfer = offered(case, boss)

    def late():
        try:
            save(case, by)
        except NotAllowed:
            return "refused"
        finally:
            connection.close()
        return "written"

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            accept_transfer(transfer=CaseTransfer.objects.get(pk=transfer.pk), by=actor_of(boss), worker=taker.user)
            answer = other.submit(late)
            until_somebody_waits()
        assert answer.result() == ("written" if shared else "refused")


def until_somebody_waits():
    """Until another connection waits for a lock of ours."""
    for _try in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.05)
    raise AssertionError("nobody waits")
