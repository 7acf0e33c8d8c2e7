"""Mail, by Django's backend: the console until ATENSI_EMAIL_HOST names a server."""

import smtplib
from typing import Any

from django.core import mail
from django.utils.translation import gettext as _

from .message import ChannelDown, Message, Refused, TryAgain

SUBJECT_PREFIX = "[ATENSI] "


class MailChannel:
    """One connection for as many messages as it holds."""

    def __init__(self) -> None:
        self.connection: Any = None

    def send(self, message: Message) -> None:
        """Raises Refused when the server refuses the address for good, TryAgain or ChannelDown otherwise."""
        connection = self._opened()
        try:
            if not connection.send_messages([self._mail(message)]):
                raise TryAgain("not sent")
        except smtplib.SMTPRecipientsRefused as error:
            self.close()
            raise _address_refused(error) from error
        except smtplib.SMTPResponseException as error:
            self.close()
            raise TryAgain(f"{error.smtp_code} {_text(error.smtp_error)}") from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise ChannelDown(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()

    def _opened(self) -> Any:
        if self.connection is None:
            connection = mail.get_connection()
            try:
                connection.open()
            except (smtplib.SMTPException, OSError) as error:
                raise ChannelDown(f"{type(error).__name__}: {error}") from error
            self.connection = connection
        return self.connection

    def _mail(self, message: Message) -> mail.EmailMessage:
        note = _("Rincian hanya terlihat setelah masuk. Surel ini dikirim otomatis oleh ATENSI.")
        return mail.EmailMessage(
            subject=f"{SUBJECT_PREFIX}{message.line}",
            body=f"{message.line}\n\n{message.url}\n\n{note}\n",
            to=[message.to],
            headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
        )


def _address_refused(error: smtplib.SMTPRecipientsRefused) -> Exception:
    code, text = next(iter(error.recipients.values()))
    words = f"{code} {_text(text)}"
    return Refused(words) if code >= 500 else TryAgain(words)


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else str(words)
