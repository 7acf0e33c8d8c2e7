"""Who may open which page: every URL name has a line here; one without a line is refused (default deny).

PUBLIC: without signing in. SIGNED_IN: any signed-in person. Otherwise the roles of the acting membership.
What a person sees on the page is a matter of `visible_to`, not of this table.
"""

from django.core.exceptions import PermissionDenied

from institutions.states import CASE_ROLES, LENDING_ROLES, OFFICE_ROLES, RECEIVING_ROLES, SHARE_ROLES, Role

PUBLIC = "public"
SIGNED_IN = "signed in"

FRAME = {
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "home": SIGNED_IN,
    "help": PUBLIC,
    "guide": PUBLIC,
    "set_language": PUBLIC,
    "data_protection": PUBLIC,
}
# PUBLIC here means: no membership needed; allauth's own views ask for the sign-in where they need one.
ACCOUNTS: dict[str, object] = {
    "account_login": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "mfa_login_webauthn": PUBLIC,
    "account_logout": PUBLIC,
    "account_signup": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
}
KEEPERS = frozenset({Role.ADMINISTRATOR})
NOTICES: dict[str, object] = {
    "notices:list": SIGNED_IN,
    "notices:open": SIGNED_IN,
    "notices:open_all": SIGNED_IN,
    "notices:choices": SIGNED_IN,
    "notices:parked": KEEPERS,
    "notices:delivery_retry": KEEPERS,
    "notices:delivery_drop": KEEPERS,
}
DEADLINES: dict[str, object] = {
    "deadlines:clocks": KEEPERS | CASE_ROLES,
    "deadlines:feeds": SIGNED_IN,
    "deadlines:feed_revoke": SIGNED_IN,
    "deadlines:feed": PUBLIC,  # by the secret in its address
}
DRAFTS: dict[str, object] = {
    "drafts:save": PUBLIC,  # by the signed key in the form: a session that ended loses no words
    "drafts:discard": SIGNED_IN,
}
# Every administrator reads what assessments ask; the nation's keepers change it (atensi/instruments/permissions.py).
INSTRUMENTS: dict[str, object] = {
    f"instruments:{name}": KEEPERS
    for name in (
        *("list", "version_begin", "version", "version_preview", "version_publish", "version_retire"),
        *("version_discard", "part_arrange", "part_create", "part_edit"),
    )
}
INSTITUTIONS: dict[str, object] = {
    "institutions:list": SIGNED_IN,
    "institutions:detail": SIGNED_IN,
    "institutions:create": KEEPERS,
    "institutions:edit": KEEPERS,
    "institutions:capacity_edit": KEEPERS,
    "institutions:switch_membership": SIGNED_IN,
    "institutions:membership_create": KEEPERS,
    "institutions:membership_end": KEEPERS,
    "institutions:mandate_list": KEEPERS | CASE_ROLES,
    "institutions:mandate_create": KEEPERS | LENDING_ROLES,
    "institutions:mandate_end": KEEPERS | CASE_ROLES,
    "institutions:person_list": KEEPERS,
    "institutions:person_create": KEEPERS,
    "institutions:person_detail": KEEPERS,
    "institutions:person_edit": KEEPERS,
    "institutions:person_deactivate": KEEPERS,
    "institutions:person_activate": KEEPERS,
    "institutions:person_password_link": KEEPERS,
    "institutions:parameter_list": KEEPERS,
    "institutions:holiday_list": KEEPERS,
    "institutions:holiday_remove": KEEPERS,
    "institutions:parameter_edit": KEEPERS,
    "institutions:parameter_cancel": KEEPERS,
    "accreditation:certificate_create": KEEPERS,
    "accreditation:certificate_edit": KEEPERS,
}
LOGGING = frozenset({Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR})
CASES: dict[str, object] = {
    "cases:list": CASE_ROLES,
    "cases:search": CASE_ROLES,
    "cases:caseload": OFFICE_ROLES,
    "cases:worker_cases": OFFICE_ROLES,
    "cases:consent_notices": CASE_ROLES | KEEPERS,
    "cases:consent_notice": CASE_ROLES | KEEPERS,
    "cases:consent_notice_new": KEEPERS,
    "cases:consent_notice_edit": KEEPERS,
    "cases:consent_notice_publish": KEEPERS,
    "cases:response_list": LOGGING | OFFICE_ROLES,
    "cases:response_create": LOGGING,
    "cases:response_duplicates": LOGGING,
    "cases:response": CASE_ROLES,
    "cases:first_contact_record": LOGGING,
    "cases:assign_worker": OFFICE_ROLES,
    "cases:transfer_offer": LOGGING | OFFICE_ROLES,
    "cases:transfer": LOGGING | OFFICE_ROLES,
    "cases:transfer_accept": LOGGING | OFFICE_ROLES,
    "cases:transfer_decline": LOGGING | OFFICE_ROLES,
    "cases:transfer_withdraw": LOGGING | OFFICE_ROLES,
    "cases:beneficiary_edit": CASE_ROLES,
    "cases:beneficiary": CASE_ROLES,
    "cases:duplicates": CASE_ROLES,
    "cases:merge": CASE_ROLES,
    "cases:distinct": CASE_ROLES,
    "cases:merge_undo": CASE_ROLES,
    "cases:alias_add": CASE_ROLES,
    "cases:alias_remove": CASE_ROLES,
    "cases:nik_attach": CASE_ROLES,
    "cases:nik_verify": CASE_ROLES,
    "cases:identity_papers": CASE_ROLES,
    "cases:health_edit": CASE_ROLES,
    "cases:school_edit": CASE_ROLES,
    "cases:benefit_add": CASE_ROLES,
    "cases:benefit_remove": CASE_ROLES,
    "cases:photo_edit": CASE_ROLES,
    "cases:photo_remove": CASE_ROLES,
    "cases:photo": CASE_ROLES,
    "cases:case": CASE_ROLES,
    "cases:family": CASE_ROLES,
    "cases:family_add": CASE_ROLES,
    "cases:family_edit": CASE_ROLES,
    "cases:family_ban": CASE_ROLES,
    "cases:family_unban": CASE_ROLES,
    "cases:sibling_link": CASE_ROLES,
    "cases:sibling_unlink": CASE_ROLES,
    "cases:tracing_state": CASE_ROLES,
    "cases:tracing_step": CASE_ROLES,
    "cases:assessments": CASE_ROLES,
    "cases:assessment_new": CASE_ROLES,
    "cases:assessment": CASE_ROLES,
    "cases:assessment_edit": CASE_ROLES,
    "cases:assessment_compare": CASE_ROLES,
    "cases:assessment_sign": CASE_ROLES,
    "cases:plan": CASE_ROLES,
    "cases:plan_new": CASE_ROLES,
    "cases:plan_version": CASE_ROLES,
    "cases:plan_edit": CASE_ROLES,
    "cases:plan_sign": CASE_ROLES,
    "cases:plan_compare": CASE_ROLES,
    "cases:plan_action": CASE_ROLES,
    "cases:plan_submit": CASE_ROLES,
    "cases:plan_take_back": CASE_ROLES,
    "cases:plan_judge": OFFICE_ROLES,
    "cases:services": CASE_ROLES,
    "cases:services_kept": SHARE_ROLES,
    "cases:service_record": CASE_ROLES,
    "cases:contacts": CASE_ROLES,
    "cases:contact_record": CASE_ROLES,
    "cases:vocational": CASE_ROLES,
    "cases:vocational_start": CASE_ROLES,
    "cases:vocational_step": CASE_ROLES,
    "cases:vocational_end": CASE_ROLES,
    "cases:flag_raise": CASE_ROLES,
    "cases:flag_end": CASE_ROLES,
    "cases:prevention_list": CASE_ROLES,
    "cases:prevention_create": CASE_ROLES,
    "cases:prevention": CASE_ROLES,
    "cases:session_list": CASE_ROLES,
    "cases:session_create": CASE_ROLES,
    "cases:session": CASE_ROLES,
    "cases:session_correct": CASE_ROLES,
    "cases:placements": CASE_ROLES,
    "cases:documents": CASE_ROLES,
    "cases:official_papers": CASE_ROLES,
    "cases:official_issue": CASE_ROLES,
    "cases:official_paper": CASE_ROLES,
    "cases:attachments": CASE_ROLES,
    "cases:attachment_add": CASE_ROLES,
    "cases:attachment": CASE_ROLES,
    "cases:attachment_withdraw": CASE_ROLES,
    "cases:agreement_new": CASE_ROLES,
    "cases:agreement": CASE_ROLES,
    "cases:agreement_withdraw": CASE_ROLES,
    "cases:conference_new": CASE_ROLES,
    "cases:conference_call": CASE_ROLES,
    "cases:conference_cancel": CASE_ROLES,
    "cases:conference_follow_up": CASE_ROLES,
    "cases:conference": CASE_ROLES,
    "cases:report_new": CASE_ROLES,
    "cases:report": CASE_ROLES,
    "cases:report_edit": CASE_ROLES,
    "cases:report_sign": CASE_ROLES,
    "cases:tasks": CASE_ROLES,
    "cases:task_add": CASE_ROLES,
    "cases:task": CASE_ROLES,
    "cases:task_finish": CASE_ROLES,
    "cases:task_snooze": CASE_ROLES,
    "cases:task_give": CASE_ROLES,
    "cases:task_drop": CASE_ROLES,
    "cases:justice": CASE_ROLES,
    "cases:justice_record": CASE_ROLES,
    "cases:justice_contact_add": CASE_ROLES,
    "cases:justice_contact_edit": CASE_ROLES,
    "cases:justice_date_set": CASE_ROLES,
    "cases:justice_date_keep": CASE_ROLES,
    "cases:justice_date_move": CASE_ROLES,
    "cases:justice_date_call_off": CASE_ROLES,
    "cases:justice_duty_record": CASE_ROLES,
    "cases:justice_report_send": CASE_ROLES,
    "cases:justice_young_decide": CASE_ROLES,
    "cases:justice_end": CASE_ROLES,
    "cases:timeline": CASE_ROLES,
    "cases:transition": CASE_ROLES,
    "cases:transition_edit": CASE_ROLES,
    "cases:stage_move": CASE_ROLES,
    "cases:close": CASE_ROLES,
    "cases:reopen": OFFICE_ROLES,
    "cases:aftercare_visit": CASE_ROLES,
}
# Who may stand for an office that calls meetings; which office does, and what the meeting is, its pages ask.
CONVENERS = OFFICE_ROLES | {Role.INTAKE_OFFICER}
MEETINGS_READ = ("list", "detail", "minutes", "follow_ups", "follow_up")
MEETINGS_LED = (
    *("create", "invite", "invitation_withdraw", "move", "cancel", "record", "group_add", "group_edit"),
    *("follow_up_add", "sign"),
)
MEETINGS: dict[str, object] = {
    **dict.fromkeys((f"meetings:{name}" for name in MEETINGS_READ), CASE_ROLES),
    **dict.fromkeys((f"meetings:{name}" for name in MEETINGS_LED), CONVENERS),
}
OPERATORS = frozenset({Role.HOTLINE_OPERATOR})
DESK: dict[str, object] = {
    "desk:report_list": OPERATORS | LOGGING | OFFICE_ROLES,
    "desk:report_create": OPERATORS,
    "desk:districts": OPERATORS,
    "desk:report": OPERATORS | LOGGING | OFFICE_ROLES,
    "desk:report_assign": OFFICE_ROLES,
    "desk:report_pass_on": OFFICE_ROLES,
    "desk:report_close": OFFICE_ROLES,
}
# Who works on cases and refers; who receives; who signs.
SENDERS = CASE_ROLES - {Role.SOCIAL_OFFICE_DECIDER}
# Who enters the children who lived in a home before its office began to use the system.
REGISTRARS = LOGGING | SHARE_ROLES
REFERRALS: dict[str, object] = {
    "verification:form": PUBLIC,
    "verification:check": PUBLIC,
    "referrals:inbox": RECEIVING_ROLES,
    "referrals:sent": CASE_ROLES,
    "referrals:referral_create": SENDERS,
    "referrals:detail": CASE_ROLES,
    "referrals:answer": RECEIVING_ROLES,
    "referrals:withdraw": CASE_ROLES,
    "referrals:complete": CASE_ROLES,
    "referrals:decision_list": frozenset({Role.SOCIAL_OFFICE_DECIDER}),
    "referrals:decision_sign": frozenset({Role.SOCIAL_OFFICE_DECIDER}),
    "referrals:decision": CASE_ROLES,
    "referrals:decision_pdf": CASE_ROLES,
    "referrals:review_list": CASE_ROLES,
    "referrals:extension": CASE_ROLES,
    "referrals:extension_ask": CASE_ROLES,
    "referrals:homes_behind": OFFICE_ROLES,
    "referrals:review_detail": CASE_ROLES,
    "referrals:review_hold": CASE_ROLES,
    "referrals:review_pull": CASE_ROLES,
    "referrals:review_invite": CASE_ROLES,
    "referrals:review_pdf": CASE_ROLES,
    "referrals:review_sheet": CASE_ROLES,
    "referrals:placement_start": CASE_ROLES,
    "referrals:reunification": CASE_ROLES,
    "referrals:reunification_paper": CASE_ROLES,
    "referrals:reunification_record": CASE_ROLES,
    "referrals:resident_create": REGISTRARS,
    "referrals:resident_sheet": REGISTRARS,
    "referrals:resident_progress": REGISTRARS,
    "referrals:resident_template": REGISTRARS,
    "referrals:placement_court": CASE_ROLES,
    "referrals:placement_order": CASE_ROLES,
    "referrals:referral_order": CASE_ROLES,
}
# Numbers tell of no person: for everybody but those who only take calls.
READERS = frozenset(set(Role) - {Role.HOTLINE_OPERATOR})
REPORTS: dict[str, object] = {
    "case_trail": OFFICE_ROLES,
    "reentry_list": OFFICE_ROLES,
    "reports:numbers": READERS,
    "reports:exports": READERS,
    "reports:export": READERS,
    "reports:export_file": READERS,
    "reports:export_password": READERS,
    "reports:export_repeat": READERS,
}

