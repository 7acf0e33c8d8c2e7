"""A made-up nation has households that offer to care, children on their way to them, and homes that stop."""

from collections import Counter
from itertools import pairwise

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.deadlines.models import Deadline
from atensi.notices.models import Notice
from carers.eligibility.candidates import candidate_problems
from carers.models import Candidate, CandidatePermit, CandidateStep, CareHearing, CareMatch, CareProcess
from carers.models import CareProcessStep as Step
from carers.states import PERMITTED, CandidateKind, CandidateState, Verdict
from carers.ways import WAYS
from cases.event_states import EventKind
from cases.models import CaseEvent
from cases.states import CareForm
from referrals.models import HomeClosure, MovePlan, Placement, PlacementReview, ReviewDateChange
from referrals.states import OPEN_PLACEMENTS, OPEN_REVIEWS, ClosureState, DateChangeReason, MoveState


def test_the_register_has_every_kind_in_every_state(nation):
    held = Candidate.objects.prefetch_related("people")

    assert set(held.values_list("kind", flat=True)) == set(CandidateKind)
    assert set(held.values_list("state", flat=True)) == set(CandidateState)
    assert {len(row.people.all()) for row in held} == {1, 2}
    for row in held:
        assert row.is_married == (len(row.people.all()) == 2)
    numbers = [person.nik_index for row in held for person in row.people.all()]
    assert len(set(numbers)) == len(numbers)


def test_whoever_was_approved_met_what_is_asked_that_day(nation):
    approved = Candidate.objects.filter(permits__isnull=False).distinct()
    approved = approved.select_related("office__region").prefetch_related("people", "checks")

    assert approved.count() > 5
    for row in approved:
        for permit in row.permits.all():
            hard = [one.code for one in candidate_problems(row, permit.valid_from) if one.is_hard]
            assert hard == [], (row, permit)


def test_permits_follow_one_another_signed_by_another_than_who_selected(nation):
    for row in Candidate.objects.filter(permits__isnull=False).distinct().prefetch_related("permits", "checks"):
        permits = sorted(row.permits.all(), key=lambda one: one.valid_from)
        assert row.permit_until == permits[-1].valid_until
        assert all(one.valid_until < other.valid_from for one, other in pairwise(permits))
        selected = {check.recorded_by_id for check in row.checks.all()} | {row.registered_by_id}
        assert not selected & {permit.signed_by_id for permit in permits}
    assert Candidate.objects.filter(state=CandidateState.APPROVED, permit_until__lt=timezone.localdate()).exists()
    assert CandidatePermit.objects.values("candidate").annotate(n=Count("pk")).filter(n__gt=1).exists()


def test_the_story_of_a_household_ends_where_it_stands(nation):
    last: dict[int, str] = {}
    for step in CandidateStep.objects.order_by("pk"):
        last[step.candidate_id] = step.kind
    found = {(last[row.pk], row.state) for row in Candidate.objects.all()}
    same = {"REGISTERED", "SUBMITTED", "APPROVED", "SUSPENDED", "REJECTED", "ENDED"}
    assert found <= {(kind, kind) for kind in same} | {("RENEWED", "APPROVED"), ("RETURNED", "REGISTERED")}
    assert ("RETURNED", "REGISTERED") in found
    assert not CandidateStep.objects.filter(taken_at__gt=timezone.now()).exists()
    told = Counter(AuditEvent.objects.filter(subject__startswith="candidate:").values_list("verb", flat=True))
    assert told["candidate.register"] == Candidate.objects.count()
    assert told["candidate.check"] > told["candidate.register"]


def test_decisions_permits_and_days_in_court_have_their_deadlines(nation):
    held = Counter(Deadline.objects.values_list("clock", flat=True))
    assert held["carer_permit"] == Candidate.objects.filter(state__in=PERMITTED).count() > 0
    assert held["carer_decision"] == Candidate.objects.submitted().count() > 0
    assert held["care_hearing"] == CareHearing.objects.ahead().count() > 0
    told = Notice.objects.filter(kind__startswith="carer_permit.")
    assert told.exists()
    for notice in told:
        assert notice.path == reverse("carers:detail", args=[notice.subject.partition(":")[2]])


