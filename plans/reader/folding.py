"""Text as a person reads it, with the way back into the text as it stands.

Nothing is reworded: characters are left out (breaks, spaces beside Chinese, page noise) or put one
for one into the form in which Chinese is usually set.
"""

import re
from collections.abc import Iterator, Sequence

from plans.reader.model import Folded

# White space that Python's \s does not know: zero width marks and the byte order mark.
SPACE = "\\s\u200b\u200c\u200d\u2060\ufeff\u00ad"
# A page number as office texts print it: — 10 —.
PAGE_MARK = r"(?<![\d一-龥A-Za-z])[—–]{1,2}\s?\d{1,4}\s?[—–]{1,2}(?![\d一-龥A-Za-z])"
ADDRESS = r"https?://[!-~]+"

MARKDOWN = r"\*\*+|(?<!\S)#{1,6}(?=\s)"
_NOISE = re.compile(rf"{ADDRESS}|{PAGE_MARK}|{MARKDOWN}|[{SPACE}]+")
_TOUCHES_CHINESE = "[\u2014-\u2026\u3001-\u303f\u3400-\u9fff\uff00-\uff65\u201c\u201d]"
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94) if chr(0xFF01 + i).isalnum()} | {
    ord(full): ord(half)
    for full, half in zip("％＋－．／＆＠＃＝＜＞～＊＿｜", "%+-./&@#=<>~*_|", strict=True)
}
_CHINESE_FORMS = {ord("﹑"): "、", ord("､"): "、", ord("｡"): "。", ord("·"): "·", ord("•"): "·"}
_BLANKS = dict.fromkeys(map(ord, "\n\r\f\v\xa0\u3000"), " ")
_ONE_TO_ONE = (
    _HALF_WIDTH | _CHINESE_FORMS | _BLANKS | {ord("‑"): "-", ord("‐"): "-", ord("﹣"): "-"}
)
_PUNCTUATION = re.compile(rf"(?<={_TOUCHES_CHINESE})[,;:!?]|[,;:!?](?={_TOUCHES_CHINESE})")
_TO_CHINESE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_BRACKETS = str.maketrans("()", "（）")
_CHINESE = re.compile("[\u3400-\u9fff]")
_BESIDE_TABS = re.compile(r" +(?=\t|$)|(?:(?<=\t)|^) +")
_QUOTES = "“”"

Span = tuple[int, int]


def fold(text: str, spans: Sequence[Span], *, row: bool = False) -> Folded:
    """Fold the spans of a text, read one after the other, into one.

    In a table's row the tabs stay: they part its cells.
    """
    pieces: list[str] = []
    origin: list[int] = []
    for start, end in _joined_lines(text, spans):
        for a, b in _kept(text, start, end, row=row):
            pieces.append(text[a:b])
            origin.extend(range(a, b))
    return Folded(in_chinese_form("".join(pieces)), tuple(origin))


def fold_row(text: str, spans: Sequence[Span]) -> Folded:
    """Fold a row of a table: its cells parted by tabs, also where bars part them (| a | b |)."""
    folded = fold(text, spans, row=True)
    if "|" not in folded.text:
        return folded
    start = 1 if folded.text.startswith("|") else 0
    end = len(folded.text) - (1 if start and folded.text.endswith("|") else 0)
    cells = folded.text[start:end].replace("|", "\t")
    blanks = {i for found in _BESIDE_TABS.finditer(cells) for i in range(*found.span())}
    kept = [i for i in range(len(cells)) if i not in blanks]
    return Folded("".join(cells[i] for i in kept), tuple(folded.origin[start + i] for i in kept))


def fold_text(text: str) -> Folded:
    """Fold a whole text as one paragraph."""
    return fold(text, [(0, len(text))])


def in_chinese_form(text: str) -> str:
    """Put digits and letters into half width and punctuation into Chinese, one for one."""
    text = text.translate(_ONE_TO_ONE)
    if not _CHINESE.search(text):
        return text
    text = _PUNCTUATION.sub(lambda found: _TO_CHINESE[found[0]], text.translate(_BRACKETS))
    return _with_chinese_quotes(text) if '"' in text else text


def title_of(text: str) -> str:
    """Give a heading's words: one space where words are set apart, none beside letters."""
    text = re.sub(rf"(?:{ADDRESS}|[{SPACE}])+", " ", text).strip()
    if re.fullmatch(r"(?:[一-龥] )+[一-龥]", text):
        return text.replace(" ", "")
    return re.sub(r"(?<=[!-~、，；：（）—]) | (?=[!-~、，；：（）—])", _between_words, text)


def _between_words(space: re.Match[str]) -> str:
    """Keep the space between two Latin words."""
    before, after = space.string[space.start() - 1], space.string[space.end()]
    return " " if before.isascii() and after.isascii() else ""


def _joined_lines(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Give the spans; where Latin words meet over a break, the break stands for a space."""
    for i, (start, end) in enumerate(spans):
        yield start, end
        if i + 1 < len(spans) and end > start:
            before, after = text[end - 1], text[spans[i + 1][0]]
            if before.isascii() and before.isalpha() and after.isascii() and after.isalpha():
                yield end, end + 1


def _kept(text: str, start: int, end: int, *, row: bool) -> Iterator[Span]:
    """Give what is left of a span without its noise."""
    if end == start + 1:
        yield start, end
        return
    at = start
    for noise in _NOISE.finditer(text, start, end):
        a, b = noise.span()
        if a > at:
            yield at, a
        if row and "\t" in noise[0]:
            yield from ((a + i, a + i + 1) for i, char in enumerate(noise[0]) if char == "\t")
        elif noise[0].isspace() and _parts_words(text, a, b, start, end):
            yield a, a + 1
        at = b
    if end > at:
        yield at, end


def _parts_words(text: str, a: int, b: int, start: int, end: int) -> bool:
    """Tell whether white space stands between two Latin words or figures."""
    if a == start or b == end:
        return False
    before, after = text[a - 1], text[b]
    if not (before.isascii() and after.isascii()):
        return False
    return "\n" not in text[a:b] or (before.isalpha() and after.isalpha())


def _with_chinese_quotes(text: str) -> str:
    """Turn straight quotation marks into opening and closing ones, in turn."""
    pieces = text.split('"')
    return pieces[0] + "".join(f"{_QUOTES[i % 2]}{piece}" for i, piece in enumerate(pieces[1:]))
