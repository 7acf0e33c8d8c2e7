"""Frame, accounts, notices, institutions, numbers and keys: who may open their pages."""

from institutions.states import CASE_ROLES, LENDING_ROLES, OFFICE_ROLES, SENTRA_ROLES

from .roles import KEEPERS, PUBLIC, READERS, SIGNED_IN

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
    "institutions:partnership_create": SENTRA_ROLES,
    "institutions:partnership_end": SENTRA_ROLES,
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
