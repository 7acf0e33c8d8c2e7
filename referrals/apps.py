from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        """Fill the lists of the rooms below (design.md 2); an architecture test pins each entry."""
        from .wiring import connect  # noqa: PLC0415  models are not loaded before this moment

        connect()
