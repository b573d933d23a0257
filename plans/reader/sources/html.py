"""A web page to text: a line for each block, a row with tabs for each row of a table."""

import re
from html.parser import HTMLParser

from plans.reader.sources.layout import Layout
from plans.reader.sources.plain import decoded

_DROPPED = {
    *("script", "style", "nav", "noscript", "template", "head", "select", "button", "svg"),
    *("iframe", "object", "footer", "aside", "textarea"),
}
_BLOCKS = {
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "section", "article"),
    *(
        "blockquote",
        "pre",
        "br",
        "hr",
        "dl",
        "dt",
        "dd",
        "center",
        "body",
        "main",
        "header",
        "form",
    ),
    *("caption", "figure", "figcaption", "tbody", "thead", "fieldset"),
}
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.I)


def read(data: bytes) -> tuple[Layout, str]:
    """Give the page's text as laid out, and its encoding."""
    declared = _CHARSET.search(data[:4000])
    text, encoding = decoded(data, _encoding_of(declared[1].decode()) if declared else "")
    page = _Page()
    page.feed(text)
    page.close()
    return page.layout, encoding


def _encoding_of(charset: str) -> str:
    return "gb18030" if charset.lower() in {"gb2312", "gbk", "gb18030"} else charset


class _Page(HTMLParser):
    """Walks the tags of a page and writes what a reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.layout = Layout()
        self.dropped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a table, a row, a cell; or what is left out."""
        if tag in _DROPPED:
            self.dropped.append(tag)
        elif self.dropped:
            return
        elif tag == "table":
            self.layout.begin_table()
        elif tag == "tr":
            self.layout.begin_row()
        elif tag in {"td", "th"}:
            spans = dict(attrs)
            self.layout.begin_cell(_count(spans.get("colspan")), _count(spans.get("rowspan")))
        elif tag in _BLOCKS:
            self.layout.end_line()

    def handle_endtag(self, tag: str) -> None:
        """End what a tag began."""
        if tag in self.dropped:
            while self.dropped.pop() != tag:
                pass
        elif self.dropped:
            return
        elif tag == "table":
            self.layout.end_table()
        elif tag in _BLOCKS:
            self.layout.end_line()

    def handle_data(self, data: str) -> None:
        """Write what stands between the tags; breaks in the markup are none on the page."""
        if not self.dropped:
            self.layout.write(re.sub(r"[ \t\r\n]+", " ", data))


def _count(value: str | None) -> int:
    return min(int(value), 100) if value and value.strip().isdecimal() else 1
