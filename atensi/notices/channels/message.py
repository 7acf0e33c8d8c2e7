"""What goes out, and how a channel says that it did not."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Message:
    """to: address of the channel. line: kind of task and reference. url: where to read on, after signing in.
    message_id: the same each time it is sent."""

    to: str
    line: str
    url: str
    message_id: str


class NotTaken(Exception):
    """The channel did not take a message; the other side's words, if any, are its text."""

    label: str | Promise = ""

    @property
    def words(self) -> str:
        """Why, for the administrator."""
        return f"{self.label}: {self}"


class TryAgain(NotTaken):
    """Not taken this time."""

    label = _("Belum diterima")


class ChannelDown(TryAgain):
    """Not reached at all: nothing else would pass now either."""

    label = _("Tidak dapat dihubungi")


class Refused(NotTaken):
    """Never to be taken as it is: a wrong address, a message the other side does not want."""

    label = _("Ditolak")
