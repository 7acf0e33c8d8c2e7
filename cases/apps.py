from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self):
        """Fill the lists of the rooms below; an architecture test pins each entry."""
        from atensi.deadlines.hooks import add_clocks
        from atensi.notices.hooks import SUBJECT_WORDS
        from atensi.reference.loaders import REFERENCE_LOADERS
        from institutions.hooks import SWITCH_OFF_CHECKS

        from . import clocks, loading, notifications
        from .eligibility.desk_requests import switching_off_problems

        add_clocks(*clocks.ALL)
        notifications.register_kinds()
        REFERENCE_LOADERS.append(loading.load_consent_notice)
        SWITCH_OFF_CHECKS.append(switching_off_problems)
        SUBJECT_WORDS["case"] = notifications.case_words
        SUBJECT_WORDS["caseresponse"] = notifications.response_words
        SUBJECT_WORDS["incomingreport"] = notifications.incoming_words
        SUBJECT_WORDS["deskrequest"] = notifications.request_words
        SUBJECT_WORDS["conferencecall"] = notifications.call_words
        SUBJECT_WORDS["casetask"] = notifications.task_words
        SUBJECT_WORDS["taskstep"] = notifications.task_step_words
        SUBJECT_WORDS["casetransfer"] = notifications.transfer_words
        SUBJECT_WORDS["aftercarevisit"] = notifications.visit_words
        SUBJECT_WORDS["justicedate"] = notifications.justice_words
        for clock in (clocks.ASSESSMENT, clocks.PLAN, clocks.COMING_OF_AGE):
            SUBJECT_WORDS[clock.subject] = notifications.case_words
