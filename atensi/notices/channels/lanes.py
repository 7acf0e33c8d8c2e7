"""The channels of one run of the worker."""

from collections.abc import Callable

from ..states import Channel
from .gateway import GatewayChannel
from .mail import MailChannel
from .message import ChannelDown, Message

CHANNELS: dict[str, Callable[[], MailChannel | GatewayChannel]] = {
    Channel.EMAIL: MailChannel,
    Channel.GATEWAY: GatewayChannel,
}


class Lanes:
    """One that is down is not asked again in the same run: what was to take it fails for the same reason."""

    def __init__(self) -> None:
        self.open: dict[str, MailChannel | GatewayChannel] = {}
        self.down: dict[str, ChannelDown] = {}

    def send(self, channel: str, message: Message) -> None:
        """Raises Refused, TryAgain or ChannelDown when the channel did not take it."""
        if channel in self.down:
            raise self.down[channel]
        if channel not in self.open:
            self.open[channel] = CHANNELS[channel]()
        try:
            self.open[channel].send(message)
        except ChannelDown as down:
            self.down[channel] = down
            raise

    def close(self) -> None:
        for channel in self.open.values():
            channel.close()
