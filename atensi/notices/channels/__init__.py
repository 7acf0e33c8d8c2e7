"""The ways out: each takes one message and either accepts it or says why not."""

from .gateway import GatewayChannel
from .mail import MailChannel
from .message import ChannelDown, Message, Refused, TryAgain

__all__ = ["ChannelDown", "GatewayChannel", "MailChannel", "Message", "Refused", "TryAgain"]
