from django.apps import AppConfig

# Loading the Celery application here makes it the one that `shared_task(...).delay()` speaks to, in every process.
from atensi.celery import app as celery_app


class AtensiConfig(AppConfig):
    """The frame: pages' look, template tags, error pages."""

    name = "atensi"
    label = "atensi"


__all__ = ["AtensiConfig", "celery_app"]
