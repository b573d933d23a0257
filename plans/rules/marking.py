"""Where quotes stand in a plan's text, and how its stretches read."""

import re
from dataclasses import dataclass

LINE_BREAK = re.compile(r"[ \t]*[\r\n]\s*")


@dataclass(frozen=True)
class Span:
    """The place of a quote in the text, and whose it is."""

    start: int
    end: int
    owner: int


def readable(text: str) -> str:
    """A stretch of a printed page as a sentence: the line breaks of the page are no words."""
    return LINE_BREAK.sub("", text)
