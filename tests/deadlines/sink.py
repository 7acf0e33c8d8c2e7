"""A mailbox that keeps one mail per Message-ID, as mailboxes do, and may lose its sender after taking one."""

from collections import Counter
from random import Random

from django.core.mail.backends.base import BaseEmailBackend


class Killed(BaseException):
    """The process was ended from outside, as kill -9 does: nothing of ours may catch it."""


class Sink(BaseEmailBackend):
    taken: Counter[str] = Counter()
    dice: Random | None = None

    @classmethod
    def reset(cls, dice: Random | None = None) -> None:
        cls.taken, cls.dice = Counter(), dice

    def send_messages(self, email_messages):
        for message in email_messages:
            Sink.taken[message.extra_headers["Message-ID"]] += 1
            if Sink.dice and Sink.dice.random() < 0.02:
                raise Killed
        return len(email_messages)