def test_a_foster_child_lives_in_a_household_of_the_register(nation):
    fostered = Placement.objects.filter(form=CareForm.FOSTER).select_related("beneficiary")
    assert fostered.exists()
    for stay in fostered:
        match = CareMatch.objects.select_related("candidate").get(case=stay.case_id, form=CareForm.FOSTER)
        assert (match.lives_from, match.ended_on, match.carer_id) == (stay.starts_on, stay.ended_on, stay.carer_id)
        assert match.candidate.people.first().faith == stay.beneficiary.faith
        assert match.candidate.permits.filter(valid_from__lte=stay.starts_on).exists()


def test_no_household_has_more_children_than_its_permit_says(nation):
    standing = CareMatch.objects.standing().values("candidate").annotate(n=Count("pk"))
    assert standing.exists()
    for row in standing:
        candidate = Candidate.objects.get(pk=row["candidate"])
        assert candidate.state == CandidateState.APPROVED
        assert candidate.permits.first().max_children >= row["n"]
    told = CaseEvent.objects.filter(kind=EventKind.HOUSEHOLD_STEP).count()
    assert told == CareMatch.objects.count() + CareMatch.objects.exclude(ended_on=None).count()


def test_steps_are_taken_in_their_order_and_by_whom_they_ask(nation):
    processes = CareProcess.objects.select_related("case__office").prefetch_related("steps")
    assert set(processes.values_list("form", flat=True)) == set(WAYS)
    assert not processes.exclude(form=CareForm.KINSHIP).exclude(relative=None).exists()
    for process in processes:
        assert process.form != CareForm.KINSHIP or process.relative.beneficiary_id == process.case.beneficiary_id
        days: dict[str, list] = {}
        for step in Step.objects.standing().filter(process=process, verdict=Verdict.MET).order_by("done_on", "pk"):
            days.setdefault(step.code, []).append(step.done_on)
        for line in WAYS[process.form]:
            for code in line.after if line.code in days else ():
                assert days[code][-1] <= days[line.code][0], (process, line.code)
    deciders = Step.objects.filter(code__in=["ADVICE", "TRIAL", "PERMIT"])
    assert deciders.exists()
    assert not deciders.filter(recorded_by=F("process__case__worker")).exists()
    assert not Step.objects.filter(done_on__gt=timezone.localdate()).exists()


def test_some_processes_ended_and_some_steps_were_withdrawn(nation):
    assert CareProcess.objects.exclude(ended_on=None).exists()
    assert Step.objects.exclude(withdraws=None).exists()
    told = CaseEvent.objects.filter(kind=EventKind.CARE_STEP).count()
    ended = CareProcess.objects.exclude(ended_on=None).count()
    assert told == CareProcess.objects.count() + ended + Step.objects.count() + CareHearing.objects.count()


def test_every_child_of_a_home_that_stops_has_a_plan_and_an_early_review(nation):
    closures = HomeClosure.objects.filter(state=ClosureState.RUNNING)
    assert closures.exists()
    for closure in closures:
        there = Placement.objects.filter(institution=closure.institution, state__in=OPEN_PLACEMENTS)
        assert set(closure.moves.open().values_list("placement", flat=True)) == set(there.values_list("pk", flat=True))
        assert not there.filter(admitted_at__gt=closure.announced_at).exists()
        moved = ReviewDateChange.objects.filter(reason=DateChangeReason.CLOSURE, cause=f"closure:{closure.pk}")
        reviews = PlacementReview.objects.filter(placement__in=there, state__in=OPEN_REVIEWS)
        assert set(moved.values_list("review", flat=True)) == set(reviews.values_list("pk", flat=True))
        assert not moved.exclude(due_to=F("review__due_on")).exists()
    states = set(MovePlan.objects.values_list("state", flat=True))
    assert states >= {MoveState.PLANNED, MoveState.DROPPED}
    assert Deadline.objects.filter(clock="move").count() == MovePlan.objects.open().count()


def test_a_closure_that_was_lifted_dropped_its_plans(nation):
    lifted = HomeClosure.objects.filter(state=ClosureState.LIFTED)
    assert lifted.exists()
    assert not MovePlan.objects.filter(closure__in=lifted).exclude(state=MoveState.DROPPED).exists()
    for closure in lifted:
        during = Q(starts_on__range=(closure.announced_at.date(), closure.lifted_at.date()))
        assert not Placement.objects.filter(during, institution=closure.institution).exists()
    told = Counter(AuditEvent.objects.filter(subject__startswith="homeclosure:").values_list("verb", flat=True))
    assert told == {"closure.announce": HomeClosure.objects.count(), "closure.lift": lifted.count()}
