"""The pages of what happens during a stay: who may open them. Whose children and incidents, the page asks."""

from institutions.states import CASE_ROLES, OFFICE_ROLES, SHARE_ROLES

READ = ("incidents", "incident", "incident_step", "incident_close", "register", "incident_create")
LIVING: dict[str, object] = {
    "living:home": SHARE_ROLES,
    **dict.fromkeys((f"living:{name}" for name in READ), CASE_ROLES),
    "living:incident_report": OFFICE_ROLES,
    "api:home_children": SHARE_ROLES,
    **dict.fromkeys(
        (f"api:{name}" for name in ("incidents", "incident", "incident_step", "incident_close")), CASE_ROLES
    ),
    "api:incident_report": OFFICE_ROLES,
}
