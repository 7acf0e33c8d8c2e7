from django.apps import AppConfig


class LivingConfig(AppConfig):
    name = "living"

    def ready(self):
        """Fill the lists of the rooms below; an architecture test pins each entry."""
        from atensi.deadlines.hooks import add_clocks
        from atensi.notices.hooks import SUBJECT_WORDS
        from cases import hooks as cases
        from institutions.hooks import INSTITUTION_PANELS

        from . import clocks, notifications, panels

        add_clocks(clocks.INCIDENT_REPORT)
        cases.CASE_PANELS.append(panels.INCIDENTS)
        cases.CASE_ACTIONS.append(panels.actions)
        INSTITUTION_PANELS.append(panels.OF_HOME)
        notifications.register_kinds()
        SUBJECT_WORDS["incident"] = notifications.incident_words
