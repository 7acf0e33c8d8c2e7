"""What happens before an answer and after a decision: asking around, questions, places held, words, revisions,
revocations."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from cases.models import Case
from cases.states import CareForm
from institutions.models import Institution
from referrals.models import CareDecision, Inquiry, PlaceHold, Referral, ReferralQuestion
from referrals.services.holds import hold_place, let_go_place
from referrals.services.inquiries import record_inquiry
from referrals.services.questions import answer_question, ask_sender
from referrals.services.recommendations import give_recommendation
from referrals.services.revising import revise_decision
from referrals.services.revoking import revoke_decision
from referrals.states import Advice, AlternativeResult, DecisionOutcome

from .machine import INDEX, Machine, pick

WORDS = st.sampled_from(["Kata-kata rekaan.", "Kata-kata rekaan.", " "])


class Waiting(Machine):
    @rule(
        who=INDEX,
        which=INDEX,
        form=st.sampled_from(CareForm),
        result=st.sampled_from(AlternativeResult),
        kin=st.booleans(),
        corrects=st.booleans(),
    )
    def ask_around(self, who, which, form, result, kin, corrects):
        case = pick(Case.objects.all(), which)
        member = pick(case.beneficiary.family, which) if kin else None
        self.attempt(
            who,
            record_inquiry,
            case=case,
            form=form,
            asked_on=self.today,
            result=result,
            reason="Jawaban rekaan.",
            member=member,
            asked_whom="" if member else "Kader desa (rekaan)",
            assessment=pick(case.assessments, which),
            corrects=pick(Inquiry.objects.filter(case=case), which) if corrects else None,
        )

    @rule(who=INDEX, which=INDEX, text=WORDS)
    def question(self, who, which, text):
        if referral := pick(Referral.objects.awaiting_answer(), which):
            self.attempt(who, ask_sender, referral=referral, text=text)

    @rule(who=INDEX, which=INDEX, answer=WORDS)
    def tell(self, who, which, answer):
        if question := pick(ReferralQuestion.objects.all(), which):
            self.attempt(who, answer_question, question=question, answer=answer)

    @rule(who=INDEX, which=INDEX, where=INDEX)
    def hold(self, who, which, where):
        homes = Institution.objects.filter(places__gt=0)
        self.attempt(who, hold_place, case=pick(Case.objects.all(), which), institution=pick(homes, where))

    @rule(who=INDEX, which=INDEX)
    def let_go(self, who, which):
        if hold := pick(PlaceHold.objects.all(), which):
            self.attempt(who, let_go_place, hold=hold)

    @rule(who=INDEX, which=INDEX, advice=st.sampled_from(Advice), reason=WORDS)
    def recommend(self, who, which, advice, reason):
        if referral := pick(Referral.objects.filter(recommendation_due_on__isnull=False), which):
            self.attempt(who, give_recommendation, referral=referral, advice=advice, reason=reason)

    @rule(who=INDEX, which=INDEX, reason=WORDS)
    def revoke(self, who, which, reason):
        if decision := pick(CareDecision.objects.filter(outcome=DecisionOutcome.APPROVED), which):
            self.attempt(who, revoke_decision, decision=decision, reason=reason)

    @rule(who=INDEX, which=INDEX, days=st.integers(-3, 400), reason=WORDS, correction=WORDS)
    def revise(self, who, which, days, reason, correction):
        if decision := pick(CareDecision.objects.filter(outcome=DecisionOutcome.APPROVED), which):
            given = {"until_on": self.today + timedelta(days=days), "reason": reason, "correction": correction}
            self.attempt(who, revise_decision, decision=decision, **given)
