"""A stretch of a plan as one reads it on a screen: the line breaks of the printed page are no
words, the ends of its paragraphs are.

Only the display changes; quotes and offsets stay those of the text.
"""

from collections.abc import Iterable, Sequence

from plans.rules.marking import Piece

PARAGRAPH_ENDS = tuple("。；：！？…”）")
SHORT = 0.8
"""A line that stays this much shorter than the page is wide ends a heading or a paragraph."""


def flowing(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with the page's line breaks taken out and a single one after each paragraph."""
    lines = [line for line in _lines(pieces) if _text(line)]
    width = _width([len(_text(line)) for line in lines])
    flow: list[Piece] = []
    for place, line in enumerate(lines):
        flow += line
        if place + 1 < len(lines):
            flow.append(_joint(line, lines[place + 1], width))
    return _merged(flow)


def _lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(Piece(first, piece.owner))
        lines += [[Piece(text, piece.owner)] for text in others]
    return [_stripped(line) for line in lines]


def _stripped(line: Sequence[Piece]) -> list[Piece]:
    kept = [piece for piece in line if piece.text.strip()]
    if kept:
        kept[0] = Piece(kept[0].text.lstrip(), kept[0].owner)
        kept[-1] = Piece(kept[-1].text.rstrip(), kept[-1].owner)
    return kept


def _text(line: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in line)


def _width(lengths: Sequence[int]) -> int:
    """How many characters a full line of the page holds."""
    return sorted(lengths)[len(lengths) * 9 // 10] if lengths else 0


def _joint(line: Sequence[Piece], following: Sequence[Piece], width: int) -> Piece:
    """What stands between two lines: nothing, a space between Latin words, or a paragraph's end.

    No paragraph ends within a quote.
    """
    before, after = _text(line), _text(following)
    owner = line[-1].owner if line[-1].owner == following[0].owner else None
    if owner is None and (before.endswith(PARAGRAPH_ENDS) or len(before) < width * SHORT):
        return Piece("\n")
    latin = (before[-1] + after[0]).isascii() and before[-1].isalnum() and after[0].isalnum()
    return Piece(" " if latin else "", owner)


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one owner as one piece, so that a quote over two lines is one link."""
    merged: list[Piece] = []
    waiting: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if waiting is None:
            waiting = piece
        elif piece.owner == waiting.owner:
            waiting = Piece(waiting.text + piece.text, waiting.owner)
        else:
            merged.append(waiting)
            waiting = piece
    return [*merged, waiting] if waiting else merged
