from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        """Fill the lists of the rooms below (design.md 2); an architecture test pins each entry."""
        from cases.hooks import CASE_ACTIONS

        from . import trail

        CASE_ACTIONS.append(trail.actions)
