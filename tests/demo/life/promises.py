"""What holds after every step, whoever took it."""

from datetime import timedelta

from django.db.models import Count, F, Q
from hypothesis.stateful import invariant

from atensi.audit.services import subject_of
from cases.states import Base
from institutions.models import Institution
from referrals.models import Placement, PlacementReview
from referrals.states import DecisionOutcome, PlacementState, Title

from .machine import Machine


class Promises(Machine):
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
        taken = Count("placements", filter=Q(placements__base=Base.RESIDENTIAL, placements__ended_on=None))
        assert not Institution.objects.annotate(taken=taken).filter(taken__gt=F("places")).exists()

    @invariant()
    def nobody_lives_in_two_places(self):
        twice = Placement.objects.open().values("beneficiary").annotate(n=Count("pk")).filter(n__gt=1)
        assert not twice.order_by().exists()

    @invariant()
    def every_open_placement_keeps_one_open_review(self):
        open_reviews = Count("reviews", filter=Q(reviews__in=PlacementReview.objects.open()))
        assert not Placement.objects.open().annotate(n=open_reviews).exclude(n=1).exists()
