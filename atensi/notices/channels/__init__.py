"""The ways out: each takes one message and either accepts it or says why not."""

from .lanes import Lanes
from .message import Message, Refused, TryAgain

__all__ = ["Lanes", "Message", "Refused", "TryAgain"]
