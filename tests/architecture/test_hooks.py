"""design.md 2: upward effects have one form, a named typed list; this pins every entry of every list."""

from importlib import import_module
from typing import Any

import pytest

from tests.architecture.source import modules

# list -> who adds to it, in order. A new entry is a new arrow that no import shows: write it down here.
PINNED: dict[str, list[str]] = {
    "atensi.deadlines.hooks.CLOCKS": [
        "licence (atensi.deadlines.own.licences)",
        "registration (atensi.deadlines.own.registrations)",
        "certificate (accreditation.clocks.last_certificates)",
        "report (cases.clocks.<lambda>)",
        "request (cases.clocks.<lambda>)",
        "first_contact (cases.clocks.<lambda>)",
        "assessment (cases.clocks.unassessed)",
        "plan (cases.clocks.unplanned)",
        "task (cases.clocks.<lambda>)",
        "conference (cases.clocks.<lambda>)",
        "justice (cases.clocks.<lambda>)",
        "aftercare (cases.clocks.<lambda>)",
        "transfer (cases.clocks.<lambda>)",
        "coming_of_age (cases.clocks.growing_up)",
        "meeting_follow_up (meetings.clocks.<lambda>)",
        "carer_permit (carers.clocks.<lambda>)",
        "carer_decision (carers.clocks.<lambda>)",
        "care_match (carers.clocks.<lambda>)",
        "care_hearing (carers.clocks.<lambda>)",
        "review (referrals.clocks.<lambda>)",
        "answer (referrals.clocks.unanswered)",
        "question (referrals.clocks.<lambda>)",
        "emergency (referrals.clocks.<lambda>)",
        "existing (referrals.clocks.<lambda>)",
        "decision_unused (referrals.clocks.<lambda>)",
        "title_end (referrals.clocks.<lambda>)",
        "recommendation (referrals.clocks.<lambda>)",
        "move (referrals.clocks.<lambda>)",
        "incident_report (living.clocks.<lambda>)",
        "leave (living.clocks.<lambda>)",
        "caregiver_review (living.clocks.<lambda>)",
    ],
    "atensi.instruments.hooks.KEEPERS": ["institutions.offices.keeps_the_nations"],
    "atensi.notices.hooks.KEPT_RECIPIENTS": ["institutions.reaching.kept_people"],
    "atensi.notices.hooks.RECIPIENT_FACTS": ["institutions.reaching.facts_of"],
    "atensi.notices.hooks.SUBJECT_WORDS": [
        "case (cases.notifications.case_words)",
        "caseresponse (cases.notifications.response_words)",
        "incomingreport (cases.notifications.incoming_words)",
        "deskrequest (cases.notifications.request_words)",
        "conferencecall (cases.notifications.call_words)",
        "casetask (cases.notifications.task_words)",
        "taskstep (cases.notifications.task_step_words)",
        "casetransfer (cases.notifications.transfer_words)",
        "aftercarevisit (cases.notifications.visit_words)",
        "justicedate (cases.notifications.justice_words)",
        "assessment_of (cases.notifications.case_words)",
        "plan_of (cases.notifications.case_words)",
        "coming_of_age_of (cases.notifications.case_words)",
        "meeting (meetings.notifications.meeting_words)",
        "invitation (meetings.notifications.invitation_words)",
        "meetingmove (meetings.notifications.move_words)",
        "meetingfollowup (meetings.notifications.follow_up_words)",
        "candidate (carers.notifications.candidate_words)",
        "carematch (carers.notifications.match_words)",
        "carehearing (carers.notifications.hearing_words)",
        "carer_decision_of (carers.notifications.candidate_words)",
        "referral (referrals.notifications.referral_words)",
        "referralquestion (referrals.notifications.question_words)",
        "caredecision (referrals.notifications.decision_words)",
        "placement (referrals.notifications.placement_words)",
        "placehold (referrals.notifications.hold_words)",
        "placementextension (referrals.notifications.extension_words)",
        "placementreview (referrals.notifications.review_words)",
        "emergency_of (referrals.notifications.placement_words)",
        "existing_of (referrals.notifications.placement_words)",
        "unused_of (referrals.notifications.decision_words)",
        "title_end_of (referrals.notifications.placement_words)",
        "recommendation_of (referrals.notifications.referral_words)",
        "homeclosure (referrals.notifications.closure_words)",
        "moveplan (referrals.notifications.move_words)",
        "incident (living.notifications.incident_words)",
        "leave (living.notifications.leave_words)",
        "caregiver (living.notifications.caregiver_words)",
        "assignment (living.notifications.assignment_words)",
    ],
    "atensi.reference.loaders.REFERENCE_LOADERS": [
        "atensi.instruments.loading.load_instruments",
        "institutions.sentra.load_sentra",
        "cases.loading.load_consent_notice",
    ],
    "cases.hooks.CASE_ACTIONS": [
        "referrals.panels.actions",
        "referrals.requests.actions",
        "living.panels.actions",
        "reports.trail.actions",
    ],
    "cases.hooks.CASE_DUES": ["referrals.panels.dues", "referrals.requests.dues"],
    "cases.hooks.CASE_PANELS": [
        "days_away (referrals.panels.days_away)",
        "continuum (referrals.panels.continuum)",
        "current_place (referrals.panels.current_place)",
        "placement_history (referrals.panels.history)",
        "referrals (referrals.requests.load)",
        "life (living.panels.life_of)",
        "incidents (living.panels.incidents_of)",
    ],
    "cases.hooks.CHILD_VIEWS": ["referrals.panels.child_view"],
    "cases.hooks.CLOSING_CHECKS": [
        "carers.eligibility.matching.closing_problems",
        "referrals.panels.closing_problems",
    ],
    "cases.hooks.PERSON_TABLES": ["PersonTable (referrals.person_tables.placements_of)"],
    "cases.hooks.PAPER_SOURCES": ["SR (referrals.letters._letter)", "ST (referrals.hand_overs._hand_over)"],
    "cases.hooks.PLAN_CHECKS": ["referrals.panels.plan_problems"],
    "cases.hooks.LIVING_PLACES": ["referrals.panels.living_places"],
    "cases.hooks.RISK_ROSE": ["referrals.services.turns.take_turns"],
    "cases.hooks.CASE_LEFT_OFFICE": ["carers.services.matching.let_household_go"],
    "cases.hooks.CASE_TAKEN_OVER": ["referrals.notifications.tell_meetings_ahead"],
    "cases.hooks.TRANSFER_CHECKS": ["referrals.eligibility.transfers.transfer_problems"],
    "cases.hooks.SHARE_GROUNDS": [
        "referrals.share_grounds.has_open_referral",
        "referrals.share_grounds.cares_for_the_child",
    ],
    "institutions.hooks.INSTITUTION_CHANGED": [
        "atensi.deadlines.own.institution_changed",
        "accreditation.clocks.keep_certificates",
        "referrals.services.home_problems.institution_changed",
    ],
    "institutions.hooks.PARTNER_CHECKS": ["accreditation.partners.partner_problems"],
    "institutions.hooks.PARAMETER_EFFECTS": ["referrals.services.intervals.effect_of"],
    "institutions.hooks.SWITCH_OFF_CHECKS": [
        "cases.eligibility.desk_requests.switching_off_problems",
        "referrals.eligibility.endings.switching_off_problems",
    ],
    "institutions.hooks.MEMBERSHIP_CHANGED": ["atensi.deadlines.own.membership_changed"],
    "institutions.hooks.INSTITUTION_COLUMNS": [
        "accreditation (accreditation.panels.certificate_marks)",
        "occupancy (referrals.occupancies.marks)",
    ],
    "institutions.hooks.INSTITUTION_PANELS": [
        "accreditation (accreditation.panels.load_certificates)",
        "certificates (accreditation.panels.load_certificates)",
        "occupancy (referrals.occupancies.panel)",
        "existing_residents (referrals.residents.load)",
        "closure (referrals.closing.load)",
        "incidents (living.panels.of_home)",
    ],
}


