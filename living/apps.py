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

        add_clocks(*clocks.ALL)
        cases.CASE_PANELS.extend([panels.LIFE, panels.INCIDENTS])
        cases.CASE_ACTIONS.append(panels.actions)
        INSTITUTION_PANELS.append(panels.OF_HOME)
        notifications.register_kinds()
        SUBJECT_WORDS["incident"] = notifications.incident_words
        SUBJECT_WORDS["leave"] = notifications.leave_words
        SUBJECT_WORDS["caregiver"] = notifications.caregiver_words
        SUBJECT_WORDS["assignment"] = notifications.assignment_words
