"""What a digest says, without a database."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import resolve
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from reminders.digest import Digest, Item, split

DAY = date(2026, 11, 23)


def item(number: int = 1, *, late: int = 1, report: bool = False) -> Item:
    return Item(
        reminder_id=number,
        project_id=number,
        project=f"工程{number:03d}",
        region="盐湖区",
        department="运城市交通运输局",
        due_on=DAY - timedelta(days=late),
        days_late=late,
        milestone="" if report else "节点",
        period="2026年10月月报" if report else "",
    )


def digest(*items: Item, language: str = "zh-hans") -> Digest:
    return Digest(name="张明", language=language, day=DAY, items=items)


@pytest.mark.parametrize(
    ("late", "chinese", "english"),
    [
        (47, "逾期 47 天", "47 days overdue"),
        (1, "逾期 1 天", "1 day overdue"),
        (0, "今日到期", "due today"),
        (-1, "还有 1 天", "1 day left"),
        (-12, "还有 12 天", "12 days left"),
    ],
)
def test_a_date_says_how_far_away_it_is(late: int, chinese: str, english: str) -> None:
    for language, words in (("zh-hans", chinese), ("en", english)):
        with override(language):
            assert item(late=late).distance == words


def test_what_is_overdue_the_longest_comes_first() -> None:
    made = digest(item(1, late=3), item(2, late=47), item(3, late=-7), item(4, report=True))
    assert [row.days_late for row in made.overdue] == [47, 3]
    assert [row.days_late for row in made.coming] == [-7]
    assert [row.period for row in made.reports] == ["2026年10月月报"]
    text = made.text()
    assert text.index("逾期 47 天") < text.index("逾期 3 天") < text.index("还有 7 天")


def test_empty_sections_are_left_out() -> None:
    assert digest(item(late=-7)).subject() == "重大项目提醒（11月23日）：即将到期 1 项"
    assert "逾期节点" not in digest(item(late=-7)).text()


def test_the_links_lead_to_pages() -> None:
    made = digest(item(7))
    path = urlsplit(item(7).url).path
    found = resolve(path)
    assert found.kwargs == {"project_id": 7}
    assert resolve("/my-work/").view_name.endswith("my_work")
    for body in (made.text(), made.html()):
        assert f"{settings.PUBLIC_URL}{path}" in body
        assert f"{settings.PUBLIC_URL}/my-work/" in body


@given(st.lists(st.tuples(st.integers(-60, 60), st.booleans()), max_size=50), st.integers(1, 20))
def test_parts_hold_everything_once(rows: list[tuple[int, bool]], size: int) -> None:
    items = [item(i, late=late, report=report) for i, (late, report) in enumerate(rows)]
    parts = split(items, size)
    assert sorted(row.reminder_id for part in parts for row in part) == list(range(len(items)))
    assert all(0 < len(part) <= size for part in parts)
    assert len(parts) == -(-len(items) // size)
