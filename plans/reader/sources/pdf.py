"""A PDF with a text layer to text, page by page."""

import re
import threading

import pypdfium2

from plans.reader.sources.errors import UnreadableSource

_MOST_PAGES = 3_000
_LEAST_PER_PAGE = 15  # characters; below that on average, the pages are pictures
_SIGNS = re.compile("[\ufffe\uffff\x02\x00]")
_one_at_a_time = threading.Lock()  # PDFium keeps state of its own between calls


def read(data: bytes) -> tuple[str, tuple[int, ...]]:
    """Give the text and the offset at which each page begins. Raises UnreadableSource."""
    with _one_at_a_time:
        pages = _pages_of(data)
    text, begins = "", []
    pieces: list[str] = []
    length = 0
    for page in pages:
        begins.append(length)
        text = f"{page}\n"
        pieces.append(text)
        length += len(text)
    if sum(len(page.strip()) for page in pages) < _LEAST_PER_PAGE * len(pages):
        raise UnreadableSource(
            "no_text",
            "The PDF holds pictures of pages and no text. Hand in the Word document, or a PDF "
            "with recognised text.",
        )
    return "".join(pieces), tuple(begins)


def _pages_of(data: bytes) -> list[str]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableSource("encrypted", "The PDF is protected by a password.") from error
        raise UnreadableSource("broken", "The PDF is damaged.") from error
    try:
        if len(document) > _MOST_PAGES:
            raise UnreadableSource("too_large", f"The PDF has more than {_MOST_PAGES:,} pages.")
        return [_text_of(document, i) for i in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource("broken", "The PDF is damaged.") from error
    finally:
        document.close()


def _text_of(document: pypdfium2.PdfDocument, index: int) -> str:
    page = document[index]
    try:
        words = page.get_textpage()
        try:
            text = words.get_text_range()
        finally:
            words.close()
    finally:
        page.close()
    return _SIGNS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
