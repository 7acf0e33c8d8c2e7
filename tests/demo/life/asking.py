"""What is asked and answered: referrals, decisions, admissions."""

import uuid
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from cases.models import Case
from cases.states import Base, CareForm
from institutions.models import Institution
from referrals.models import Referral
from referrals.services.decisions import sign_decision
from referrals.services.referrals import accept_referral, decline_referral, send_referral, withdraw_referral
from referrals.states import DecisionOutcome, ReferralKind, ReferralState, Source, Term

from .machine import INDEX, Machine, pick


class Asking(Machine):
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
