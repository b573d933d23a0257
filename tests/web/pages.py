"""What the tests of pages share: who looks, what stands on the page, how often it asks."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.models import User


def client_of(user: User) -> Client:
    """A browser in which this person is logged in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def see(user: User, address: str) -> str:
    """The page that a person sees."""
    answer: Any = client_of(user).get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


def status_of(user: User, address: str) -> int:
    """The status that a person gets."""
    answer: HttpResponse = client_of(user).get(address)  # type: ignore[assignment]
    return answer.status_code


def queries_of(user: User, address: str) -> int:
    """How many queries a page needs, the person's session aside."""
    client = client_of(user)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def count_on(page: str) -> int:
    """The number of rows that the head of a list names."""
    found = re.search(r'data-count="(\d+)"', page)
    assert found, "the page names no count"
    return int(found[1])


@dataclass
class Figures(HTMLParser):
    """The figures on a page that are links: address and number."""

    found: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._address = ""
        self._counts = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self._address = given.get("href") or ""
        self._counts = "data-figure" in given

    def handle_data(self, data: str) -> None:
        if self._counts and data.strip():
            self.found.append((self._address, int(data)))
            self._counts = False


def figures_on(page: str) -> list[tuple[str, int]]:
    """Address and number of every figure that is a link."""
    parser = Figures()
    parser.feed(page)
    return parser.found
