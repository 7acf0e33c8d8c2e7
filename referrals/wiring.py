"""What this room adds to the lists of the rooms below it, called once from `AppConfig.ready()` (design.md 2)."""

from atensi.navigation import NAV_COUNTS
from cases import hooks as cases
from institutions import hooks as institutions

from . import occupancies, panels
from .views.reviews import waiting_count


def connect() -> None:
    """Add each entry; the architecture test pins them."""
    cases.CASE_PANELS += [
        cases.Panel("days_away", "head", "referrals/_panel_days_away.html", panels.days_away),
        cases.Panel("continuum", "main", "referrals/_panel_continuum.html", panels.continuum),
        cases.Panel("current_place", "side", "referrals/_panel_place.html", panels.current_place),
        cases.Panel("placement_history", "placement", "referrals/_panel_history.html", panels.history),
    ]
    cases.CLOSING_CHECKS.append(panels.closing_problems)
    cases.PLAN_CHECKS.append(panels.plan_problems)
    cases.CASE_DUES.append(panels.dues)
    cases.CASE_ACTIONS.append(panels.actions)
    cases.CHILD_VIEWS.append(panels.child_view)
    institutions.INSTITUTION_PANELS.append(
        institutions.Panel("occupancy", "head", "referrals/_panel_occupancy.html", occupancies.panel)
    )
    institutions.INSTITUTION_COLUMNS.append(institutions.Column("Tempat kosong", occupancies.marks))
    NAV_COUNTS["referrals:review_list"] = waiting_count
