"""The overdue review: groups whose figures are the rows behind them, filters, export, 催报."""

import re
from datetime import date

import pytest
from django.test import Client

from projects.models import Sector
from tests.cast import Cast
from tests.factories import MilestoneFactory, ProjectFactory, RegionFactory, SectorFactory
from tests.web.pages import client_of, count_on, queries_of, see

ADDRESS = "/overdue/"


@pytest.fixture
def late(cast: Cast) -> Cast:
    other = RegionFactory(code="140821", name="临猗县")
    sector: Sector = SectorFactory(code="0101", name="机场", parent=SectorFactory())
    far = ProjectFactory(name="临猗通用机场", region=other, sector=sector)
    for day in (1, 2, 3):
        MilestoneFactory(
            project=cast.project, department=cast.lead_department, due_on=date(2026, 11, day)
        )
    MilestoneFactory(project=far, department=cast.stranger_department, due_on=date(2026, 3, 1))
    MilestoneFactory(project=far, department=None, due_on=date(2026, 11, 20))
    MilestoneFactory(project=far, department=cast.lead_department, due_on=date(2026, 12, 20))
    return cast


@pytest.mark.parametrize("by", ["department", "region", "sector"])
def test_every_figure_of_a_group_is_the_number_of_its_rows(late: Cast, by: str) -> None:
    page = see(late.leader, f"{ADDRESS}?by={by}")
    found = re.findall(r'<td class="num"><a href="\?([^"]+)">(\d+)</a></td>', page)

    assert sum(int(count) for _query, count in found) == count_on(page) == 5
    for query, count in found:
        shown = see(late.leader, f"{ADDRESS}?{query.replace('&amp;', '&')}")
        assert count_on(shown) == int(count), query


def test_filters_narrow_and_can_be_taken_off(late: Cast) -> None:
    assert count_on(see(late.leader, f"{ADDRESS}?late_by=30")) == 1
    assert count_on(see(late.leader, f"{ADDRESS}?region=140821")) == 2
    assert count_on(see(late.leader, f"{ADDRESS}?sector=0101")) == 2
    page = see(late.leader, f"{ADDRESS}?region=140821&late_by=9999")
    assert "没有符合筛选条件的逾期节点" in page
    assert 'class="chip"' in page


def test_a_filter_that_makes_no_sense_is_said(late: Cast) -> None:
    page = see(late.leader, f"{ADDRESS}?late_by=many")

    assert "notice-warning" in page
    assert count_on(page) == 0


def test_the_longest_comes_first(late: Cast) -> None:
    page = see(late.leader, ADDRESS)

    assert "最长逾期 267 天" in page
    assert page.index("临猗通用机场</a>") < page.index("运城机场改扩建</a>")


def test_the_text_for_the_group_chat_stands_ready(late: Cast) -> None:
    page = see(late.plan_office, ADDRESS)

    assert 'id="chase"' in page
    assert "【重大项目催报】运城市" in page
    assert "逾期节点 5 个" in page


def test_the_rows_as_a_file(late: Cast) -> None:
    client = client_of(late.leader)
    answer = client.get(f"{ADDRESS}export.csv?late_by=30")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]

    assert len(lines) == 2
    assert "临猗通用机场" in lines[1]
    book = client.get(f"{ADDRESS}export.xlsx")
    assert book.content[:2] == b"PK"


def test_each_sees_their_own_area(late: Cast) -> None:
    assert count_on(see(late.county_office, ADDRESS)) == 3
    assert count_on(see(late.leader, f"{ADDRESS}?region=141000")) == 0


def test_login_and_method(late: Cast) -> None:
    assert Client().get(ADDRESS).headers["Location"].startswith("/login/")
    assert client_of(late.leader).post(ADDRESS).status_code == 405


def test_the_same_queries_at_two_sizes(late: Cast) -> None:
    few = queries_of(late.leader, ADDRESS)
    for n in range(12):
        MilestoneFactory(
            project=ProjectFactory(region=late.project.region),
            department=late.lead_department,
            due_on=date(2026, 10, n + 1),
        )

    assert queries_of(late.leader, ADDRESS) == few
