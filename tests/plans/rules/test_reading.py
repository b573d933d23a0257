"""A plan's text as a page: no word is lost, and every quote is marked where it stands."""

from hypothesis import example, given
from hypothesis import strategies as st

from plans.rules.marking import Span
from plans.rules.reading import (
    Block,
    Frame,
    Heading,
    Words,
    frames_of,
    heading_end,
    paragraphs,
)

TEXT = (
    "第一章 交通\n\n实施运城机\n\n场改扩建，建设高铁。\n\n专栏 6 重大项目\n\n"
    "通用航空。稷山机场、夏县\n\n机场。\n\n地区\t项目\t进度\n盐湖\t3\t5\n\n第二章 其他\n\n结束。\n"
)


def heading(number: int, kind: str, mark: str, title: str, start: str, end: str = "") -> Heading:
    stop = TEXT.index(end) if end else len(TEXT)
    return Heading(number, kind, mark, title, TEXT.index(start), stop)


HEADINGS = (
    heading(1, "chapter", "第一章", "交通", "第一章", "第二章"),
    heading(2, "box", "6", "重大项目", "专栏", "第二章"),
    heading(3, "group", "", "通用航空", "通用航空", "地区"),
    heading(4, "chapter", "第二章", "其他", "第二章"),
)


def quote(words: str, owner: int) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words), owner)


def shown(*spans: Span, start: int = 0, end: int | None = None) -> list[Frame]:
    return frames_of(
        TEXT, paragraphs(TEXT), HEADINGS, spans, start=start, end=len(TEXT) if end is None else end
    )


def words_of(frames: list[Frame]) -> list[Words]:
    return [words for frame in frames for block in frame.blocks for words in all_words(block)]


def all_words(block: Block) -> list[Words]:
    return [*block.words, *(words for row in block.rows for cell in row for words in cell)]


def test_headings_boxes_and_tables_are_what_they_are() -> None:
    frames = shown(quote("运城机\n\n场改扩建", 7), quote("夏县\n\n机场", 8))
    assert [frame.box for frame in frames] == [None, 2, None]
    first, box, last = (frame.blocks for frame in frames)
    assert [(block.level, block.section) for block in first] == [(2, 1), (0, None)]
    assert [block.level for block in box] == [4, 0, 0]
    assert [words.text for words in box[1].words if words.strong] == ["通用航空"]
    assert [["".join(w.text for w in cell) for cell in row] for row in box[2].rows] == [
        ["地区", "项目", "进度"],
        ["盐湖", "3", "5"],
    ]
    assert (last[0].level, last[0].section) == (2, 4)


def test_a_quote_over_a_line_break_is_one() -> None:
    marked = [one for one in words_of(shown(quote("运城机\n\n场改扩建", 7))) if one.owner]
    assert "".join(one.text for one in marked) == "运城机场改扩建"
    assert {one.owner for one in marked} == {7}
    assert marked[0].begins == (7,)
    assert marked[-1].ends == (7,)


def test_quotes_in_quotes_know_whose_they_are() -> None:
    outer, inner = quote("稷山机场、夏县\n\n机场", 1), quote("稷山机场", 2)
    marked = [one for one in words_of(shown(outer, inner)) if one.owner]
    assert [(one.text, one.owners) for one in marked[:2]] == [
        ("稷山机场", (1, 2)),
        ("、夏县", (1,)),
    ]
    assert marked[0].begins == (1, 2)
    assert marked[0].ends == (2,)
    assert marked[-1].ends == (1,)


def test_quotes_that_cross_are_both_marked() -> None:
    marked = [
        one for one in words_of(shown(quote("稷山机场、", 1), quote("场、夏", 2))) if one.owner
    ]
    assert [one.owners for one in marked] == [(1,), (1, 2), (2,)]


def test_a_box_that_began_earlier_goes_on() -> None:
    frames = shown(start=TEXT.index("稷山"), end=TEXT.index("第二章"))
    assert (frames[0].box, frames[0].goes_on) == (2, True)
    assert "".join(one.text for one in words_of(frames)).startswith("稷山机场")


def test_a_heading_over_two_lines_is_one() -> None:
    text = "第三章 打造\n\n工业强市\n\n正文。"
    title = Heading(1, "chapter", "第三章", "打造工业强市", 0, len(text))
    assert heading_end(text, title) == text.index("正文") - 2
    frames = frames_of(text, paragraphs(text), [title], [], start=0, end=len(text))
    assert [block.level for block in frames[0].blocks] == [2, 0]


@given(
    st.integers(0, len(TEXT)),
    st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(1, 25)), max_size=6),
)
@example(cut=43, places=[])
def test_two_parts_hold_every_word_once(cut: int, places: list[tuple[int, int]]) -> None:
    spans = [Span(at, min(at + size, len(TEXT)), n) for n, (at, size) in enumerate(places)]
    spans = [one for one in spans if one.end > one.start]
    parts = [shown(*spans, end=cut), shown(*spans, start=cut)]
    words = "".join("".join(one.text.split()) for part in parts for one in words_of(part))
    assert words == "".join(TEXT.split())
    for part in parts:
        seen = [one for words in words_of(part) for one in words.begins]
        assert len(seen) == len(set(seen)), "a quote begins once in a part"
