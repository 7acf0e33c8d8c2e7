"""The pages of what happens during a stay: who may open them. Whose children and incidents, the page asks."""

from institutions.states import CASE_ROLES, OFFICE_ROLES, SHARE_ROLES

READ = ("incidents", "incident", "incident_step", "incident_close", "register", "incident_create")
STAYS = ("stay", "admission", "contact_record", "leave_record", "leave", "caregiver_assign")
API_STAYS = ("admission_sheet", "family_contacts", "leaves", "leave_return", "stay_caregivers")
# The staff of a home and the Dinas that answers for it keep its caregivers; whose, the page asks.
KEEPING = SHARE_ROLES | OFFICE_ROLES
ACTS = ("caregiver_review", "caregiver_suspend", "caregiver_end")
CAREGIVERS = (*ACTS, "caregivers", "caregiver_add", "caregiver_edit")
API_CAREGIVERS = (*ACTS, "caregivers", "caregiver")
LIVING: dict[str, object] = {
    "living:home": SHARE_ROLES,
    **dict.fromkeys((f"living:{name}" for name in READ), CASE_ROLES),
    **dict.fromkeys((f"living:{name}" for name in STAYS), CASE_ROLES),
    **dict.fromkeys((f"living:{name}" for name in CAREGIVERS), KEEPING),
    "living:caregiver_readmit": OFFICE_ROLES,
    "living:incident_report": OFFICE_ROLES,
    "api:home_children": SHARE_ROLES,
    **dict.fromkeys(
        (f"api:{name}" for name in ("incidents", "incident", "incident_step", "incident_close")), CASE_ROLES
    ),
    "api:incident_report": OFFICE_ROLES,
    **dict.fromkeys((f"api:{name}" for name in API_STAYS), CASE_ROLES),
    **dict.fromkeys((f"api:{name}" for name in API_CAREGIVERS), KEEPING),
    "api:caregiver_readmit": OFFICE_ROLES,
}
