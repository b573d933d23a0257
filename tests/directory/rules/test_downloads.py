"""The headers of a file that goes out."""

from urllib.parse import unquote

import pytest

from directory.rules.downloads import download_headers


@pytest.mark.parametrize("name", ["初设批复.pdf", 'a"; b.pdf', "x\r\nSet-Cookie: a=b", "100%.pdf"])
def test_any_name_arrives_whole_and_breaks_out_of_nothing(name: str) -> None:
    disposition = download_headers(name, plain="evidence-1")["Content-Disposition"]

    head, encoded = disposition.split("; filename*=UTF-8''")
    assert head == 'attachment; filename="evidence-1"'
    assert encoded.isascii()
    assert not set(encoded) & set('"; \r\n')
    assert unquote(encoded) == name


def test_nobody_keeps_it_or_takes_it_for_a_page() -> None:
    headers = download_headers("a.pdf", plain="a")

    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
