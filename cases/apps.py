from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self):
        from atensi.deadlines.hooks import add_clocks

        from . import clocks

        add_clocks(*clocks.ALL)
