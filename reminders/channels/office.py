from typing import Self

from django.conf import settings

from reminders.channels.envelope import Envelope, Post
from reminders.channels.files import Files
from reminders.channels.smtp import Smtp


class Office:
    """Chooses the way out mail by mail: what is simulated never goes to a mail server, unless
    the operator allows it with REMIND_FICTITIOUS."""

    def __init__(self, *, by_smtp: bool, simulated_by_smtp: bool) -> None:
        self._files: Post = Files(settings.MAIL_DIRECTORY)
        self._real: Post = Smtp() if by_smtp else self._files
        self._simulated = self._real if simulated_by_smtp else self._files

    def __enter__(self) -> Self:
        self._files.__enter__()
        self._real.__enter__()
        return self

    def __exit__(self, *trouble: object) -> None:
        self._real.__exit__(*trouble)
        self._files.__exit__(*trouble)

    def send(self, envelope: Envelope) -> None:
        """Hand the mail over; raises NotDelivered."""
        way = self._simulated if envelope.simulated else self._real
        way.send(envelope)


def post_office() -> Office:
    """The ways out of this installation."""
    return Office(by_smtp=settings.MAIL_BY_SMTP, simulated_by_smtp=settings.REMIND_FICTITIOUS)
