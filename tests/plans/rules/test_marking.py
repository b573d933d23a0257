"""A text cut at its quotes is still the whole text."""

from hypothesis import given
from hypothesis import strategies as st

from plans.rules.marking import Piece, Span, marked, readable


def test_quotes_and_what_stands_between() -> None:
    pieces = marked(
        "航空。运城机场、稷山机场。", start=100, spans=[Span(108, 112, 2), Span(103, 107, 1)]
    )
    assert pieces == [
        Piece("航空。"),
        Piece("运城机场", 1),
        Piece("、"),
        Piece("稷山机场", 2),
        Piece("。"),
    ]


def test_of_quotes_that_overlap_the_longer_one_is_marked() -> None:
    pieces = marked("国道108襄汾、曲沃过境", start=0, spans=[Span(8, 10, 2), Span(0, 12, 1)])
    assert pieces == [Piece("国道108襄汾、曲沃过境"[:12], 1)]


@given(
    st.text(min_size=1, max_size=60),
    st.integers(0, 500),
    st.lists(st.tuples(st.integers(0, 70), st.integers(1, 20)), max_size=8),
)
def test_nothing_of_the_text_is_lost(text: str, start: int, places: list[tuple[int, int]]) -> None:
    spans = [Span(start + at, start + at + size, n) for n, (at, size) in enumerate(places)]
    pieces = marked(text, start=start, spans=spans)
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        if piece.owner is not None:
            at, size = places[piece.owner]
            assert piece.text == text[at : at + size]


def test_line_breaks_of_the_page_are_no_words() -> None:
    assert readable("智慧能源中心建设\n\n项目") == "智慧能源中心建设项目"
    assert readable("互\n 通项目") == "互通项目"
    assert readable("G5514 风陵渡") == "G5514 风陵渡"
