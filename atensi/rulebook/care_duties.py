"""What domain.md 6 asks of care in a family, and what holds it."""

from .duty import Duty

CARE_DUTIES = (
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
            "carer_permit_below_children",
            "candidate_approved_has_a_permit",
            "carers_candidatepermit.written_stays",
            "carers.permissions.can_decide_candidate",
        ),
    ),
    Duty(
        "6",
        "Kin care: to the third degree, assessed, supported, the child heard; a court is not asked.",
        (
            *("care_kin_unknown", "care_kin_unnamed", "care_kin_other", "way_to_kin_names_the_relative"),
            *(
                "carers_careprocess.relative_stays",
                "care_process_incomplete",
                "carer_not_kin",
                "care_step_without_note",
            ),
        ),
    ),
    Duty(
        "6",
        "A day in court that is ahead is kept in sight until what came of it is written down.",
        (
            *("care_hearing_set_already", "care_hearing_without_court", "care_hearing_without_why"),
            *("one_care_hearing_ahead", "care_hearing_called_off_says_why"),
        ),
    ),
    Duty(
        "6",
        "A child comes to a household of the register that is approved, of its faith, and has a place.",
        (
            *("match_not_approved", "match_permit_over", "match_faith_differs", "match_household_full"),
            *("match_sex_unwanted", "match_age_unwanted", "matched_household_rests", "carer_not_the_chosen"),
            *("foster_not_of_register", "carers_carematch.match_stays", "carers_carematch.ended_stays"),
            *("one_household_chosen", "child_lives_in_one_household", "carer_not_of_household"),
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
)
