import io
from datetime import date, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from directory.models import Role
from projects.models import Kind, Light, ListEntry, ProjectDepartment, Status
from tests.cast import Cast
from tests.factories import (
    NOW,
    MilestoneFactory,
    PartyFactory,
    ProjectFactory,
    ProjectListFactory,
    RegionFactory,
    SectorFactory,
    UserFactory,
)
from tests.web.pages import client_of, count_on, queries_of, see, status_of

pytestmark = pytest.mark.django_db


def test_it_shows_what_a_reader_of_tables_needs(cast: Cast, today: date) -> None:
    project = cast.project
    project.light, project.total_investment = Light.RED, 123_456
    project.next_due_on = today - timedelta(days=47)
    project.save(update_fields=["light", "total_investment", "next_due_on"])
    page = see(cast.plan_office, "/projects/")
    assert count_on(page) == 1
    for words in (
        "运城机场改扩建",
        "红灯",
        "逾期 47 天",
        "运城市交通运输局",
        "盐湖区",
        "12.35",
        "总投资（亿元）",
    ):
        assert words in page, words
    assert 'title="2026年10月7日"' in page


def test_a_proposed_owner_is_marked(cast: Cast) -> None:
    page = see(cast.plan_office, "/projects/")
    assert page.count("tag-dashed") == 1, "the status is proposed, the lead confirmed"
    ProjectDepartment.objects.filter(part="lead").update(confirmed=False)
    assert see(cast.plan_office, "/projects/").count("tag-dashed") == 2


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=机场", 1),
        ("q=1408-9", 0),
        ("region=140802", 1),
        ("region=140000", 1),
        ("region=141000", 0),
        ("status=construction", 1),
        ("status=construction&status=reserve", 1),
        ("status=reserve", 0),
        ("light=grey", 1),
        ("sector=01", 1),
        ("sector=02", 0),
        ("kind=project", 1),
        ("kind=task", 0),
        ("scheduled=false", 1),
        ("late_by=1", 0),
        ("awaiting_closing=true", 0),
        ("lead_confirmed=false", 0),
        ("level=municipal", 1),
        ("due_after=2026-01-01", 0),
        ("touches=140802", 1),
        ("plan=1", 0),
        ("zone=x", 0),
        ("list=x", 0),
    ],
)
def test_each_filter_narrows_and_shows_as_chips(cast: Cast, asked: str, found: int) -> None:
    page = see(cast.plan_office, f"/projects/?{asked}")
    assert count_on(page) == found
    assert page.count('class="chip"') == asked.count("=")


def test_a_chip_takes_only_its_own_filter_off(cast: Cast) -> None:
    page = see(cast.plan_office, "/projects/?status=construction&status=reserve&q=机场&page=2")
    assert 'href="?q=%E6%9C%BA%E5%9C%BA&amp;status=construction"' in page
    assert 'href="?status=construction&amp;status=reserve"' in page


def test_a_filter_that_makes_no_sense_leaves_nothing_and_says_so(cast: Cast) -> None:
    for asked in ("status=nonsense", "region=abc", "late_by=0", "due_after=2026-13-01"):
        page = see(cast.plan_office, f"/projects/?{asked}")
        assert count_on(page) == 0
        assert "有筛选条件的值无效" in page


def test_a_parent_sector_holds_its_children(cast: Cast) -> None:
    airports = SectorFactory(code="0101", name="机场", parent=SectorFactory())
    ProjectFactory(sector=airports)
    assert count_on(see(cast.plan_office, "/projects/?sector=01")) == 2
    assert count_on(see(cast.plan_office, "/projects/?sector=0101")) == 1


def test_by_department_and_list(cast: Cast) -> None:
    other = ProjectFactory()
    PartyFactory(project=other, department=cast.stranger_department)
    standing = ProjectListFactory(code="2026-01")
    ListEntry.objects.create(project_list=standing, project=other, created_at=NOW, updated_at=NOW)
    department = cast.supporting_department.pk
    assert count_on(see(cast.plan_office, f"/projects/?department={department}")) == 1
    page = see(cast.plan_office, "/projects/?list=2026-01")
    assert other.name in page
    assert standing.name in page, "the chip names the list"


def test_orders(cast: Cast) -> None:
    ProjectFactory(name="甲工程", light=Light.RED, total_investment=5, status=Status.CONCEIVED)
    ProjectFactory(name="乙工程", light=Light.GREEN, total_investment=900)

    def first(order: str) -> str:
        page = see(cast.plan_office, f"/projects/?order={order}")
        names = ("甲工程", "乙工程", "运城机场改扩建")
        return min(names, key=lambda name: page.index(f">{name}</a>"))

    assert first("light") == "甲工程"
    assert first("-investment") == "乙工程"
    assert first("investment") == "甲工程"
    assert first("status") == "甲工程"
    assert 'aria-sort="descending"' in see(cast.plan_office, "/projects/?order=-light")


