from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "atensi.drafts"
