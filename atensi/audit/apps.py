from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "atensi.audit"