def test_what_is_late_stands_first(cast: Cast, today: date) -> None:
    ProjectFactory(name="按期工程", next_due_on=today + timedelta(days=9))
    ProjectFactory(name="逾期工程", next_due_on=today - timedelta(days=9))
    page = see(cast.plan_office, "/projects/")
    assert page.index("逾期工程") < page.index("按期工程") < page.index("运城机场改扩建</a>")


def test_pages(cast: Cast) -> None:
    for _ in range(60):
        ProjectFactory()
    first, second = see(cast.plan_office, "/projects/"), see(cast.plan_office, "/projects/?page=2")
    assert count_on(first) == count_on(second) == 61
    assert first.count("<tr id=") == 50
    assert second.count("<tr id=") == 11
    assert "第 51–61 条" in second
    assert see(cast.plan_office, "/projects/?page=99").count("<tr id=") == 11
    assert see(cast.plan_office, "/projects/?page=x").count("<tr id=") == 50


def test_xlsx_and_csv_hold_the_same_rows_as_the_list(cast: Cast) -> None:
    ProjectFactory(name="=cmd|' /C calc'!A1")
    ProjectFactory(name="水库", status=Status.RESERVE)
    client = client_of(cast.plan_office)
    answer = client.get("/projects/export.xlsx?status=construction")
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    names = {row[1].value for row in sheet.iter_rows(min_row=2)}
    assert names == {"运城机场改扩建", "=cmd|' /C calc'!A1"}
    assert all(row[1].data_type == "s" for row in sheet.iter_rows(min_row=2))
    csv = client.get("/projects/export.csv?status=construction")
    text = b"".join(csv.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "水库" not in text
    assert "\"'=cmd" in text or "'=cmd" in text
    assert status_of(cast.plan_office, "/projects/export.pdf") == 404


def test_a_project_in_short_beside_the_list(cast: Cast, today: date) -> None:
    MilestoneFactory(project=cast.project, name="实质性开工", due_on=today + timedelta(days=12))
    page = see(cast.plan_office, f"/projects/{cast.project.pk}/beside/")
    assert "<html" not in page
    assert "实质性开工" in page
    assert "还有 12 天" in page
    assert status_of(cast.stranger, f"/projects/{cast.project.pk}/beside/") == 404


def test_a_stranger_sees_none_and_is_told_what_next(cast: Cast) -> None:
    page = see(cast.stranger, "/projects/")
    assert count_on(page) == 0
    assert "您的范围内还没有项目" in page
    assert count_on(see(cast.stranger, "/projects/?region=140800")) == 0


def test_a_supporting_department_sees_it(cast: Cast) -> None:
    assert count_on(see(cast.supporter, "/projects/")) == 1


def test_worlds_never_mix(cast: Cast) -> None:
    shifan = RegionFactory(code="990101", name="青石县")
    RegionFactory(code="990100", name="示范市")
    ProjectFactory(region=shifan, code="9901-0001", name="模拟水库", disclosed=True)
    office = UserFactory(role=Role.PLAN_OFFICE, region_id="990100")
    assert "模拟水库" not in see(cast.plan_office, "/projects/?region=990100")
    page = see(cast.administrator, "/projects/")
    assert "模拟水库" not in page
    assert "模拟数据" not in page
    asked = see(cast.administrator, "/projects/?region=990100")
    assert "模拟水库" in asked
    assert "示范市·模拟数据" in asked
    assert "运城机场改扩建" not in see(office, "/projects/?region=140800")


def test_long_names_stay_whole(cast: Cast) -> None:
    name = "超长" * 99
    ProjectFactory(name=name, kind=Kind.PROGRAMME)
    page = see(cast.plan_office, "/projects/")
    assert name in page
    assert "打包项目" in page


def test_names_of_sectors_follow_the_language(cast: Cast) -> None:
    client = client_of(cast.plan_office)
    client.post("/language/", {"language": "en", "next": "/"})
    page = client.get("/projects/").content.decode()
    assert "Transport</td>" in page
    assert "Under construction" in page


def test_login_is_required() -> None:
    for address in ("/projects/", "/projects/export.csv", "/projects/1/beside/"):
        assert Client().get(address).status_code == 302


def test_only_reading(cast: Cast) -> None:
    assert client_of(cast.plan_office).post("/projects/").status_code == 405


def test_the_same_queries_at_two_sizes(cast: Cast) -> None:
    few = queries_of(cast.plan_office, "/projects/")
    for _ in range(30):
        PartyFactory(department=cast.lead_department)
    assert queries_of(cast.plan_office, "/projects/") == few
    assert few <= 14
