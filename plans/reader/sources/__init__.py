"""Files to text: .txt, .md, .html, .docx and .pdf with a text layer."""

from pathlib import Path

from plans.reader.model import Source
from plans.reader.sources import docx, html, pdf
from plans.reader.sources.errors import UnreadableSource
from plans.reader.sources.plain import decoded

__all__ = ["LARGEST_FILE", "SUFFIXES", "UnreadableSource", "open_source", "source_of"]

LARGEST_FILE = 50 * 1024 * 1024  # bytes
LARGEST_TEXT = 20_000_000  # characters
SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".htm": "html",
    ".html": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_source(path: Path) -> Source:
    """Read a file. Raises UnreadableSource where it gives no text, OSError where there is none."""
    if path.stat().st_size > LARGEST_FILE:
        raise _too_large()
    return source_of(path.read_bytes(), path.name)


def source_of(data: bytes, name: str) -> Source:
    """Turn a file's bytes into text by what they are; the name must agree.

    Raises UnreadableSource for what gives no text.
    """
    if not data.strip():
        raise UnreadableSource("empty", "The file is empty.")
    if len(data) > LARGEST_FILE:
        raise _too_large()
    form = _form_of(data, name)
    source = _READERS[form](data)
    if not source.text.strip():
        raise UnreadableSource("empty", "The file holds no text.")
    if len(source.text) > LARGEST_TEXT:
        raise _too_large()
    return source


def _form_of(data: bytes, name: str) -> str:
    suffix = Path(name).suffix.lower()
    named = SUFFIXES.get(suffix)
    if named is None:
        raise UnreadableSource(
            "wrong_type",
            f"“{suffix or name}” cannot be read, only .docx, .pdf, .txt, .md and .html.",
        )
    is_now = _signature(data)
    if data.startswith(_OLD_OFFICE):
        if named == "docx":
            raise UnreadableSource(
                "encrypted", "The Word document is protected by a password or in the old format."
            )
        raise UnreadableSource("wrong_type", "The file is an old Office file; save it as .docx.")
    if (is_now and is_now != named) or (not is_now and named in {"docx", "pdf"}):
        raise UnreadableSource("wrong_type", f"The file is named {suffix} but is none.")
    return named


def _signature(data: bytes) -> str:
    """Tell by the first bytes what a file is, "" for what may be text."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx"
    return ""


def _too_large() -> UnreadableSource:
    return UnreadableSource("too_large", f"The file is larger than {LARGEST_FILE // 1024**2} MB.")


def _from_text(form: str, data: bytes) -> Source:
    text, encoding = decoded(data)
    return Source(text, form, encoding)


def _from_html(data: bytes) -> Source:
    layout, encoding = html.read(data)
    text = layout.text
    return Source(text, "html", encoding, frames=tuple(layout.frames))


def _from_docx(data: bytes) -> Source:
    layout = docx.read(data)
    text = layout.text
    return Source(text, "docx", frames=tuple(layout.frames))


def _from_pdf(data: bytes) -> Source:
    text, pages = pdf.read(data)
    return Source(text, "pdf", pages=pages)


_READERS = {
    "txt": lambda data: _from_text("txt", data),
    "md": lambda data: _from_text("md", data),
    "html": _from_html,
    "docx": _from_docx,
    "pdf": _from_pdf,
}
