from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "atensi.notices"

    def ready(self):
        from . import checks  # noqa: F401 (registers itself)
