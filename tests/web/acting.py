"""What the tests of acts share: a form as it stands, sent back with some values changed."""

import re
from typing import Any

from django.test import Client

FIELD = re.compile(r'<input type="hidden" name="(version|submission|next)" value="([^"]*)" id=')


def form_of(client: Client, address: str) -> dict[str, str]:
    """The hidden values that a person's form carries."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return dict(FIELD.findall(answer.content.decode()))


def send(client: Client, address: str, **values: Any) -> Any:
    """Open a form, fill it in and send it."""
    return client.post(address, form_of(client, address) | values)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())
