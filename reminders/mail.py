"""The bytes of a mail: built once, frozen, read again by the pages."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from reminders.digest import Digest

# CRLF and 7 bits, so that what is frozen passes every mail server unchanged.
WIRE = policy.SMTP.clone(cte_type="7bit")


@dataclass(frozen=True)
class ReadMail:
    """A kept mail, as a page shows it."""

    message_id: str
    subject: str
    sender: str
    recipient: str
    sent: str
    text: str
    html: str


def new_message_id() -> str:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return f"<{uuid.uuid4().hex}@{host}>"


def is_address(text: str) -> bool:
    """Whether mail can be addressed to this."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return text.isascii()


def build(digest: Digest, *, address: str, message_id: str, now: datetime) -> bytes:
    """Return the whole mail, headers included, as it will be sent however often it is tried."""
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    mail = EmailMessage(policy=WIRE)
    mail["Message-ID"] = message_id
    mail["Date"] = format_datetime(timezone.localtime(now))
    mail["From"] = Address(display_name=name, addr_spec=sender)
    mail["To"] = Address(display_name=digest.name, addr_spec=address)
    mail["Subject"] = digest.subject()
    # No out-of-office answers to a machine (RFC 3834).
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if digest.simulated:
        mail["X-Simulated"] = "yes"
    mail.set_content(digest.text(), cte="base64")
    mail.add_alternative(digest.html(), subtype="html", cte="base64")
    # Otherwise drawn at random, anew each time.
    mail.set_boundary(f"part-{message_id.strip('<>').partition('@')[0]}")
    return bytes(mail)


def read(message: bytes | memoryview) -> ReadMail:
    """Take a frozen mail apart for a page."""
    mail = message_from_bytes(bytes(message), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    bodies = {"plain": mail.get_body(("plain",)), "html": mail.get_body(("html",))}
    return ReadMail(
        message_id=str(mail["Message-ID"]),
        subject=str(mail["Subject"]),
        sender=str(mail["From"]),
        recipient=str(mail["To"]),
        sent=str(mail["Date"]),
        text=_lines(bodies["plain"]),
        html=_lines(bodies["html"]),
    )


def _lines(body: "MIMEPart[Any, Any] | None") -> str:
    text = body.get_content() if body else ""
    assert isinstance(text, str)
    return text.replace("\r\n", "\n")
