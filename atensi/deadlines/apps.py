from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "atensi.deadlines"

    def ready(self):
        from institutions.hooks import INSTITUTION_CHANGED, MEMBERSHIP_CHANGED

        from . import own
        from .hooks import add_clocks

        add_clocks(own.LICENCE, own.REGISTRATION)
        INSTITUTION_CHANGED.append(own.institution_changed)
        MEMBERSHIP_CHANGED.append(own.membership_changed)
