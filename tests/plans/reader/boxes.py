"""Boxes in the manner of outlines and sector plans, as the tests of their rules read them.

The names in those tests were taken from the reader and read over by a person: they guard the rules
against change and say nothing of how right the reader is. `scoring.py` measures that.
"""

from plans.reader import read


def sure_names(title: str, paragraph: str) -> list[str]:
    """The names that a box of this title and paragraph gives with some certainty; aims and policy
    stay below a half. Every quote is proved on the way."""
    text = f"第一章 发展\n\n专栏 1 {title}\n\n{paragraph}\n"
    rows = read(text, home="").commitments
    assert all(text[row.start : row.end] == row.quote for row in rows)
    return [row.name for row in rows if row.confidence >= 0.5]
