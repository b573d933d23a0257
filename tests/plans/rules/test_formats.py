from io import BytesIO
from zipfile import ZipFile

import pytest

from plans.rules.formats import WrongFormat, format_of


def archive(*names: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as written:
        for name in names:
            written.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("规划.txt", "第一章".encode(), "txt"),
        ("规划.TXT", "第一章".encode("gb18030"), "txt"),
        ("plan.md", b"# Plan", "md"),
        ("plan.htm", b"<!DOCTYPE html><p>", "html"),
        ("plan.txt", b"\n <html><body>", "html"),
        ("plan.txt", "第一章".encode("utf-16"), "txt"),
        ("plan.txt", b"%PDF-1.7 ...", "pdf"),
        ("plan.pdf", archive("word/document.xml"), "docx"),
    ],
)
def test_what_a_file_is_its_content_says(name: str, content: bytes, found: str) -> None:
    assert format_of(name, content) == found


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("plan.txt", b" \n", "intake_empty"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "intake_old_word"),
        ("plan.docx", b"PK\x03\x04 and nothing else", "intake_broken_file"),
        ("plan.docx", archive("xl/workbook.xml"), "intake_type"),
        ("plan.txt", b"MZ\x00\x01program", "intake_type"),
        ("plan.csv", b"a,b", "intake_type"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\x00", "intake_type"),
    ],
)
def test_what_is_not_read_says_why(name: str, content: bytes, why: str) -> None:
    with pytest.raises(WrongFormat) as wrong:
        format_of(name, content)
    assert wrong.value.why == why
