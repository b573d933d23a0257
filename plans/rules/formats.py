"""Which kind of document a file is, by its content and never by what the sender claims.

The ending only tells apart the kinds of plain text, which share everything else.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from types import MappingProxyType
from zipfile import BadZipFile, ZipFile

CONTENT_TYPES = MappingProxyType(
    {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pdf": "application/pdf",
        "txt": "text/plain",
        "md": "text/markdown",
        "html": "text/html",
    }
)
ENDINGS = MappingProxyType(
    {"txt": "txt", "text": "txt", "md": "md", "markdown": "md", "html": "html", "htm": "html"}
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class WrongFormat(Exception):
    """The file is none of the kinds that are read; `why` is a code of the errors' catalogue."""

    why: str


def format_of(name: str, content: bytes) -> str:
    """One of the keys of CONTENT_TYPES.

    Raises WrongFormat: `intake_empty`, `intake_old_word` for the .doc of before 2007, and
    `intake_type` for everything else.
    """
    if not content.strip():
        raise WrongFormat("intake_empty")
    if content.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _in_archive(content)
    if content.startswith(OLE):
        raise WrongFormat("intake_old_word")
    return _plain(name, content)


def _in_archive(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as archive:
            if "word/document.xml" in archive.namelist():
                return "docx"
    except BadZipFile:
        raise WrongFormat("intake_broken_file") from None
    raise WrongFormat("intake_type")


def _plain(name: str, content: bytes) -> str:
    marked = content.startswith(BYTE_ORDER_MARKS)
    if not marked and CONTROL.search(content[:65536]):
        raise WrongFormat("intake_type")
    if HTML.match(content[:1024].removeprefix(BYTE_ORDER_MARKS[0])):
        return "html"
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending not in ENDINGS:
        raise WrongFormat("intake_type")
    return ENDINGS[ending]
