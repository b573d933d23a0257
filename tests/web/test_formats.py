from datetime import date
from decimal import Decimal

import pytest

from web import formats

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
