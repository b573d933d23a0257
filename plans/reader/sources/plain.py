"""Bytes of a text file to text: UTF-8, UTF-16, GB18030."""

import codecs

from plans.reader.sources.errors import UnreadableSource

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(data: bytes, declared: str = "") -> tuple[str, str]:
    """Give the text and the name of its encoding; a byte order mark is no part of the text.

    `declared` is what the file says of itself; it counts where the bytes are no valid UTF-8.
    Raises UnreadableSource for bytes that are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), encoding
    for encoding in _candidates(data, declared):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return text, encoding
    raise UnreadableSource("unknown_encoding", "The file is not text in UTF-8, UTF-16 or GB18030.")


def _candidates(data: bytes, declared: str) -> list[str]:
    if b"\n\0" in data[:4000] or b"\0\n" in data[:4000] or data.count(b"\0") > len(data) // 10:
        later = data.find(b"\n\0") % 2 == 0
        return ["utf-16-le", "utf-16-be"] if later else ["utf-16-be", "utf-16-le"]
    return ["utf-8", *([declared] if declared else []), "gb18030"]


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            "unknown_encoding", f"The file says it is {encoding}, but it is not."
        ) from error
