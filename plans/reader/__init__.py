"""The plan reader: hand it a plan document, get what the plan commits to.

A library by itself: plain Python, no Django, no network. `open_source` turns a file into text,
`read` turns text into a `Reading`: outline, boxes and what the document promises, every word of it
with its place in the text. The same text always gives the same reading.
"""

from plans.reader.details import detailed
from plans.reader.document import parse
from plans.reader.home import guess_home
from plans.reader.indicators import indicators_of
from plans.reader.model import Reading, Source
from plans.reader.promises import promises
from plans.reader.prose import in_prose
from plans.reader.sources import UnreadableSource, open_source, source_of

__all__ = ["Reading", "Source", "UnreadableSource", "open_source", "parse", "read", "source_of"]


def read(source: Source | str, home: str | None = None) -> Reading:
    """Read a document.

    `home` is the code of the issuer's region, "" for a national document; None leaves the reader
    to guess it from the text.
    """
    if isinstance(source, str):
        source = Source(source)
    document = parse(source, guess_home(source.text) if home is None else home)
    stated = promises(document)
    rows = detailed(document, [*stated, *in_prose(document, stated)])
    return Reading(document, rows, indicators_of(document))
