"""A mail server, files, and the choice between them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from reminders.channels import Envelope, NotDelivered, post_office
from reminders.channels.files import Files
from reminders.channels.smtp import Smtp
from tests.reminders.mail_server import MailServer, mail_server

MESSAGE = b"Message-ID: <1@planner>\r\nSubject: x\r\n\r\n.a line that begins with a dot\r\n"


def envelope(name: str = "2026-11-23-00000001", *, simulated: bool = False) -> Envelope:
    return Envelope(name=name, address="lead@example.org", message=MESSAGE, simulated=simulated)


@pytest.fixture
def server(settings: Any, tmp_path: Path) -> Iterator[MailServer]:
    """A real mail server, and an installation that uses it."""
    with mail_server() as running:
        address = urlsplit(running.url)
        settings.MAIL_BY_SMTP, settings.MAIL_DIRECTORY = True, tmp_path
        settings.EMAIL_HOST, settings.EMAIL_PORT = address.hostname, address.port
        settings.EMAIL_TIMEOUT = 2
        yield running


def test_the_mail_server_gets_the_same_bytes(server: MailServer) -> None:
    with Smtp() as post:
        post.send(envelope())
        post.send(envelope())
    assert server.mails == [("lead@example.org", MESSAGE)] * 2


def test_a_refused_mailbox_is_permanent(server: MailServer) -> None:
    server.refuse_with = "550 No such mailbox"
    with Smtp() as post, pytest.raises(NotDelivered, match="550 No such mailbox") as trouble:
        post.send(envelope())
    assert trouble.value.permanent


def test_a_full_mailbox_is_not(server: MailServer) -> None:
    server.refuse_with = "452 Mailbox full"
    with Smtp() as post, pytest.raises(NotDelivered) as trouble:
        post.send(envelope())
    assert not trouble.value.permanent
    server.refuse_with = ""
    with Smtp() as post:
        post.send(envelope())
    assert len(server.mails) == 1


def test_a_silent_server_is_not_waited_for_for_ever(server: MailServer) -> None:
    server.silent_at_recipient = 1
    with Smtp() as post:
        with pytest.raises(NotDelivered):
            post.send(envelope())
        server.speak_again()
        post.send(envelope())
    assert len(server.mails) == 1


def test_a_server_that_is_away_is_asked_once(server: MailServer, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    with Smtp() as post:
        for _ in range(2):
            with pytest.raises(NotDelivered) as trouble:
                post.send(envelope())
            assert not trouble.value.permanent


def test_a_file_is_written_whole_and_once(tmp_path: Path) -> None:
    with Files(tmp_path / "mail") as post:
        post.send(envelope())
        post.send(envelope())
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name == "2026-11-23-00000001.eml"
    assert file.read_bytes() == MESSAGE


def test_a_full_disk_is_trouble_for_later(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file where the folder should be")
    with Files(tmp_path / "mail") as post, pytest.raises(NotDelivered) as trouble:
        post.send(envelope())
    assert not trouble.value.permanent


@pytest.mark.parametrize(
    ("simulated", "allowed", "by_server"),
    [(False, False, True), (True, False, False), (True, True, True)],
)
def test_what_is_simulated_goes_to_no_server_unless_allowed(
    server: MailServer,
    settings: Any,
    tmp_path: Path,
    simulated: bool,
    allowed: bool,
    by_server: bool,
) -> None:
    settings.REMIND_FICTITIOUS = allowed
    with post_office() as post:
        post.send(envelope(simulated=simulated))
    assert (len(server.mails), len(list(tmp_path.iterdir()))) == ((1, 0) if by_server else (0, 1))


def test_without_a_server_everything_is_kept(settings: Any, tmp_path: Path) -> None:
    settings.MAIL_BY_SMTP, settings.MAIL_DIRECTORY = False, tmp_path
    settings.REMIND_FICTITIOUS = True
    with post_office() as post:
        post.send(envelope("a"))
        post.send(envelope("b", simulated=True))
    assert {path.name for path in tmp_path.iterdir()} == {"a.eml", "b.eml"}
