"""Two overseers of the receiving office who answer one offer at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from atensi.errors import RuleViolation
from cases.models import Case
from cases.services.transfers import accept_transfer, offer_transfer
from institutions.states import Role
from tests.cases.factories import CaseFactory
from tests.cases.papers import worker_of
from tests.institutions.factories import MembershipFactory, actor_of


def test_the_first_answer_counts_and_the_second_is_told_of_it(committed_db):
    case = CaseFactory()
    boss = MembershipFactory(role=Role.SUPERVISOR)
    other = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=boss.institution)
    workers = [MembershipFactory(role=Role.FIELD_SOCIAL_WORKER, institution=boss.institution) for _n in range(2)]
    transfer = offer_transfer(
        case=case,
        to_office=boss.institution,
        reason="Pindah (contoh)",
        summary="Sehat (contoh)",
        wanted_on=timezone.localdate() + timedelta(days=3),
        by=worker_of(case),
    )

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