def name_of(entry: Any) -> str:
    """Qualified name of a function; a panel is named by itself and by what loads it."""
    if hasattr(entry, "content"):
        return f"{entry.kind} ({name_of(entry.content)})"
    if hasattr(entry, "rows"):
        return f"{getattr(entry, 'code', type(entry).__name__)} ({name_of(entry.rows)})"
    if hasattr(entry, "load"):
        return f"{entry.name} ({name_of(entry.load)})"
    return f"{entry.__module__}.{entry.__qualname__}"


def hook_lists() -> dict[str, Any]:
    """Every list or table in capitals of every module named `hooks` or `loaders`."""
    names = [module.name for module in modules() if module.name.rpartition(".")[2] in ("hooks", "loaders")]
    return {
        f"{name}.{key}": value
        for name in names
        for key, value in vars(import_module(name)).items()
        if key.isupper() and isinstance(value, list | dict)
    }


def test_every_list_is_pinned():
    assert sorted(hook_lists()) == sorted(PINNED)


@pytest.mark.parametrize("name", PINNED)
def test_a_list_holds_what_is_pinned(name):
    held = hook_lists()[name]
    entries = [f"{key} ({name_of(entry)})" for key, entry in held.items()] if isinstance(held, dict) else held
    assert [entry if isinstance(entry, str) else name_of(entry) for entry in entries] == PINNED[name]
