from django.apps import AppConfig


class AtensiConfig(AppConfig):
    """The frame: pages' look, template tags, error pages."""

    name = "atensi"
    label = "atensi"
