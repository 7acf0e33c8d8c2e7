from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "atensi.api"
    label = "api"
