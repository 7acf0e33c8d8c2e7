"""The pages of the register of carers: who may open them."""

from institutions.states import CASE_ROLES, OFFICE_ROLES

from .roles import DECIDERS, LOGGING

READ = ("list", "detail", "check_file")
# Below a case: who may lead it, and who writes a permit down, its pages ask.
PROCESS = ("care_process", "care_process_end", "care_step", "care_step_withdraw")
MATCHING = ("households", "household_choose", "household_end")
HEARINGS = ("hearing_set", "hearing_move", "hearing_call_off")
API_OF_HEARINGS = ("care_hearing", "care_hearing_move", "care_hearing_call_off")
API_OF_MATCHING = ("fitting_households", "care_match", "care_match_end")
KEPT = ("create", "edit", "check", "submit")
CARERS: dict[str, object] = {
    **dict.fromkeys((f"carers:{name}" for name in READ), LOGGING | OFFICE_ROLES),
    **dict.fromkeys((f"carers:{name}" for name in KEPT), LOGGING),
    **dict.fromkeys(("carers:decide", "carers:renew"), DECIDERS),
    "carers:standing": OFFICE_ROLES,
    **dict.fromkeys((f"carers:{name}" for name in (*PROCESS, *MATCHING, *HEARINGS)), CASE_ROLES),
}
API_OF_CARERS: dict[str, object] = {
    **dict.fromkeys(("api:candidates", "api:candidate", "api:candidate_check_file"), LOGGING | OFFICE_ROLES),
    **dict.fromkeys(("api:candidate_check", "api:candidate_submit"), LOGGING),
    **dict.fromkeys(("api:candidate_decide", "api:candidate_renew"), DECIDERS),
    "api:candidate_standing": OFFICE_ROLES,
    **dict.fromkeys((f"api:{name}" for name in (*PROCESS, *API_OF_MATCHING, *API_OF_HEARINGS)), CASE_ROLES),
}
