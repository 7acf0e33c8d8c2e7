"""What holds after every step, whoever took it."""

from collections import Counter
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from hypothesis.stateful import invariant

from atensi.audit.services import subject_of
from cases.models import CaseTask
from cases.states import Base, TaskKind, TaskState
from institutions.models import Institution
from living.models import Assignment, Incident
from living.states import GRAVE
from referrals.models import (
    CareDecision,
    MovePlan,
    PlaceHold,
    Placement,
    PlacementReview,
    Referral,
    ReferralQuestion,
)
from referrals.states import (
    STANDING_CLOSURES,
    ClosureState,
    DecisionOutcome,
    EndReason,
    PlacementState,
    ReferralState,
    Title,
)

from .machine import Machine


class Promises(Machine):
    lapsed: frozenset[int] = frozenset()

    @invariant()
    def residential_care_has_a_valid_title(self):
        homes = Placement.objects.open().filter(base=Base.RESIDENTIAL)
        by_decision = homes.filter(title=Title.DECISION)
        assert not by_decision.exclude(decision__outcome=DecisionOutcome.APPROVED).exists()
        assert not by_decision.exclude(decision__case=F("case"), decision__institution=F("institution")).exists()
        by_order = homes.filter(title=Title.COURT)
        assert not by_order.filter(Q(order_number="") | Q(order_on=None) | Q(order_on__gt=F("starts_on"))).exists()
        assert all(one.order_document.subject == subject_of(one.case) for one in by_order)
        assert not homes.exclude(title__in=[Title.DECISION, Title.COURT, Title.EMERGENCY]).exists()

    @invariant()
    def an_emergency_is_never_silently_prolonged(self):
        """Past its limit it stands as overstayed the same day; the limit is the row's own and never moves."""
        emergencies = Placement.objects.filter(title=Title.EMERGENCY)
        assert not emergencies.filter(state=PlacementState.ACTIVE, emergency_ends_on__lt=self.today).exists()
        for placement in emergencies:
            assert placement.emergency_ends_on == placement.starts_on + timedelta(days=placement.limit_days)

    @invariant()
    def no_home_takes_more_than_its_places(self):
        """Those who live there and those who are expected: what is held is not given away."""
        lived = Placement.objects.open().filter(base=Base.RESIDENTIAL).values_list("institution_id", flat=True)
        now = Q(held_at__lte=self.moment, lapses_at__gt=self.moment, ended_at=None)
        held = PlaceHold.objects.filter(now).values_list("institution_id", flat=True)
        places = dict(Institution.objects.values_list("pk", "places"))
        assert all(taken <= places[home] for home, taken in Counter([*lived, *held]).items())

    @invariant()
    def nobody_lives_in_two_places(self):
        twice = Placement.objects.open().values("beneficiary").annotate(n=Count("pk")).filter(n__gt=1)
        assert not twice.order_by().exists()

    @invariant()
    def silence_ends_a_request_for_good(self):
        lapsed = frozenset(Referral.objects.filter(state=ReferralState.LAPSED).values_list("pk", flat=True))
        assert self.lapsed <= lapsed
        assert not Placement.objects.filter(referral__in=lapsed).exists()
        self.lapsed = lapsed

    @invariant()
    def nothing_begins_by_a_revoked_decision(self):
        revoked = CareDecision.objects.filter(revocation__isnull=False)
        began = Placement.objects.filter(decision__in=revoked)
        assert not began.filter(admitted_at__gt=F("decision__revocation__signed_at")).exists()
        assert not Referral.objects.filter(decision__in=revoked, state=ReferralState.SENT).exists()

    @invariant()
    def a_stay_ends_with_its_revised_decision(self):
        stays = Placement.objects.open().filter(decision__revisions__until_on__lt=F("planned_end_on"))
        assert not stays.exclude(extensions__until_on=F("planned_end_on")).exists()

    @invariant()
    def a_question_takes_no_day_from_who_answers(self):
        assert not ReferralQuestion.objects.filter(due_after__lt=F("due_before")).exists()

    @invariant()
    def violence_is_closed_by_dinas_after_its_report(self):
        closed = Incident.objects.filter(closed_at__isnull=False, kind__in=GRAVE)
        assert not closed.exclude(reported_at__lte=F("closed_at"), closed_for=F("office")).exists()

    @invariant()
    def a_home_that_stops_admits_nobody_and_plans_for_each_child(self):
        homes = Placement.objects.open().filter(base=Base.RESIDENTIAL)
        assert not homes.filter(institution__closures__state=ClosureState.EMPTY).exists()
        stopping = homes.filter(institution__closures__state=ClosureState.RUNNING)
        assert not stopping.exclude(moves__in=MovePlan.objects.open()).exists()
        assert not stopping.exclude(reviews__in=PlacementReview.objects.open()).exists()
        standing = {"institution__closures__state__in": STANDING_CLOSURES}
        came = Placement.objects.filter(admitted_at__gt=F("institution__closures__announced_at"), **standing)
        assert not came.filter(base=Base.RESIDENTIAL).exists()

    @invariant()
    def a_change_of_caregiver_is_handed_over_in_words(self):
        rows = Assignment.objects.all()
        assert not rows.filter(until=None).exclude(caregiver__institution=F("placement__institution")).exists()
        before = Assignment.objects.filter(placement=OuterRef("placement"), pk__lt=OuterRef("pk"))
        assert not rows.filter(Exists(before), hand_over="").exists()

    @invariant()
    def who_died_lives_nowhere_and_who_left_is_searched_for(self):
        assert not Placement.objects.open().filter(beneficiary__died_on__isnull=False).exists()
        later = Placement.objects.filter(beneficiary=OuterRef("beneficiary"), pk__gt=OuterRef("pk"))
        gone = Placement.objects.filter(~Exists(later), end_reason=EndReason.ABSCONDED, beneficiary__died_on=None)
        searched = CaseTask.objects.filter(kind=TaskKind.SEARCH, state=TaskState.OPEN)
        assert not gone.exclude(case__tasks__in=searched).exists()

    @invariant()
    def every_open_placement_keeps_one_open_review(self):
        open_reviews = Count("reviews", filter=Q(reviews__in=PlacementReview.objects.open()))
        assert not Placement.objects.open().annotate(n=open_reviews).exclude(n=1).exists()
