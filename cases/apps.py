from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self):
        """Say what people can be told about cases; an architecture test pins each entry."""
        from atensi.notices.hooks import SUBJECT_WORDS

        from . import notifications

        notifications.register_kinds()
        SUBJECT_WORDS["case"] = notifications.case_words
        SUBJECT_WORDS["caseresponse"] = notifications.response_words
        SUBJECT_WORDS["aftercarevisit"] = notifications.visit_words
