from django.apps import AppConfig


class CarersConfig(AppConfig):
    name = "carers"

    def ready(self):
        """Fill the lists of the rooms below; an architecture test pins each entry."""
        from atensi.deadlines.hooks import add_clocks
        from atensi.notices.hooks import SUBJECT_WORDS
        from cases.hooks import CASE_LEFT_OFFICE, CLOSING_CHECKS

        from . import clocks, notifications
        from .eligibility.matching import closing_problems
        from .services.matching import let_household_go

        CLOSING_CHECKS.append(closing_problems)
        CASE_LEFT_OFFICE.append(let_household_go)
        add_clocks(*clocks.ALL)
        notifications.register_kinds()
        SUBJECT_WORDS["candidate"] = notifications.candidate_words
        SUBJECT_WORDS[clocks.MATCHED.subject] = notifications.match_words
        SUBJECT_WORDS[clocks.HEARING.subject] = notifications.hearing_words
        SUBJECT_WORDS[clocks.DECISION.subject] = notifications.candidate_words
