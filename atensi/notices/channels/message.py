"""What goes out, and how a channel says that it did not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """to: address of the channel. line: kind of task and reference. url: where to read on, after signing in.
    message_id: the same each time it is sent."""

    to: str
    line: str
    url: str
    message_id: str


class TryAgain(Exception):
    """Not taken this time; its text says why."""


class ChannelDown(TryAgain):
    """Not reached at all: nothing else would pass now either."""


class Refused(Exception):
    """Never to be taken as it is: a wrong address, a message the other side does not want."""
