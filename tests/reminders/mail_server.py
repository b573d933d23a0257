"""A real SMTP server of the tests, which keeps what it is given."""

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class MailServer:
    """Keeps each mail it accepted; can refuse, or fall silent at a mail of a given number."""

    mails: list[tuple[str, bytes]] = field(default_factory=list)
    refuse_with: str = ""
    silent_at_recipient: int = 0
    silent_after_taking: int = 0
    silent: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """Answer RCPT TO."""
        if self.refuse_with:
            return self.refuse_with
        if len(self.mails) + 1 == self.silent_at_recipient:
            await self._fall_silent()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep a mail, then answer."""
        assert isinstance(envelope.original_content, bytes)
        self.mails.append((envelope.rcpt_tos[0], envelope.original_content))
        if len(self.mails) == self.silent_after_taking:
            await self._fall_silent()
        return "250 OK"

    async def _fall_silent(self) -> None:
        self.silent.set()
        await asyncio.sleep(3600)

    def speak_again(self) -> None:
        """Answer the next mails; who was left waiting stays so."""
        self.silent_at_recipient = self.silent_after_taking = 0

    def ids(self) -> list[str]:
        """The Message-IDs of the mails in the order they came."""
        return [str(message_from_bytes(content)["Message-ID"]) for _to, content in self.mails]


class OnOwnSocket(Controller):
    """Listens on a socket that was bound before, so that nobody else gets its port."""

    def __init__(self, handler: MailServer) -> None:
        self.bound = socket.create_server(("127.0.0.1", 0))
        super().__init__(handler, hostname="127.0.0.1", port=self.bound.getsockname()[1])

    def _create_server(self) -> Coroutine[Any, Any, asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self.bound)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server on a free port of this machine."""
    server = MailServer()
    controller = OnOwnSocket(server)
    controller.start()
    try:
        server.url = f"smtp://127.0.0.1:{controller.port}"
        yield server
    finally:
        controller.stop()
