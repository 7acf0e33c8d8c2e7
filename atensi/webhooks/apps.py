from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "atensi.webhooks"
    label = "webhooks"
