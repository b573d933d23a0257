"""What a plan's own table says that an indicator reached: the columns of progress beside the
targets, as in a table of the results of the five years before (进展情况 完成)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.rules.amounts import read_amount
from plans.rules.course import IndicatorFacts

_DONE = re.compile(r"完成|进展|实际|实绩|达到")
_GROWTH = re.compile(r"年均|累计|增速|增长")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_STARRED = re.compile(r"[*＊]\D{0,4}((?:19|20)\d\d)\s*年")


@dataclass(frozen=True)
class PrintedResult:
    """A year, what was reached, and the head of the column that says so."""

    year: int
    text: str
    head: str


def printed_result(
    facts: IndicatorFacts, further: Sequence[Sequence[str]], note: str
) -> PrintedResult | None:
    """Find what the table prints as reached: the figure itself, else its growth.

    The year is that of the column, else the target's; a starred figure is that of the year that
    the note to the star names.
    """
    columns = [(head, text) for head, text in further if _DONE.search(head)]
    columns.sort(key=lambda column: bool(_GROWTH.search(column[0])))
    for head, text in columns:
        if read_amount(text).number is None:
            continue
        named = _YEAR.search(head)
        year = int(named[0]) if named else facts.target_year
        starred = _STARRED.search(note)
        if starred and read_amount(text).footnoted:
            year = int(starred[1])
        return PrintedResult(year, text, head) if year else None
    return None
