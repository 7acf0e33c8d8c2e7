from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self):
        from cases.hooks import SHARE_GROUNDS

        from .share_grounds import has_open_referral

        SHARE_GROUNDS.append(has_open_referral)