TOKENS: dict[str, object] = {"tokens:list": SIGNED_IN, "tokens:revoke": SIGNED_IN}
WEBHOOKS: dict[str, object] = {f"webhooks:{name}": KEEPERS for name in ("list", "detail", "switch", "resend")}
# Reading and writing share an address: the widest role that has either stands here, the services refuse the rest.
API_SIGNED_IN = """
    me codes regions instruments instrument notices notice_open notices_open notice_channels deadlines calendar_links
    calendar_link_revoke institutions institution institution_bands certificates certificate
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
    flags flag_end
    family_ban family_unban siblings sibling_link sibling_unlink tracing tracing_steps
    case_referrals case_placements outbox referral referral_withdraw referral_complete decision family_placement
    placement placement_end extension_ask homecoming homecoming_readiness homecoming_preparation homecoming_consent
    homecoming_hand_over reviews review review_invite review_hold review_pull extension extension_sign
    extension_decline admission_by_order placement_by_order referral_order placement_order signed_consent decision_paper
    review_paper review_preparation board
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
    "api:lending": KEEPERS | LENDING_ROLES,
    "api:responses": LOGGING | OFFICE_ROLES,
    **dict.fromkeys(("api:incoming_reports", "api:incoming_report"), OPERATORS | LOGGING | OFFICE_ROLES),
    **dict.fromkeys((f"api:incoming_{act}" for act in ("assign", "pass_on", "close")), OFFICE_ROLES),
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
    "api:inbox": RECEIVING_ROLES,
    "api:receipts": RECEIVING_ROLES,
    "api:referral_accept": RECEIVING_ROLES,
    "api:referral_decline": RECEIVING_ROLES,
    "api:referral_redirect": RECEIVING_ROLES,
    "api:referral_decision": frozenset({Role.SOCIAL_OFFICE_DECIDER}),
    "api:decisions": frozenset({Role.SOCIAL_OFFICE_DECIDER}),
}

ACCESS: dict[str, object] = {
    **FRAME,
    **ACCOUNTS,
    **NOTICES,
    **DEADLINES,
    **DRAFTS,
    **INSTRUMENTS,
    **INSTITUTIONS,
    **CASES,
    **DESK,
    **MEETINGS,
    **REFERRALS,
    **REPORTS,
    **TOKENS,
    **WEBHOOKS,
    **API,
}


def may_open(url_name: str, role: str, *, signed_in: bool) -> bool:
    """Whether somebody acting under `role` ("" without a membership) may open the page `url_name`."""
    allowed = ACCESS.get(url_name)
    if allowed == PUBLIC:
        return True
    if not signed_in or allowed is None:
        return False
    return allowed == SIGNED_IN or role in allowed


class AccessMiddleware:
    """Applies the table after LoginRequiredMiddleware: 403 for a role without a right, or a URL without a line."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        role = request.actor.role if request.actor else ""
        if may_open(request.resolver_match.view_name, role, signed_in=request.user.is_authenticated):
            return
        if not request.user.is_authenticated:
            return  # LoginRequiredMiddleware has sent them to sign in, or the view is marked as needing no login
        raise PermissionDenied


__all__ = ["ACCESS", "CASE_ROLES", "PUBLIC", "SIGNED_IN", "AccessMiddleware", "Role", "may_open"]
