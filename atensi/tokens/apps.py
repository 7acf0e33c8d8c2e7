from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "atensi.tokens"
    label = "tokens"
