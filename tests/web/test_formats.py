from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.rules.marking import Piece
from web import formats
from web.flow import flowing

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (None, "—"),
        (Decimal("9999"), "9,999 万元"),
        (Decimal("10000"), "1 亿元"),
        (Decimal("123456.78"), "12.35 亿元"),
        (Decimal("0.5"), "0.5 万元"),
        (Decimal(0), "0 万元"),
    ],
)
def test_money_names_its_unit(amount: Decimal | None, words: str) -> None:
    assert formats.money(amount) == words


@pytest.mark.parametrize(
    ("day", "words", "kind"),
    [
        (date(2026, 10, 7), "逾期 47 天", "late"),
        (date(2026, 11, 22), "逾期 1 天", "late"),
        (date(2026, 11, 24), "还有 1 天", "soon"),
        (date(2026, 12, 23), "还有 30 天", "soon"),
        (date(2026, 12, 24), "还有 31 天", "far"),
    ],
)
def test_a_date_says_how_far_away_it_is(day: date, words: str, kind: str) -> None:
    assert formats.distance(day, TODAY) == formats.Distance(words, kind)


def test_today_is_due_and_not_late() -> None:
    assert formats.distance(TODAY, TODAY).kind == "today"


def test_the_line_breaks_of_a_page_are_no_words() -> None:
    page = "前 言\n\n实施协调发展，是新时代\n\n的重要内容，提出运城机\n\n场改扩建。\n\n第二段"
    quote = "运城机\n\n场改扩建"
    before, after = page.split(quote)
    shown = flowing([Piece(before), Piece(quote, 7), Piece(after)])
    assert [piece for piece in shown if piece.owner] == [Piece("运城机场改扩建", 7)]
    assert "".join(piece.text for piece in shown) == (
        "前 言\n实施协调发展，是新时代的重要内容，提出运城机场改扩建。\n第二段"
    )


@given(st.lists(st.tuples(st.text(alphabet="山西。 \nab1"), st.sampled_from([None, 1, 2]))))
def test_a_flow_loses_no_word(given: list[tuple[str, int | None]]) -> None:
    pieces = [Piece(text, owner) for text, owner in given]
    before = "".join("".join(piece.text for piece in pieces).split())
    assert "".join("".join(piece.text for piece in flowing(pieces)).split()) == before
