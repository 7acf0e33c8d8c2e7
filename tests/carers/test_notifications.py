"""Who learns that a household rests, may care again, or that its permit ends: whoever answers for a child there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import reconcile
from atensi.notices.kinds import kind_of
from atensi.notices.models import Notice
from carers.clocks import MATCHED
from carers.models import CareMatch
from carers.notifications import match_words
from carers.services.deciding import renew_permit, set_standing
from carers.services.matching import end_match
from institutions.states import Role
from tests.institutions.factories import MembershipFactory, actor_of

from .steps import approved, chosen
from .ways import child_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(worker):
    """Who registered no household: the child's worker."""
    return MembershipFactory(institution=worker.institution, role=Role.FIELD_SOCIAL_WORKER)


def test_the_worker_of_each_child_learns_that_the_household_rests(worker, decider, supervisor, colleague):
    household = approved(worker, decider)
    lives, comes = (chosen(child_of(colleague), household, colleague) for _child in range(2))
    CareMatch.objects.filter(pk=lives.pk).update(lives_from=timezone.localdate())
    other = approved(worker, decider)
    elsewhere = chosen(child_of(worker), other, worker)
    asked = {"candidate": household, "reason": "Ada laporan (rekaan)", "by": actor_of(supervisor)}
    set_standing(**asked, standing="SUSPENDED")
    told = Notice.objects.filter(kind="household:suspended")
    assert {one.subject for one in told} == {f"carematch:{lives.pk}", f"carematch:{comes.pk}"}
    assert {one.recipient for one in told} == {colleague.user}
    assert elsewhere.pk not in {int(one.subject.partition(":")[2]) for one in told}
    assert match_words(colleague.user, [comes.pk]) == {comes.pk: comes.case.beneficiary.name}
    set_standing(**asked, standing="RESUMED")
    assert Notice.objects.filter(kind="household:resumed", recipient=colleague.user).count() == 2
    assert not Notice.objects.filter(kind__startswith="household:", recipient=worker.user).exists()


def test_mail_names_neither_the_child_nor_the_household(worker, decider, supervisor, colleague):
    household = approved(worker, decider)
    match = chosen(child_of(colleague), household, colleague)
    set_standing(candidate=household, standing="SUSPENDED", reason="Laporan (rekaan)", by=actor_of(supervisor))
    notice = Notice.objects.get(kind="household:suspended")
    outside = kind_of(notice.kind).outside_of(notice.reference)
    assert outside == f"Kasus perlu dilihat segera: {match.case.number}"
    inside = kind_of(notice.kind).title_of(notice.reference, notice.data)
    assert household.number in inside
    assert match.case.beneficiary.name not in f"{inside} {notice.data}"


def test_who_takes_the_step_is_not_told_of_it(worker, decider, supervisor):
    household = approved(worker, decider)
    chosen(child_of(supervisor), household, supervisor)
    set_standing(candidate=household, standing="SUSPENDED", reason="Laporan (rekaan)", by=actor_of(supervisor))
    assert not Notice.objects.filter(kind="household:suspended").exists()


def test_the_childs_worker_has_the_end_of_the_permit_in_sight(worker, decider, colleague):
    """A child lives where somebody is permitted to care (PP 44/2017; domain.md 6): the clock follows the permit."""
    household = approved(worker, decider)
    match = chosen(child_of(colleague), household, colleague)
    due = Deadline.objects.get(clock=MATCHED.code)
    reconcile()  # the factory of cases keeps no clock
    assert (due.worker_id, due.due_on, due.case_id) == (colleague.user_id, household.permit_until, match.case_id)
    assert str(match.case.number) == due.reference
    permit = renew_permit(candidate=household, by=actor_of(decider), considerations="Baik (rekaan).", max_children=1)
    due.refresh_from_db()
    assert due.due_on == permit.valid_until > household.permit_until + timedelta(days=1)
    assert reconcile() == 0
    end_match(match=match, reason="Mundur (rekaan).", by=actor_of(colleague))
    assert not Deadline.objects.filter(clock=MATCHED.code).exists()
    assert reconcile() == 0
