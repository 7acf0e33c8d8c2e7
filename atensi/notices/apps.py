from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "atensi.notices"

    def ready(self):
        """The bell's count in the frame of every page; `checks` registers itself."""
        from atensi.navigation import NAV_COUNTS

        from . import checks  # noqa: F401
        from .views import unread_count

        NAV_COUNTS["notices:list"] = unread_count
