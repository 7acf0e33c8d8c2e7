"""The addresses of the API: who may ask them."""

from institutions.states import (
    CASE_ROLES,
    LENDING_ROLES,
    OFFICE_ROLES,
    RECEIVING_ROLES,
    SENTRA_ROLES,
    SHARE_ROLES,
)

from .roles import CONVENERS, DECIDERS, INTAKE, KEEPERS, LOGGING, OPERATORS, PUBLIC, READERS, REGISTRARS, SIGNED_IN

# Reading and writing share an address: the widest role that has either stands here, the services refuse the rest.
API_SIGNED_IN = """
    me codes regions instruments instrument notices notice_open notices_open notice_channels deadlines calendar_links
    calendar_link_revoke institutions institution institution_bands certificates certificate
    partnerships
"""
API_OF_CASES = """
    cases case_search
    case case_beneficiary person_aliases person_alias_remove person_photo
    person_photo_remove person_nik person_nik_verify person_papers person_health person_school person_benefits
    person_benefit_remove
    like_files distinct merges merge_undo
    case_timeline case_family family_member case_stage case_close case_share case_unshare
    official_papers official_paper_file attachments attachment attachment_file attachment_withdraw
    agreements agreement agreement_withdraw assessments assessment assessment_sign social_reports social_report
    social_report_sign conferences conference conference_call conference_cancel conference_follow_up
    plans plan plan_sign plan_submit plan_take_back
    plan_return plan_approve plan_action plan_differences services visits visit_record response
    tasks task task_finish task_snooze task_give task_drop
    prevention prevention_activity
    justice justice_contacts justice_contact justice_dates justice_date_keep justice_date_move justice_date_call_off
    justice_duties justice_reports justice_young_decision justice_outcome transition
    sessions session session_attendance contacts vocational vocational_steps vocational_end
    flags flag_end case_route case_place_holds place_hold_let_go
    family_ban family_unban siblings sibling_link sibling_unlink tracing tracing_steps
    gate inquiries
    case_referrals case_placements outbox question_answer referral referral_withdraw referral_complete decision
    family_placement placement placement_end extension_ask homecoming homecoming_readiness homecoming_preparation
    homecoming_consent
    homecoming_hand_over reviews review review_invite review_hold review_pull extension extension_sign
    extension_decline admission_by_order placement_by_order referral_order placement_order signed_consent decision_paper
    review_paper review_preparation board
    closures closure closure_moves move move_plan
"""
API_OF_TRANSFERS = "transfers transfer transfer_accept transfer_decline transfer_withdraw case_transfers"
API_OF_MEETINGS_READ = "meetings meeting meeting_minutes meeting_follow_ups meeting_follow_up_done"
API_OF_MEETINGS_LED = """
    meeting_invite meeting_invitation_withdraw meeting_move meeting_cancel meeting_record meeting_groups meeting_group
    meeting_follow_up_add meeting_sign
"""
API_OF_REGISTRARS = """
    residents resident_duplicates resident_sheets resident_sheet_check resident_sheet_template resident_sheet
"""
API_OF_READERS = "numbers exports export export_file export_password export_repeat"
API_OF_KEEPERS = """
    people person person_close person_open person_password_link memberships membership_end settings setting
    setting_versions setting_version_cancel holidays holiday_remove webhooks webhook webhook_switch webhook_deliveries
    webhook_resend deliveries delivery_retry delivery_drop
"""
API: dict[str, object] = {
    "api:schema": PUBLIC,  # tells what can be asked, and of nobody
    "api:docs": PUBLIC,
    "api:docs_of_room": PUBLIC,
    **dict.fromkeys((f"api:{name}" for name in API_SIGNED_IN.split()), SIGNED_IN),
    **dict.fromkeys((f"api:{name}" for name in API_OF_CASES.split()), CASE_ROLES),
    **dict.fromkeys((f"api:{name}" for name in API_OF_TRANSFERS.split()), LOGGING | OFFICE_ROLES),
    **dict.fromkeys((f"api:{name}" for name in API_OF_KEEPERS.split()), KEEPERS),
    "api:mandates": KEEPERS | CASE_ROLES,
    "api:mandate_end": KEEPERS | CASE_ROLES,
    "api:partnership_end": SENTRA_ROLES,
    "api:lending": KEEPERS | LENDING_ROLES,
    "api:responses": LOGGING | OFFICE_ROLES,
    **dict.fromkeys(("api:incoming_reports", "api:incoming_report"), OPERATORS | LOGGING | OFFICE_ROLES),
    **dict.fromkeys((f"api:incoming_{act}" for act in ("assign", "pass_on", "close")), OFFICE_ROLES),
    **dict.fromkeys(("api:desk_requests", "api:desk_request", "api:desk_request_forward"), INTAKE),
    "api:response_duplicates": LOGGING,
    "api:response_contact": LOGGING,
    **dict.fromkeys((f"api:{name}" for name in API_OF_MEETINGS_READ.split()), CASE_ROLES),
    **dict.fromkeys((f"api:{name}" for name in API_OF_MEETINGS_LED.split()), CONVENERS),
    **dict.fromkeys((f"api:{name}" for name in API_OF_REGISTRARS.split()), REGISTRARS),
    **dict.fromkeys((f"api:{name}" for name in API_OF_READERS.split()), READERS),
    **dict.fromkeys(("api:case_trail", "api:case_readers", "api:reentries", "api:homes_behind"), OFFICE_ROLES),
    "api:services_kept": SHARE_ROLES,
    **dict.fromkeys(("api:consent_notices", "api:consent_notice"), CASE_ROLES | KEEPERS),
    "api:consent_notice_publish": KEEPERS,
    "api:case_worker": OFFICE_ROLES,
    "api:case_reopen": OFFICE_ROLES,
    "api:caseload": OFFICE_ROLES,
    "api:caseload_reassign": OFFICE_ROLES,
    "api:area": INTAKE,
    "api:inbox": RECEIVING_ROLES,
    "api:receipts": RECEIVING_ROLES,
    "api:referral_questions": RECEIVING_ROLES,
    "api:referral_accept": RECEIVING_ROLES,
    "api:referral_decline": RECEIVING_ROLES,
    "api:referral_redirect": RECEIVING_ROLES,
    "api:referral_recommendation": OFFICE_ROLES,
    "api:decision_revise": DECIDERS,
    "api:decision_revoke": DECIDERS,
    "api:referral_decision": DECIDERS,
    **dict.fromkeys(("api:closure_announce", "api:closure_lift"), DECIDERS),
    **dict.fromkeys(("api:decisions", "api:extensions"), DECIDERS),
}
