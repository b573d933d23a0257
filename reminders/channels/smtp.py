import smtplib
from email.utils import parseaddr
from typing import Self

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from reminders.channels.envelope import Envelope, NotDelivered

NO_SUCH_MAILBOX = range(500, 600)


class Smtp:
    """Sends through the mail server of EMAIL_URL, over one connection that opens when needed.

    A server that does not answer is asked once in a batch, not once a mail.
    """

    def __init__(self) -> None:
        self._backend = EmailBackend()
        self._away: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self._hang_up()

    def send(self, envelope: Envelope) -> None:
        """Send the frozen bytes; raises NotDelivered."""
        connection = self._connected()
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        try:
            connection.sendmail(sender, [envelope.address], envelope.message)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = error.recipients[envelope.address]
            raise NotDelivered(
                f"{code} {_words(text)}", permanent=code in NO_SUCH_MAILBOX
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            # The connection's state is not known any more.
            self._hang_up()
            raise NotDelivered(str(error) or type(error).__name__) from error

    def _connected(self) -> smtplib.SMTP:
        if self._away is not None:
            raise NotDelivered(self._away)
        try:
            self._backend.open()
        except (smtplib.SMTPException, OSError) as error:
            self._away = str(error) or type(error).__name__
            raise NotDelivered(self._away) from error
        connection = self._backend.connection
        assert isinstance(connection, smtplib.SMTP)
        return connection

    def _hang_up(self) -> None:
        connection, self._backend.connection = self._backend.connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()


def _words(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
