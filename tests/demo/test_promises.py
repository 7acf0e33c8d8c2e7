"""The promises of the product under random hands: anybody tries anything, legal or not, and days pass.

Whatever they do, nothing starts or prolongs residential care without a title, no home takes more children than it has
places, no child lives in two places, every open placement keeps one open review, and every change has its audit row.
"""

import uuid
from datetime import datetime, timedelta
from unittest import mock

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from atensi.audit.models import AuditEvent
from atensi.audit.services import subject_of
from atensi.demo.steps import justified
from atensi.errors import RuleViolation
from cases.models import Case
from cases.states import Base, CareForm
from institutions.middleware import actor_for
from institutions.models import Institution, Membership
from referrals.models import CareDecision, Placement, PlacementReview, Referral
from referrals.services.decisions import sign_decision
from referrals.services.placements import end_placement, start_placement
from referrals.services.referrals import accept_referral, decline_referral, send_referral, withdraw_referral
from referrals.services.reviews import hold_review
from referrals.services.sweep import sweep
from referrals.states import (
    Attendee,
    DecisionOutcome,
    EndReason,
    PlacementState,
    ReferralKind,
    ReferralState,
    ReviewOutcome,
    Source,
    Term,
    Title,
)

# Fewer examples than a property of one function: each walks the whole database through a life.
EXAMPLES = settings(max_examples=6, stateful_step_count=25, deadline=None)
INDEX = st.integers(min_value=0, max_value=999)


def pick(rows, index):
    """One of `rows`, whatever their number; None when there is none."""
    found = list(rows.order_by("pk"))
    return found[index % len(found)] if found else None


class Life(RuleBasedStateMachine):
    """The demo's offices, homes and children, in a transaction that is rolled back at the end."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.moment: datetime = timezone.now()
        self.clock = mock.patch.object(timezone, "now", lambda: self.moment)
        self.clock.start()
        self.swept = True

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @property
    def today(self):
        return timezone.localdate(self.moment)

    def attempt(self, who, service, **wish):
        """Let somebody try: refused with its reasons, or done and told in the trail with actor and time."""
        membership = pick(Membership.objects.all(), who)
        actor = actor_for(membership.user, membership, "life")
        before = AuditEvent.objects.count()
        try:
            with transaction.atomic():
                justified(service, by=actor, **wish)
        except (RuleViolation, PermissionDenied):
            return
        told = AuditEvent.objects.order_by("-pk")[: AuditEvent.objects.count() - before]
        assert told, service
        assert all(event.at == self.moment and event.user_id == actor.user_id for event in told)

    @rule(days=st.integers(min_value=1, max_value=40))
    def days_pass(self, days):
        self.moment += timedelta(days=days)
        sweep()

    @rule(who=INDEX, which=INDEX, where=INDEX, form=st.sampled_from(CareForm), emergency=st.booleans())
    def ask_admission(self, who, which, where, form, emergency):
        self.attempt(
            who,
            send_referral,
            case=pick(Case.objects.all(), which),
            kind=ReferralKind.ADMISSION,
            to_institution=pick(Institution.objects.filter(places__gt=0), where),
            form_id=uuid.uuid4(),
            source=Source.AUTHORITY,
            legally_responsible="Belum diketahui",
            reason="Alasan rekaan.",
            summary="Ringkasan rekaan.",
            asked_form=form,
            asked_base=Base.RESIDENTIAL,
            is_emergency=emergency,
        )

    @rule(who=INDEX, which=INDEX, outcome=st.sampled_from(DecisionOutcome), term=st.sampled_from(Term), ahead=INDEX)
    def decide(self, who, which, outcome, term, ahead):
        referral = pick(Referral.objects.filter(kind=ReferralKind.CARE_DECISION), which)
        self.attempt(
            who,
            sign_decision,
            referral=referral,
            outcome=outcome,
            considerations="Pertimbangan rekaan.",
            try_first="Bibi (rekaan).",
            starts_on=self.today,
            ends_on=self.today + timedelta(days=ahead - 100),
            term=term,
        )

    @rule(who=INDEX, which=INDEX, back=st.integers(min_value=-3, max_value=3))
    def accept(self, who, which, back):
        referral = pick(Referral.objects.filter(state=ReferralState.SENT), which)
        if referral:
            self.attempt(who, accept_referral, referral=referral, admitted_on=self.today - timedelta(days=back))

    @rule(who=INDEX, which=INDEX, reason=st.sampled_from(["", "Penuh."]))
    def decline(self, who, which, reason):
        self.attempt(who, decline_referral, referral=pick(Referral.objects.all(), which), reason=reason)

    @rule(who=INDEX, which=INDEX)
    def withdraw(self, who, which):
        self.attempt(who, withdraw_referral, referral=pick(Referral.objects.all(), which))

    @rule(
        who=INDEX,
        which=INDEX,
        where=INDEX,
        title=st.sampled_from(Title),
        form=st.sampled_from(CareForm),
        base=st.sampled_from(Base),
        term=st.sampled_from(Term),
    )
    def place(self, who, which, where, title, form, base, term):
        case = pick(Case.objects.all(), which)
        self.attempt(
            who,
            start_placement,
            case=case,
            title=title,
            form=form,
            base=base,
            term=term,
            starts_on=self.today,
            institution=pick(Institution.objects.all(), where),
            carer=pick(case.beneficiary.family, where),
            decision=pick(CareDecision.objects.filter(case=case), where),
        )

    @precondition(lambda self: Placement.objects.open().exists())
    @rule(who=INDEX, which=INDEX, reason=st.sampled_from(EndReason))
    def end(self, who, which, reason):
        placement = pick(Placement.objects.all(), which)
        self.attempt(who, end_placement, placement=placement, on=self.today, reason=reason)

    @rule(who=INDEX, which=INDEX, outcome=st.sampled_from(ReviewOutcome), later=st.sampled_from([None, 5, 400]))
    def review(self, who, which, outcome, later):
        review = pick(PlacementReview.objects.all(), which)
        self.attempt(
            who,
            hold_review,
            review=review,
            held_on=self.today,
            attendees=[Attendee.CHILD, Attendee.CASE_WORKER, Attendee.FAMILY],
            child_view="Kata-kata rekaan.",
            child_not_heard_reason="",
            family_view="Kami menunggunya (rekaan).",
            findings="Temuan rekaan.",
            recommendation="Rekomendasi rekaan.",
            outcome=outcome,
            next_due_on=later and self.today + timedelta(days=later),
        )

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


def test_promises_hold_whatever_anybody_does(demo):
    run_state_machine_as_test(Life, settings=EXAMPLES)
