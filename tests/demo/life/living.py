"""Days in a home: who cares for a child, days elsewhere, what must not happen, and a home that stops."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from institutions.models import Institution
from living.models import Caregiver, Incident, Leave
from living.services.caregivers import assign_caregiver
from living.services.incidents import close_incident, record_incident, report_on_incident
from living.services.stays import end_leave, record_leave
from living.states import IncidentKind
from referrals.models import HomeClosure, MovePlan, Placement
from referrals.services.closures import announce_closure, lift_closure, plan_move
from referrals.states import ClosureWhy, MoveTo

from .machine import INDEX, Machine, pick
from .waiting import WORDS


def stay(which):
    """One who lives in a home today; now and then one who left it."""
    stays = Placement.objects.filter(institution__isnull=False)
    return pick(stays if which % 5 == 0 else stays.open(), which)


class Living(Machine):
    @rule(who=INDEX, which=INDEX, carer=INDEX, hand_over=WORDS)
    def give_into_care(self, who, which, carer, hand_over):
        if caregiver := pick(Caregiver.objects.all(), carer):
            there = Placement.objects.open().filter(institution=caregiver.institution)
            if placement := stay(which) if which % 5 == 0 else pick(there, which):
                asked = {"placement": placement, "caregiver": caregiver, "since": self.today}
                self.attempt(who, assign_caregiver, hand_over=hand_over, **asked)

    @rule(who=INDEX, which=INDEX, days=st.integers(min_value=-1, max_value=20))
    def go_away(self, who, which, days):
        if placement := stay(which):
            until = self.today + timedelta(days=days)
            asked = {"from_on": self.today, "until_on": until, "place": "Rumah (rekaan)", "escort": "Bibi (rekaan)"}
            self.attempt(who, record_leave, placement=placement, **asked)

    @rule(who=INDEX, which=INDEX, note=st.just("Sehat (rekaan)."))
    def come_back(self, who, which, note):
        if leave := pick(Leave.objects.all(), which):
            self.attempt(who, end_leave, leave=leave, back_on=self.today, note=note)

    @rule(who=INDEX, which=INDEX, kind=st.sampled_from(IncidentKind), hours=st.integers(min_value=-1, max_value=48))
    def something_happens(self, who, which, kind, hours):
        if placement := stay(which):
            self.attempt(
                who,
                record_incident,
                home=placement.institution,
                kind=kind,
                happened_at=self.moment - timedelta(hours=hours),
                place="Asrama (rekaan)",
                story="Kejadian rekaan.",
                measures="Anak dipindahkan ke kamar lain (rekaan).",
                children=[placement],
            )

    @rule(who=INDEX, which=INDEX)
    def report_incident(self, who, which):
        if incident := pick(Incident.objects.all(), which):
            self.attempt(who, report_on_incident, incident=incident, number="LAP/REKAAN", findings="Temuan rekaan.")

    @rule(who=INDEX, which=INDEX)
    def close_incident(self, who, which):
        open_ = Incident.objects.filter(closed_at=None)
        if incident := pick(Incident.objects.all() if which % 5 == 0 else open_, which):
            self.attempt(who, close_incident, incident=incident, outcome="Penyelesaian rekaan.")

    @rule(who=INDEX, which=INDEX, why=st.sampled_from(ClosureWhy), later=st.integers(min_value=-2, max_value=60))
    def stop_home(self, who, which, why, later):
        home = pick(Institution.objects.filter(places__gt=0), which)
        day = self.today + timedelta(days=later)
        self.attempt(who, announce_closure, institution=home, why=why, from_on=day, reason="Alasan rekaan.")

    @rule(who=INDEX, which=INDEX, reason=WORDS)
    def let_home_care_again(self, who, which, reason):
        if closure := pick(HomeClosure.objects.all(), which):
            self.attempt(who, lift_closure, closure=closure, reason=reason)

    @rule(who=INDEX, which=INDEX, to=st.sampled_from(MoveTo), where=INDEX)
    def plan_to_move(self, who, which, to, where):
        if move := pick(MovePlan.objects.all(), which):
            other = pick(Institution.objects.filter(places__gt=0), where)
            self.attempt(who, plan_move, move=move, to=to, to_institution=other)
