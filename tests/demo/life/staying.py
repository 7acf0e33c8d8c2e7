"""How a child comes to live somewhere, is looked at again, and leaves."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cases.models import Case
from cases.states import RESIDENTIAL_FORMS, Base, CareForm
from institutions.models import Institution
from referrals.models import CareDecision, Placement, PlacementReview
from referrals.services.placements import end_placement, start_placement
from referrals.services.reviews import hold_review
from referrals.states import Attendee, EndReason, ReviewOutcome, Term, Title

from .machine import INDEX, Machine, pick
from .waiting import WORDS


class Staying(Machine):
    @rule(
        who=INDEX,
        which=INDEX,
        where=INDEX,
        title=st.sampled_from(Title),
        form=st.sampled_from(CareForm),
        fits=st.sampled_from([True, True, True, False]),
        term=st.sampled_from(Term),
    )
    def place(self, who, which, where, title, form, fits, term):
        case = pick(Case.objects.all(), which)
        self.attempt(
            who,
            start_placement,
            case=case,
            title=title,
            form=form,
            base=Base.RESIDENTIAL if (form in RESIDENTIAL_FORMS) is fits else Base.FAMILY,
            term=term,
            starts_on=self.today,
            institution=pick(Institution.objects.all(), where),
            carer=pick(case.beneficiary.family, where),
            decision=pick(CareDecision.objects.filter(case=case), where),
        )

    @precondition(lambda self: Placement.objects.open().exists())
    @rule(who=INDEX, which=INDEX, reason=st.sampled_from(EndReason), note=WORDS)
    def end(self, who, which, reason, note):
        placement = pick(Placement.objects.all(), which)
        self.attempt(who, end_placement, placement=placement, on=self.today, reason=reason, note=note)

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
