import pytest

from plans.reader.lists import (
    Piece,
    at_and,
    at_colon,
    clauses,
    full_sentences,
    items,
    sentences,
    veil,
)


def texts(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces]


def test_items_stand_where_they_say() -> None:
    text = "续建甲水库、 乙水库（一期、二期）、丙桥"
    found = items(Piece(text, 0))
    assert texts(found) == ["续建甲水库", "乙水库（一期、二期）", "丙桥"]
    assert all(text[piece.start : piece.end] == piece.text for piece in found)


def test_a_piece_of_a_piece_keeps_its_place() -> None:
    text = "甲。 乙，丙"
    second = sentences(Piece(text, 0))[1]
    assert [text[p.start : p.end] for p in clauses(second)] == ["乙", "丙"]


@pytest.mark.parametrize(
    "text",
    [
        "建设1,4-丁二醇项目",
        "“煤、电、铝”一体化项目",
        "《山水、田园》实景剧",
        "以甲公司、乙公司为龙头的新能源产业",
    ],
)
def test_nothing_is_cut_inside_a_name(text: str) -> None:
    assert texts(items(Piece(text, 0))) == [text]
    assert texts(clauses(Piece(text, 0))) == [text]


def test_titles_side_by_side_are_several() -> None:
    assert texts(items(Piece("《春》《秋》", 0))) == ["《春》", "《秋》"]


def test_semicolons_part_sentences_but_not_full_ones() -> None:
    piece = Piece("甲；乙。丙", 0)
    assert texts(sentences(piece)) == ["甲", "乙", "丙"]
    assert texts(full_sentences(piece)) == ["甲；乙", "丙"]


def test_the_veil_is_as_long_as_the_text() -> None:
    text = "甲（乙（丙、丁）、戊）、己"
    assert len(veil(text)) == len(text)
    assert veil(text).count("、") == 1


def test_colon_and_and() -> None:
    sides = at_colon(Piece("铁路工程：甲铁路", 0))
    assert sides is not None
    assert texts(list(sides)) == ["铁路工程", "甲铁路"]
    assert at_colon(Piece("铁路工程", 0)) is None
    parted = at_and(Piece("甲站和乙站", 0), "和")
    assert parted is not None
    assert texts(list(parted)) == ["甲站", "乙站"]
    assert at_and(Piece("和平大桥", 0), "和") is None


@pytest.mark.parametrize("place", ["民和县", "和顺县", "呼和浩特市", "永和县", "和田"])
def test_and_within_the_name_of_a_place_joins_nothing(place: str) -> None:
    assert at_and(Piece(f"{place}城乡供水工程", 0)) is None
