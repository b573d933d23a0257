from hypothesis import given
from hypothesis import strategies as st

from plans.rules.marking import Span
from plans.rules.stretches import lines_of

TEXT = (
    "第一节 交通\n  建设运城机场改\n扩建和通用机场等一批重大项目工程。\n完善 rail\nlinks 网络建设\n"
)


def test_printed_lines_are_joined_and_every_piece_keeps_its_place() -> None:
    start = TEXT.index("运城机场")
    lines = lines_of(TEXT, start=0, spans=[Span(start, TEXT.index("和"), 7)])
    read = "".join(words.text + "" for line in lines for words in line.words)
    assert "运城机场改扩建和通用机场" in read
    for line in lines:
        for words in line.words:
            assert TEXT[words.start : words.start + len(words.text)] == words.text
    owned = [words.text for line in lines for words in line.words if words.owners == (7,)]
    assert owned == ["运城机场改", "扩建"]
    assert [line.after for line in lines][:2] == ["\n", ""]


def test_latin_words_keep_their_space() -> None:
    lines = lines_of("完善全市的铁路网络和 rail\nlinks 的建设工作网络\n" * 2, start=0, spans=[])
    assert lines[0].after == " "


def test_quotes_may_overlap() -> None:
    lines = lines_of(
        "甲乙丙丁", start=10, spans=[Span(10, 13, 1), Span(11, 14, 2), Span(90, 95, 3)]
    )
    assert [(words.text, words.owners) for words in lines[0].words] == [
        ("甲", (1,)),
        ("乙丙", (1, 2)),
        ("丁", (2,)),
    ]


@given(
    st.text("甲乙a。 \r\n", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)))
)
def test_no_word_is_lost(text: str, drawn: list[tuple[int, int]]) -> None:
    spans = [Span(start, start + length, place) for place, (start, length) in enumerate(drawn)]
    lines = lines_of(text, start=0, spans=spans)
    read = "".join(words.text for line in lines for words in line.words)
    assert "".join(read.split()) == "".join(text.split())
