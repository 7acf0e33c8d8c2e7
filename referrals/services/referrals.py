"""The life of a referral: send, accept, decline, redirect, withdraw, complete."""

from .answering import accept_referral, complete_referral, decline_referral, withdraw_referral
from .sending import redirect_referral, send_referral

__all__ = [
    "accept_referral",
    "complete_referral",
    "decline_referral",
    "redirect_referral",
    "send_referral",
    "withdraw_referral",
]
