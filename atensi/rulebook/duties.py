"""The hard rules that the law and the standards ask for (domain.md 3-6, 8, 10.3), and what holds each of them here.

A holder is a problem code, a constraint or trigger, or the dotted name of a predicate in a `permissions` module.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Duty:
    """section: of the domain reference. missing: what of the rule the product does not hold yet, "" when nothing."""

    section: str
    text: str
    holders: tuple[str, ...]
    missing: str = ""


DUTIES = (
    Duty(
        "3.1",
        "A child case names a category before it leaves intake, one of them primary.",
        ("category_missing", "primary_missing", "case_one_primary_category"),
    ),
    Duty(
        "4",
        "Partners of a Sentra are LKS, LKSA and UPTD, accredited where the office requires it.",
        ("partner_kind", "partner_not_accredited"),
    ),
    Duty(
        "4.1",
        "Every line of a plan cites one component and one base.",
        ("plan_without_action", "action_cites_one_base"),
    ),
    Duty(
        "4.2",
        "Stages advance in order; back to assessment or plan with a reason.",
        ("stage_out_of_order", "step_back_without_reason"),
    ),
    Duty(
        "4.2",
        "Nothing is carried out without a signed plan, emergency aid excepted.",
        ("plan_missing", "service_before_plan"),
    ),
    Duty(
        "4.2",
        "No closure without final evaluation and reason.",
        (
            "close_needs_evaluation",
            "final_evaluation_missing",
            "goals_not_evaluated",
            "not_monitored",
            "closure_has_evaluation_and_reason",
            "case_in_closing_stage_is_closed",
        ),
    ),
    Duty(
        "5.1",
        "Residential care of a child: every gentler rank considered, with result, reason and evidence.",
        (
            "alternative_missing_*",
            "alternative_unproven_*",
            "alternative_foreign_*",
            "alternative_unsigned_*",
            "alternative_ahead_*",
            "gentler_way_open",
            "inquiry_without_whom",
            "inquiry_without_reason",
            "inquiry_of_foreign_member",
            "inquiry_of_unfit_member",
            "inquiry_says_whom",
            "inquiry_says_why",
            "referrals_inquiry.inquiries_stay",
            "alternative_has_evidence",
            "alternative_has_reason",
        ),
    ),
    Duty(
        "5.2",
        "Dinas Sosial decides: no residential placement without its decision, another title apart.",
        (
            "no_decision",
            "needs_decision",
            "decision_differs",
            "decision_not_in_force",
            "decision_stale",
            "decision_is_used_in_time",
            "decision_used",
            "foreign_office",
            "placement_has_its_title",
            "referrals_placement.fits_its_title",
        ),
    ),
    Duty(
        "5.2",
        "A decision has number, date, official, legal basis, report, conference, form, start and review date.",
        (
            "considerations_missing",
            "social_report_missing",
            "starts_before_signing",
            "end_missing",
            "try_first_missing",
            "shorter_than_asked",
            "decision_rejection_says_what_first",
            "decision_says_its_grounds",
            "decision_review_after_start",
            "referrals_caredecision.fits_its_papers",
        ),
    ),
    Duty("5.2", "Only the decider of the deciding office signs.", ("referrals.permissions.can_sign_decision",)),
    Duty(
        "5.2",
        "A decision is taken back by its office alone, with a reason; nothing begins or goes on by it.",
        (
            "decision_revoked",
            "revocation_without_reason",
            "revocation_four_eyes",
            "referrals_decisionrevocation.signed_stays",
            "referrals.permissions.can_revoke",
        ),
    ),
    Duty(
        "5.2",
        "A decision is changed by its office alone, with a reason and to end sooner; no stay by it lasts longer.",
        (
            "revision_without_reason",
            "revision_not_shorter",
            "revision_reaches_back",
            "revision_four_eyes",
            "referrals_decisionrevision.signed_stays",
        ),
    ),
    Duty(
        "5.2",
        "The regency recommends before its province decides; whoever recommends does not decide.",
        (
            "recommendation_missing",
            "recommendation_nobody",
            "recommendation_against",
            "recommendation_without_reason",
            "recommendation_four_eyes",
            "recommender_decides",
            "referrals_recommendation.given_stays",
            "referrals.permissions.can_recommend",
        ),
    ),
    Duty(
        "5.2",
        "The author of the social report does not sign the decision.",
        ("four_eyes", "decision_four_eyes", "decision_by_mandate_four_eyes"),
    ),
    Duty(
        "5.3",
        "A referral names who refers, who is responsible by law, and why.",
        ("legally_responsible_missing", "reason_missing", "summary_missing", "referral_says_who_and_why"),
    ),
    Duty(
        "5.3",
        "Before it accepts, a receiver reads what it needs and never who it is; more it asks, and that stays.",
        (
            "summary_names_person",
            "summary_may_name_person",
            "referrals.permissions.can_ask",
            "referrals.permissions.can_answer_question",
            "referrals_referralquestion.question_stays",
        ),
    ),
    Duty(
        "5.3",
        "A request that nobody answers goes back to its sender; one to Dinas for a decision never lapses.",
        ("referral_decision_never_lapses", "referral_lapsed"),
    ),
    Duty(
        "5.3",
        "An assessment decides need; decided together with child and family.",
        ("assessment_unsigned", "assessment_incomplete", "agreement_missing", "assessment_signed_is_complete"),
    ),
    Duty(
        "5.3",
        "Agreement of child, family and provider; Dinas a party where the family is unknown.",
        ("agreement_missing", "agreement_without_party", "agreement_without_office", "agreement_has_family_or_office"),
    ),
    Duty(
        "5.3",
        "Family tracing when parents are unknown; if it fails, Dinas consents.",
        (
            "agreement_without_office",
            "tracing_not_begun",
            "tracing_failed_without_step",
            "cases_tracingstep.tracing_steps_stay",
        ),
        "Soft at the agreement: on the night a child is found no search can have begun.",
    ),
    Duty(
        "5.3", "Dinas gives a child in need of special protection a social worker.", ("worker_missing", "worker_unfit")
    ),
    Duty("5.3", "An institution founded on a religion takes only children of that religion.", ("faith_differs",)),
    Duty(
        "5.3",
        "Comprehensive assessment after the agreement, before the plan.",
        ("agreement_missing", "assessment_missing"),
    ),
    Duty(
        "5.3",
        "A province is asked with the regency's report, and the conference's result if one was held.",
        ("social_report_missing", "social_report_foreign", "conference_foreign", "foreign_office"),
    ),
    Duty(
        "5.3",
        "A conference before residential care, before the place changes, and before a child's case is closed.",
        ("conference_missing", "conference_before_move"),
    ),
    Duty(
        "5.3",
        "Emergency placement within the office's limit, neither prolonged nor begun anew.",
        (
            "emergency_exceeded",
            "emergency_over",
            "emergency_used_up",
            "emergency_term",
            "not_an_emergency",
            "open_placement",
            "placement_within_emergency_limit",
            "only_emergency_overstays",
        ),
    ),
    Duty(
        "5.2",
        "A placement lasts no longer than decided, unless Dinas Sosial signs an extension; an emergency never.",
        (
            "title_not_extended",
            "emergency_not_extended",
            "extension_without_reason",
            "extension_four_eyes",
            "referrals.permissions.can_answer_extension",
            "placement_emergency_is_not_extended",
            "referrals_placement.prolonged_by_signature",
            "referrals_placementextension.answered_stays",
        ),
    ),
    Duty(
        "5.3",
        "Placements are reviewed regularly: an open review stands while the child stays.",
        (
            "next_review_too_late",
            "next_review_not_ahead",
            "review_blocks_plan",
            "one_open_review_per_placement",
            "staying_review_sets_next_date",
            "next_review_after_this_one",
        ),
    ),
    Duty(
        "5.3",
        "A review has exactly one outcome, and the next date while the child stays.",
        ("no_outcome", "no_findings", "held_review_is_complete", "staying_review_sets_next_date"),
    ),
    Duty(
        "5.3",
        "The child takes part in plan, review and closure: own words, or why not heard.",
        (
            "child_not_heard",
            "family_not_heard",
            "agreement_hears_the_child",
            "conference_hears_the_child",
            "held_review_is_complete",
        ),
    ),
    Duty(
        "5.3",
        "Reunification: readiness of the family, preparation, consent, hand-over, follow-up.",
        (
            "no_family_to_return_to",
            "readiness_missing",
            "preparation_missing",
            "preparation_few",
            "homecoming_consent_missing",
            "consenter_not_possible",
            "hand_over_missing",
            "hand_over_after_review",
            "receiver_not_possible",
            "visit_already_recorded",
            "reunification_hand_over_comes_last",
            "referrals_placementreview.goes_home_prepared",
            "referrals_placement.goes_home_prepared",
            "referrals_reunification.ended_stays",
            "referrals_reunificationstep.ended_stays",
        ),
    ),
    Duty(
        "5.4",
        "A plan is signed by the child if able, family or Dinas, case worker, and the head of the home.",
        (
            "plan_without_child",
            "plan_without_party",
            "plan_without_institution",
            "child_not_heard",
            "cases.permissions.can_sign_paper",
            "plan_signed_by_child_or_says_why",
            "plan_signed_with_family_or_office",
        ),
    ),
    Duty(
        "5.5",
        "An incident of violence is closed by Dinas Sosial alone, after its report.",
        (
            "incident_without_report",
            "grave_incident_is_closed_by_dinas",
            "grave_incident_has_its_clock",
            "living_incident.incidents_stay",
            "living.permissions.can_report_on_incident",
            "living.permissions.can_close_incident",
        ),
    ),
    Duty(
        "5.5",
        "Hand-over note on a change of caregiver.",
        ("hand_over_note_missing", "living_assignment.handed_over", "caregiver_has_children"),
    ),
    Duty("5.5", "A caregiver is kept from children while under investigation.", ("caregiver_suspended",)),
    Duty(
        "6",
        "Guardianship and adoption need an order of the court.",
        ("no_court_order", "court_order_later", "order_document_missing", "placement_order_comes_first"),
    ),
    Duty(
        "6",
        "Links to birth parents are never deleted.",
        ("birth_parent_stays", "cases_familymember.birth_parents_stay"),
    ),
    Duty(
        "6",
        "Foster parents, guardians and adopters are of the child's faith; kin are kin.",
        ("carer_faith_differs", "carer_not_kin", "carer_not_parent"),
    ),
    Duty(
        "6",
        "Foster parents are citizens of 30 to 55, healthy, unconvicted, willing, known not to be violent, and visited.",
        ("carer_not_citizen", "carer_too_young", "carer_too_old", "carer_lacks_*", "carer_fails_*", "carer_expired_*"),
    ),
    Duty(
        "6",
        "The Dinas approves them after selection, by somebody else than who selected them, for a time.",
        (
            "carer_four_eyes",
            "carer_too_many_children",
            "candidate_approved_has_a_permit",
            "carers_candidatepermit.written_stays",
            "carers.permissions.can_decide_candidate",
        ),
    ),
    Duty(
        "6",
        "A child comes to a household of the register that is approved, of its faith, and has a place.",
        (
            *("match_not_approved", "match_permit_over", "match_faith_differs", "match_household_full"),
            *("match_sex_unwanted", "match_age_unwanted", "matched_household_rests", "carer_not_the_chosen"),
            *("foster_not_of_register", "carers_carematch.match_stays", "carers_carematch.ended_stays"),
            *("one_household_chosen", "child_lives_in_one_household"),
            "carers.permissions.can_choose_household",
        ),
    ),
    Duty(
        "6",
        "Adoption: six months of trial care, age, marriage and faith of the adopters.",
        (
            *("carer_too_young", "carer_too_old", "adopter_married_too_short", "adopter_same_sex"),
            *("adopter_has_children", "adopter_without_citizen"),
            *("care_process_incomplete", "care_trial_too_short", "care_step_same_day", "care_step_out_of_turn"),
        ),
    ),
    Duty(
        "6",
        "Guardianship and adoption: each step of the law in its order, written down and kept, before Dinas decides.",
        (
            *("care_process_incomplete", "care_step_out_of_turn", "care_step_before_earlier"),
            *("care_step_without_paper", "care_step_without_body", "care_step_without_note", "care_process_decreed"),
            *("care_step_says_why", "one_open_care_process", "care_process_end_is_whole"),
            *("carers_careprocessstep.written_stays", "carers_careprocess.process_stays"),
            "carers_careprocess.ended_stays",
        ),
    ),
    Duty(
        "9",
        "An assessment asks of body, mind, social life, faith, parenting, culture, and what parents are advised.",
        ("assessment_incomplete", "assessment_signed_is_complete", "instrument_faulty"),
    ),
    Duty(
        "8", "Only a social worker signs assessments, social reports and plans.", ("cases.permissions.can_sign_paper",)
    ),
    Duty(
        "9",
        "Signed papers never change; a correction is a new version.",
        (
            "paper_signed",
            "cases_assessment.signed_stays",
            "cases_socialreport.signed_stays",
            "cases_careplan.signed_stays",
            "referrals_caredecision.signed_stays",
            "referrals_placementreview.held_stays",
            "referrals_reviewinvitation.held_stays",
            "referrals_reviewgoalfinding.held_stays",
        ),
    ),
    Duty(
        "5.4",
        "A plan names needs by part of life, with owner, day and indicator; contact and siblings have their part.",
        ("plan_need_incomplete", "contact_forbidden", "contact_without_way", "siblings_apart", "contact_unsupervised"),
    ),
    Duty(
        "5.4",
        "Somebody else than its writer approves a plan before the parties sign it.",
        (
            "plan_not_approved",
            "plan_without_second_look",
            "plan_signed_is_approved",
            "plan_approved_by_another_person",
            "cases_careplan.approved_stays",
            "cases.permissions.can_approve_plan",
        ),
    ),
    Duty(
        "12",
        "Consent says who gave it, to what, in which form, when, and whether it was taken back.",
        (
            "consent_without_scope",
            "consent_without_relation",
            "consent_without_witness",
            "consent_to_share_unnamed",
            "withdrawal_without_reason",
            "agreement_has_family_or_office",
            "consent_withdrawn_says_why",
        ),
    ),
    Duty(
        "12",
        "A child's consent is its parent's or guardian's; the alleged harmer gives none, Dinas stands in.",
        ("consent_of_child_alone", "signatory_not_possible", "agreement_without_party"),
    ),
    Duty("12", "A grown-up consents themself, or their guardian where they cannot.", ("consent_of_adult_by_other",)),
    Duty(
        "12",
        "The notice that was told is kept with the consent.",
        ("consent_notice_missing", "consent_notice_published", "cases_consentnotice.published_stays"),
    ),
    Duty(
        "9",
        "A child before the law has one role; an alleged offender was 12 to under 18 at the act, others under 18.",
        ("adult_at_act", "outcome_unfit", "diversion_of_another", "only_an_offender_is_diverted"),
    ),
    Duty(
        "9",
        "Under 12 at the act: investigator, probation officer and social worker decide; a programme of six months.",
        ("young_party_missing", "programme_too_long", "not_under_twelve", "young_offender_decided_by_three"),
    ),
    Duty(
        "10.3",
        "A NIK has sixteen digits of the lawful form.",
        ("nik_digits", "nik_length", "nik_zero", "nik_day", "nik_month", "nik_serial"),
    ),
    Duty("10.3", "One living beneficiary per NIK.", ("nik_in_use", "nik_held_elsewhere", "nik_once_among_the_living")),
)
